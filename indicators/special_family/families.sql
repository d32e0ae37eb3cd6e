-- one row per special family × quarter on whose last day it is one: however many of its members are on the roster;
-- `person` is one of them, by whom a list can name it
SELECT f.household, min(f.person) AS person, min(f.area) AS area, q.quarter
FROM special_family.family_times AS f
JOIN calendar.quarters AS q ON coalesce(f.since_on <= q.ends_on, true) AND coalesce(f.until_on >= q.ends_on, true)
GROUP BY f.household, q.quarter
