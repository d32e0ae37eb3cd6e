-- one row per rural village × quarter, where the register of sites names any tutoring station; one without a person in charge is none
WITH stations AS (SELECT area, opened_on, closed_on, has_person_in_charge FROM clean.sites WHERE kind = 'tutoring_station')
SELECT v.area, v.quarter, coalesce(bool_or(s.has_person_in_charge), false) AS has_station
FROM left_behind_care.villages AS v
LEFT JOIN stations AS s
    ON s.area = v.area AND coalesce(s.opened_on <= v.ends_on, true) AND coalesce(s.closed_on > v.ends_on, true)
WHERE (SELECT count(*) FROM stations) > 0
GROUP BY v.area, v.quarter
