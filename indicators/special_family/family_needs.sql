-- one row per need of a special family × quarter in which it was found; what several members said on one day is one
SELECT f.household, n.need, n.kind, n.found_on, min(f.person) AS person, min(f.area) AS area, q.quarter, bool_or(n.solved) AS met
FROM clean.needs AS n
JOIN people.households AS h ON h.person = n.person
JOIN special_family.family_times AS f
    ON f.household = h.household AND coalesce(f.since_on <= n.found_on, true) AND coalesce(f.until_on >= n.found_on, true)
JOIN calendar.quarters AS q ON n.found_on BETWEEN q.starts_on AND q.ends_on
GROUP BY f.household, n.need, n.kind, n.found_on, q.quarter
