-- one row per village × census of whose empty-nest elders and left-behind children it can tell
SELECT p.area, p.quarter, bool_and(p.verified) AS verified
FROM left_behind_care.census_persons AS p
JOIN clean.areas AS a ON a.area = p.area
WHERE a.level = 'village'
GROUP BY p.area, p.quarter
