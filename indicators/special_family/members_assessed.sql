-- one row per member of a special family × quarter from the one on in which mental assessments are first recorded: assessed this year?
WITH assessments AS (SELECT person, checked_on FROM clean.checkups WHERE kind = 'mental')
SELECT m.person, m.area, m.quarter, m.declined, count(a.checked_on) > 0 AS assessed
FROM special_family.members AS m
JOIN calendar.quarters AS q ON q.quarter = m.quarter AND q.ends_on >= (SELECT min(checked_on) FROM assessments)
LEFT JOIN assessments AS a ON a.person = m.person AND year(a.checked_on) = q.year AND a.checked_on <= q.ends_on
GROUP BY m.person, m.area, m.quarter, m.declined
