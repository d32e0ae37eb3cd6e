-- one row per member of a village committee or of its women's federation × quarter on whose last day they hold the post, and whether
-- they are then the contact of a left-behind elder; where any pairing of such an elder is recorded
WITH paired AS (
    SELECT p.contact, c.quarter
    FROM clean.pairings AS p
    JOIN left_behind_care.cared_for AS c
        ON c.person = p.person AND p.since_on <= c.ends_on AND coalesce(p.until_on >= c.ends_on, true)
    WHERE c.left_behind_elder AND p.role NOT IN ('guardian', 'family')
)
SELECT s.contact AS cadre, s.area, q.quarter, count(p.contact) > 0 AS has_elder
FROM clean.staff AS s
JOIN calendar.quarters AS q ON coalesce(s.since_on <= q.ends_on, true) AND coalesce(s.until_on >= q.ends_on, true)
LEFT JOIN paired AS p ON p.contact = s.contact AND p.quarter = q.quarter
WHERE s.post IN ('committee_member', 'women_federation') AND q.quarter >= (SELECT min(quarter) FROM paired)
GROUP BY s.contact, s.area, q.quarter
