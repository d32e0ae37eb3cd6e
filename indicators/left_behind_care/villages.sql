-- one row per rural village × quarter on whose last day it stands; one that says nothing is as its town is, and rural where that says
-- nothing either
SELECT a.area, q.quarter, q.ends_on
FROM clean.areas AS a
JOIN calendar.quarters AS q ON coalesce(a.valid_from <= q.ends_on, true) AND coalesce(a.valid_to > q.ends_on, true)
LEFT JOIN clean.areas AS town ON town.area = a.parent
WHERE a.level = 'village' AND coalesce(a.urban_rural, town.urban_rural, 'rural') = 'rural'
