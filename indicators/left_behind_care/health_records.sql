-- one row per empty-nest elder or left-behind child × quarter, from the quarter on in which a health record is first established
SELECT c.person, c.area, c.quarter, h.person IS NOT NULL AS has_record
FROM left_behind_care.cared_for AS c
LEFT JOIN clean.health_records AS h ON h.person = c.person AND h.kind = 'health' AND h.established_on <= c.ends_on
WHERE (c.empty_nest_elder OR c.left_behind_child)
    AND c.ends_on >= (SELECT min(established_on) FROM clean.health_records WHERE kind = 'health')
