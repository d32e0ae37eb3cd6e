-- one row per person in care × quarter, from the quarter on in which a care record is first established. A file keeps one day of
-- updating: one later than the quarter says nothing of the file at its end, which then is as old as its beginning.
SELECT
    c.person, c.area, c.quarter,
    h.person IS NOT NULL AS has_record,
    coalesce(
        CASE WHEN h.updated_on <= c.ends_on THEN h.updated_on ELSE h.established_on END > c.ends_on - INTERVAL 6 MONTH, false
    ) AS is_current
FROM left_behind_care.cared_for AS c
LEFT JOIN clean.health_records AS h ON h.person = c.person AND h.kind = 'care' AND h.established_on <= c.ends_on
WHERE c.ends_on >= (SELECT min(established_on) FROM clean.health_records WHERE kind = 'care')
