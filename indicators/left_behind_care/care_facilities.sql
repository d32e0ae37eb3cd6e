-- one row per rural village × quarter, where the register of sites names any facility of care at home: a day-care centre, a station
-- of mutual help, a happiness home
WITH facilities AS (
    SELECT area, opened_on, closed_on FROM clean.sites WHERE kind IN ('day_care', 'mutual_aid') OR has_day_care
)
SELECT v.area, v.quarter, count(f.area) > 0 AS has_facility
FROM left_behind_care.villages AS v
LEFT JOIN facilities AS f
    ON f.area = v.area AND coalesce(f.opened_on <= v.ends_on, true) AND coalesce(f.closed_on > v.ends_on, true)
WHERE (SELECT count(*) FROM facilities) > 0
GROUP BY v.area, v.quarter
