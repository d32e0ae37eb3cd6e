-- one row per left-behind child in compulsory education × quarter, where any roster says who goes to school
SELECT c.person, c.area, c.quarter, coalesce(r.in_school, false) AS in_school
FROM left_behind_care.cared_for AS c
JOIN clean.residents AS r ON r.person = c.person
WHERE c.left_behind_schoolchild AND (SELECT count(in_school) FROM clean.residents) > 0
