-- one row per school × quarter on whose last day it is open, where the register of sites names any service station for left-behind
-- children. A school's station bears the school's name, or stands in its place, where that has one school.
WITH schools AS (
    SELECT site, area, quarter, unit, count(*) OVER (PARTITION BY area, quarter) AS beside_each_other
    FROM places.sites_as_at WHERE kind = 'school'
),
stations AS (SELECT area, quarter, unit, standard_met FROM places.sites_as_at WHERE kind = 'school_service_station')
SELECT s.site, s.area, s.quarter, coalesce(bool_or(t.standard_met), false) AS has_station_to_standard
FROM schools AS s
LEFT JOIN stations AS t
    ON t.area = s.area AND t.quarter = s.quarter AND (s.beside_each_other = 1 OR contains(t.unit, s.unit))
WHERE (SELECT count(*) FROM stations) > 0
GROUP BY s.site, s.area, s.quarter
