-- one row per rural village × quarter on whose last day it stands; one that nobody calls urban is rural
SELECT a.area, q.quarter, q.ends_on
FROM clean.areas AS a
JOIN calendar.quarters AS q ON coalesce(a.valid_from <= q.ends_on, true) AND coalesce(a.valid_to > q.ends_on, true)
WHERE a.level = 'village' AND coalesce(a.urban_rural, 'rural') = 'rural'
