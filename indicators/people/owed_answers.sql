-- one row per person × duty of a plan × event that calls for it and befell them while they were in the group: due so many days after, in
-- the quarter of that day, those with records and, `is_ahead`, those after them
-- a view: as the windows that are owed
SELECT
    d.plan, d.duty, d.population_group, d.service, d.cadence, d.done_by, e.kind AS occasion, e.happened_on AS starts_on,
    (e.happened_on + d.within_days * INTERVAL 1 DAY)::DATE AS due_on, q.quarter, q.is_ahead, m.person, m.area
FROM plans.duties AS d
JOIN clean.events AS e ON d.occasions IS NULL OR list_contains(d.occasions, e.kind)
JOIN people.memberships AS m
    ON m.person = e.person AND m.population_group = d.population_group
    AND coalesce(m.since_on <= e.happened_on, true) AND coalesce(m.until_on >= e.happened_on, true)
JOIN places.areas_above AS w ON w.area = m.area AND w.whole = coalesce(d.area, m.area)
JOIN times.every_window AS q
    ON q.cadence = 'quarter' AND (e.happened_on + d.within_days * INTERVAL 1 DAY)::DATE BETWEEN q.starts_on AND q.due_on
WHERE d.cadence = 'event' AND coalesce(e.happened_on >= d.from_on, true) AND coalesce(e.happened_on <= d.until_on, true)
