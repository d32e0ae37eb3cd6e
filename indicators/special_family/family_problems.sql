-- one row per special family × call on which a problem was found × quarter of it; what two visitors found on one call is one
SELECT f.household, v.visited_on, v.service, min(f.person) AS person, min(f.area) AS area, q.quarter, coalesce(bool_or(v.problem_solved), false) AS solved
FROM clean.visits AS v
JOIN people.households AS h ON h.person = v.person
JOIN special_family.family_times AS f
    ON f.household = h.household AND coalesce(f.since_on <= v.visited_on, true) AND coalesce(f.until_on >= v.visited_on, true)
JOIN calendar.quarters AS q ON v.visited_on BETWEEN q.starts_on AND q.ends_on
WHERE v.problem_found
GROUP BY f.household, v.visited_on, v.service, q.quarter
