-- one row per poor mother × quarter from the one on in which aid is first recorded: has her household been aided this year?
WITH aid AS (
    SELECT h.household, a.given_on
    FROM clean.aid AS a JOIN people.households AS h ON h.person = a.person WHERE a.kind <> 'minimum_living_allowance'
)
SELECT m.person, m.area, m.quarter, count(a.given_on) > 0 AS aided
FROM people.members AS m
JOIN people.households AS h ON h.person = m.person
JOIN calendar.quarters AS q ON q.quarter = m.quarter AND q.ends_on >= (SELECT min(given_on) FROM clean.aid)
LEFT JOIN aid AS a ON a.household = h.household AND year(a.given_on) = q.year AND a.given_on <= q.ends_on
WHERE m.population_group = 'poor_mother' AND m.is_member
GROUP BY m.person, m.area, m.quarter
