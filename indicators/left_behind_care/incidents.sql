-- one row per emergency of a left-behind elder (wandering, abuse, critical illness, mental illness, plight), in the quarter in which
-- it happened. The document says 及时 (in time) and no day: on the day itself or the next is our reading.
SELECT e.person, e.area, q.quarter, e.kind, coalesce(e.reported_on <= e.happened_on + INTERVAL 1 DAY, false) AS reported_in_time
FROM clean.events AS e
JOIN calendar.quarters AS q ON e.happened_on BETWEEN q.starts_on AND q.ends_on
JOIN people.memberships AS m
    ON m.person = e.person AND coalesce(m.since_on <= e.happened_on, true) AND coalesce(m.until_on >= e.happened_on, true)
WHERE e.kind IN ('wandering', 'abuse', 'illness', 'mental_illness', 'plight') AND m.population_group = 'left_behind_elder'
