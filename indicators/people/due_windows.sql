-- one row per person × duty of a plan × window in which it is owed them, as people.owed_windows and people.event_windows say; done_on is
-- the first day on which it was done in the window, none if it was not, late_on the first after an event's days
-- a view: of hundreds of thousands of persons and weekly duties it has many millions of rows, of which a list asks for a few
WITH done AS (
    SELECT a.person, d.plan, d.duty, w.due_on, min(a.done_on) AS done_on, max(a.done_on) AS last_done_on
    FROM people.acts AS a
    JOIN plans.duties AS d ON d.service = a.service AND (d.done_by IS NULL OR list_contains(d.done_by, a.done_by))
    JOIN times.days AS w
        ON w.day_on = a.done_on AND w.cadence = CASE d.cadence WHEN 'birthday' THEN 'month' ELSE d.cadence END
        AND (w.occasion IS NULL OR coalesce(a.festival, w.occasion) = w.occasion)
        AND coalesce(a.done_on >= w.due_on - d.days_before * INTERVAL 1 DAY, true)
    GROUP BY a.person, d.plan, d.duty, w.due_on
)
SELECT
    o.plan, o.duty, o.person, o.area, o.population_group, o.service, o.cadence, o.occasion, o.starts_on, o.due_on, o.quarter, o.is_ahead,
    d.done_on, d.last_done_on, NULL::DATE AS late_on
FROM people.owed_windows AS o
LEFT JOIN done AS d
    ON d.person = o.person AND d.plan = o.plan AND d.duty = o.duty AND d.due_on = o.due_on
UNION ALL
SELECT
    plan, duty, person, area, population_group, service, cadence, occasion, starts_on, due_on, quarter, is_ahead, done_on, last_done_on, late_on
FROM people.event_windows
