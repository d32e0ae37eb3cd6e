-- one row per empty-nest elder or left-behind child × quarter, from the quarter on in which a general check-up is first recorded; of
-- the year up to the quarter's end
WITH general AS (SELECT person, checked_on FROM clean.checkups WHERE kind IN ('elderly', 'half_yearly', 'child', 'other'))
SELECT c.person, c.area, c.quarter, count(g.checked_on) > 0 AS checked
FROM left_behind_care.cared_for AS c
LEFT JOIN general AS g ON g.person = c.person AND year(g.checked_on) = c.year AND g.checked_on <= c.ends_on
WHERE (c.empty_nest_elder OR c.left_behind_child) AND c.ends_on >= (SELECT min(checked_on) FROM general)
GROUP BY c.person, c.area, c.quarter
