-- one row per special family × duty of a plan × window in which any of its members is owed it: once a family, and whoever of it is
-- called on, the family is; `person` is one of those owed
WITH windows AS (
    SELECT person, area, plan, duty, service, cadence, done_by, occasion, starts_on, due_on, quarter
    FROM people.owed_windows WHERE population_group = 'special_family' AND NOT is_ahead
    UNION ALL
    SELECT person, area, plan, duty, service, cadence, done_by, occasion, starts_on, due_on, quarter
    FROM people.owed_answers WHERE population_group = 'special_family' AND NOT is_ahead
),
owed AS (
    SELECT
        h.household, w.plan, w.duty, w.service, w.cadence, w.done_by, w.occasion, w.starts_on, w.due_on, w.quarter, min(w.person) AS person, min(w.area) AS area
    FROM windows AS w JOIN people.households AS h ON h.person = w.person
    GROUP BY h.household, w.plan, w.duty, w.service, w.cadence, w.done_by, w.occasion, w.starts_on, w.due_on, w.quarter
),
calls AS (
    SELECT h.household, a.service, a.done_on, a.done_by, a.festival, a.event_on
    FROM people.acts AS a JOIN people.households AS h ON h.person = a.person
)
SELECT o.household, o.person, o.area, o.quarter, o.plan, o.duty, o.cadence, o.occasion, o.due_on, count(c.done_on) > 0 AS done
FROM owed AS o
LEFT JOIN calls AS c
    ON c.household = o.household AND c.service = o.service AND c.done_on BETWEEN o.starts_on AND o.due_on
    AND (o.done_by IS NULL OR list_contains(o.done_by, c.done_by))
    AND (o.occasion IS NULL OR coalesce(c.festival, o.occasion) = o.occasion)
    AND (o.cadence <> 'event' OR coalesce(c.event_on, o.starts_on) = o.starts_on)
GROUP BY o.household, o.person, o.area, o.quarter, o.plan, o.duty, o.cadence, o.occasion, o.due_on
