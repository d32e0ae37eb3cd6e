-- one row per town or street × quarter, where the register of sites speaks of Warm Homes at all: is one open in it on the last day,
-- by itself or within another site, in whichever of its villages? One without a day holds in every quarter.
WITH homes AS (
    SELECT w.whole AS area, coalesce(s.warm_home_set_up_on, CASE s.kind WHEN 'warm_home' THEN s.opened_on END) AS since_on, s.closed_on
    FROM clean.sites AS s JOIN places.areas_above AS w ON w.area = s.area
    WHERE s.kind = 'warm_home' OR coalesce(s.has_warm_home, s.warm_home_set_up_on IS NOT NULL)
)
SELECT t.area, q.quarter, count(h.area) > 0 AS has_warm_home
FROM clean.areas AS t
JOIN calendar.quarters AS q ON coalesce(t.valid_from <= q.ends_on, true) AND coalesce(t.valid_to > q.ends_on, true)
LEFT JOIN homes AS h ON h.area = t.area AND coalesce(h.since_on <= q.ends_on, true) AND coalesce(h.closed_on > q.ends_on, true)
WHERE t.level = 'street' AND EXISTS (SELECT 1 FROM clean.sites WHERE kind = 'warm_home' OR has_warm_home IS NOT NULL)
GROUP BY t.area, q.quarter
