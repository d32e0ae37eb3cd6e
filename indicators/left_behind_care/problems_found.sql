-- one row per visit at which a problem of a left-behind elder was found × its quarter, where any report of one is recorded
SELECT v.person, v.area, c.quarter, v.problem_reported_on IS NOT NULL AS reported
FROM clean.visits AS v
JOIN left_behind_care.cared_for AS c ON c.person = v.person AND v.visited_on BETWEEN c.starts_on AND c.ends_on
WHERE v.problem_found AND c.left_behind_elder AND (SELECT count(problem_reported_on) FROM clean.visits) > 0
