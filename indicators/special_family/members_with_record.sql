-- one row per member of a special family × quarter from the one on in which mental-health records are first kept: is there one?
WITH records AS (SELECT person, established_on FROM clean.health_records WHERE kind = 'mental')
SELECT m.person, m.area, m.quarter, m.declined, count(r.established_on) > 0 AS has_record
FROM special_family.members AS m
JOIN calendar.quarters AS q ON q.quarter = m.quarter AND q.ends_on >= (SELECT min(established_on) FROM records)
LEFT JOIN records AS r ON r.person = m.person AND r.established_on <= q.ends_on
GROUP BY m.person, m.area, m.quarter, m.declined
