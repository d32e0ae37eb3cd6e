-- one row per person in care × quarter, from the quarter on in which a contact is first recorded. A guardian, a relative and who runs
-- errands are no contact of theirs.
WITH contacts AS (
    SELECT person, since_on, until_on FROM clean.pairings WHERE role NOT IN ('guardian', 'family', 'errand_agent')
),
paired AS (
    SELECT DISTINCT k.person, q.quarter
    FROM contacts AS k
    JOIN calendar.quarters AS q ON k.since_on <= q.ends_on AND coalesce(k.until_on >= q.ends_on, true)
)
SELECT c.person, c.area, c.quarter, p.person IS NOT NULL AS paired
FROM left_behind_care.cared_for AS c
LEFT JOIN paired AS p ON p.person = c.person AND p.quarter = c.quarter
WHERE c.ends_on >= (SELECT min(since_on) FROM contacts)
