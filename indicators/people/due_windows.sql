-- one row per person × duty of a plan × window in which it is owed them, in the quarters with records and, `is_ahead`, after them; done_on is
-- the first day on which it was done in the window, none if it was not. One rule for entry and exit: a window counts for whom is in the
-- group from its first day to its last; that of a festival for whom is in it on the day itself, that of an event on the day it happened.
-- A service is looked for from the quarter on in which it is first recorded.
-- a view: of hundreds of thousands of persons and weekly duties it has many millions of rows, of which a list asks for a few
WITH recorded AS (SELECT service, date_trunc('quarter', min(done_on)) AS since_on FROM people.acts GROUP BY service),
asked AS (
    SELECT
        d.plan, d.duty, d.area AS plan_area, d.population_group, d.service, d.cadence, w.occasion,
        coalesce((w.due_on - d.days_before * INTERVAL 1 DAY)::DATE, w.starts_on) AS starts_on, w.due_on, w.quarter, w.is_ahead,
        CASE WHEN d.cadence IN ('festival', 'theme_day') THEN w.due_on ELSE w.starts_on END AS in_group_on,
        CASE d.cadence WHEN 'birthday' THEN month(w.starts_on) END AS birth_month
    FROM plans.duties AS d
    JOIN recorded AS r ON r.service = d.service
    JOIN times.every_window AS w
        ON w.cadence = CASE d.cadence WHEN 'birthday' THEN 'month' ELSE d.cadence END AND w.due_on >= r.since_on
    WHERE coalesce(w.starts_on >= d.from_on, true) AND coalesce(w.due_on <= d.until_on, true)
        AND (d.months IS NULL OR list_contains(d.months, month(w.due_on)))
        AND (d.occasions IS NULL OR list_contains(d.occasions, w.occasion))
),
done AS (
    SELECT a.person, d.plan, d.duty, w.due_on, min(a.done_on) AS done_on, max(a.done_on) AS last_done_on
    FROM people.acts AS a
    JOIN plans.duties AS d ON d.service = a.service AND (d.done_by IS NULL OR list_contains(d.done_by, a.done_by))
    JOIN times.days AS w
        ON w.day_on = a.done_on AND w.cadence = CASE d.cadence WHEN 'birthday' THEN 'month' ELSE d.cadence END
        AND (w.occasion IS NULL OR coalesce(a.festival, w.occasion) = w.occasion)
        AND coalesce(a.done_on >= w.due_on - d.days_before * INTERVAL 1 DAY, true)
    GROUP BY a.person, d.plan, d.duty, w.due_on
),
owed AS (
    SELECT
        a.plan, a.duty, a.population_group, a.service, a.cadence, a.occasion, a.starts_on, a.due_on, a.quarter, a.is_ahead, m.person, m.area
    FROM asked AS a
    JOIN people.memberships AS m
        ON m.population_group = a.population_group
        AND coalesce(m.since_on <= a.in_group_on, true) AND coalesce(m.until_on >= a.due_on, true)
        AND coalesce(a.birth_month = m.birth_month, true)
    JOIN places.areas_above AS w ON w.area = m.area AND w.whole = coalesce(a.plan_area, m.area)
),
events AS (
    SELECT
        d.plan, d.duty, d.population_group, d.service, d.cadence, e.kind AS occasion, e.happened_on AS starts_on,
        (e.happened_on + d.within_days * INTERVAL 1 DAY)::DATE AS due_on, m.person, m.area, d.done_by
    FROM plans.duties AS d
    JOIN clean.events AS e ON d.occasions IS NULL OR list_contains(d.occasions, e.kind)
    JOIN people.memberships AS m
        ON m.person = e.person AND m.population_group = d.population_group
        AND coalesce(m.since_on <= e.happened_on, true) AND coalesce(m.until_on >= e.happened_on, true)
    JOIN places.areas_above AS w ON w.area = m.area AND w.whole = coalesce(d.area, m.area)
    WHERE d.cadence = 'event' AND coalesce(e.happened_on >= d.from_on, true) AND coalesce(e.happened_on <= d.until_on, true)
),
answered AS (
    SELECT
        e.plan, e.duty, e.population_group, e.service, e.cadence, e.occasion, e.starts_on, e.due_on, e.person, e.area,
        min(CASE WHEN a.done_on <= e.due_on THEN a.done_on END) AS done_on, max(CASE WHEN a.done_on <= e.due_on THEN a.done_on END) AS last_done_on,
        min(CASE WHEN a.done_on > e.due_on THEN a.done_on END) AS late_on
    FROM events AS e
    LEFT JOIN people.acts AS a
        ON a.person = e.person AND a.service = e.service AND a.done_on >= e.starts_on AND coalesce(a.event_on, e.starts_on) = e.starts_on
        AND (e.done_by IS NULL OR list_contains(e.done_by, a.done_by))
    GROUP BY e.plan, e.duty, e.population_group, e.service, e.cadence, e.occasion, e.starts_on, e.due_on, e.person, e.area
)
SELECT
    o.plan, o.duty, o.person, o.area, o.population_group, o.service, o.cadence, o.occasion, o.starts_on, o.due_on, o.quarter, o.is_ahead,
    d.done_on, d.last_done_on, NULL::DATE AS late_on
FROM owed AS o
LEFT JOIN done AS d
    ON d.person = o.person AND d.plan = o.plan AND d.duty = o.duty AND d.due_on = o.due_on
UNION ALL
SELECT
    e.plan, e.duty, e.person, e.area, e.population_group, e.service, e.cadence, e.occasion, e.starts_on, e.due_on, q.quarter, q.is_ahead,
    e.done_on, e.last_done_on, e.late_on
FROM answered AS e
JOIN times.every_window AS q ON q.cadence = 'quarter' AND e.due_on BETWEEN q.starts_on AND q.due_on
