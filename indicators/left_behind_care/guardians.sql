-- one row per elder unable to care for themselves × quarter, from the quarter on in which a guardian is first recorded
WITH guarded AS (
    SELECT DISTINCT p.person, q.quarter
    FROM clean.pairings AS p
    JOIN calendar.quarters AS q ON p.since_on <= q.ends_on AND coalesce(p.until_on >= q.ends_on, true)
    WHERE p.role = 'guardian'
)
SELECT c.person, c.area, c.quarter, g.person IS NOT NULL AS guarded
FROM left_behind_care.cared_for AS c
LEFT JOIN guarded AS g ON g.person = c.person AND g.quarter = c.quarter
WHERE c.elder AND c.unable_to_care_for_self AND c.ends_on >= (SELECT min(since_on) FROM clean.pairings WHERE role = 'guardian')
