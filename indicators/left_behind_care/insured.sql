-- one row per empty-nest elder or left-behind child × quarter, where any roster says who is insured
SELECT c.person, c.area, c.quarter, coalesce(r.insured, false) AS insured
FROM left_behind_care.cared_for AS c
JOIN clean.residents AS r ON r.person = c.person
WHERE (c.empty_nest_elder OR c.left_behind_child) AND (SELECT count(insured) FROM clean.residents) > 0
