-- one row per left-behind elder of limited mobility × quarter, from the quarter on in which somebody to run errands is first recorded
WITH agents AS (
    SELECT DISTINCT p.person, q.quarter
    FROM clean.pairings AS p
    JOIN calendar.quarters AS q ON p.since_on <= q.ends_on AND coalesce(p.until_on >= q.ends_on, true)
    WHERE p.role = 'errand_agent'
)
SELECT c.person, c.area, c.quarter, a.person IS NOT NULL AS has_agent
FROM left_behind_care.cared_for AS c
LEFT JOIN agents AS a ON a.person = c.person AND a.quarter = c.quarter
WHERE c.left_behind_elder_of_registered_place AND c.limited_mobility
    AND c.ends_on >= (SELECT min(since_on) FROM clean.pairings WHERE role = 'errand_agent')
