-- one row per member of a special family × quarter from the one on in which taking part is first recorded: did they in the quarter?
WITH taken_part AS (SELECT person, done_on FROM people.acts WHERE service = 'community_activity')
SELECT m.person, m.area, m.quarter, count(t.done_on) > 0 AS took_part
FROM special_family.members AS m
JOIN calendar.quarters AS q ON q.quarter = m.quarter AND q.ends_on >= (SELECT min(done_on) FROM taken_part)
LEFT JOIN taken_part AS t ON t.person = m.person AND t.done_on BETWEEN q.starts_on AND q.ends_on
GROUP BY m.person, m.area, m.quarter
