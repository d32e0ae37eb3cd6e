-- one row per sudden event in a special family × quarter of it, from the one on in which wanting or giving help is first recorded; the
-- same event told of several members is one. Who did not say whether they want help may want it.
WITH said AS (
    SELECT min(happened_on) AS since_on FROM clean.events WHERE wants_help IS NOT NULL OR helped_on IS NOT NULL
)
SELECT
    f.household, e.kind, e.happened_on, min(f.person) AS person, min(f.area) AS area, q.quarter,
    coalesce(bool_or(e.wants_help), true) AS wants_help, count(e.helped_on) > 0 AS helped
FROM clean.events AS e
JOIN people.households AS h ON h.person = e.person
JOIN special_family.family_times AS f
    ON f.household = h.household AND coalesce(f.since_on <= e.happened_on, true) AND coalesce(f.until_on >= e.happened_on, true)
JOIN calendar.quarters AS q ON e.happened_on BETWEEN q.starts_on AND q.ends_on AND q.ends_on >= (SELECT since_on FROM said)
WHERE e.kind IN ('accident', 'illness', 'disaster', 'death', 'hospital_admission', 'wandering', 'abuse', 'mental_illness', 'plight')
GROUP BY f.household, e.kind, e.happened_on, q.quarter
