-- one row per person × duty of a plan × event after which it is owed them; done_on is the first day on which it was done within the days
-- given, late_on the first after them
-- a view: the events are few, and the services done are many
SELECT
    e.plan, e.duty, e.population_group, e.service, e.cadence, e.occasion, e.starts_on, e.due_on, e.quarter, e.is_ahead, e.person, e.area,
    min(CASE WHEN a.done_on <= e.due_on THEN a.done_on END) AS done_on, max(CASE WHEN a.done_on <= e.due_on THEN a.done_on END) AS last_done_on,
    min(CASE WHEN a.done_on > e.due_on THEN a.done_on END) AS late_on
FROM people.owed_answers AS e
LEFT JOIN people.acts AS a
    ON a.person = e.person AND a.service = e.service AND a.done_on >= e.starts_on AND coalesce(a.event_on, e.starts_on) = e.starts_on
    AND (e.done_by IS NULL OR list_contains(e.done_by, a.done_by))
GROUP BY e.plan, e.duty, e.population_group, e.service, e.cadence, e.occasion, e.starts_on, e.due_on, e.quarter, e.is_ahead, e.person, e.area
