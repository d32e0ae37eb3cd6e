-- one row per person × duty of a plan × window in which it is owed them, in the quarters with records and, `is_ahead`, after them.
-- One rule for entry and exit: a window counts for whom is in the group from its first day to its last; that of a festival for whom is in
-- it on the day itself. A service is looked for from the quarter on in which it is first recorded. Of events see people.owed_answers.
-- a view: of hundreds of thousands of persons and weekly duties it has many millions of rows, of which a list asks for a few
WITH recorded AS (SELECT service, date_trunc('quarter', min(done_on)) AS since_on FROM people.acts GROUP BY service),
asked AS (
    SELECT
        d.plan, d.duty, d.area AS plan_area, d.population_group, d.service, d.cadence, d.done_by, w.occasion,
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
)
SELECT
    a.plan, a.duty, a.population_group, a.service, a.cadence, a.done_by, a.occasion, a.starts_on, a.due_on, a.quarter, a.is_ahead, m.person, m.area
FROM asked AS a
JOIN people.memberships AS m
    ON m.population_group = a.population_group
    AND coalesce(m.since_on <= a.in_group_on, true) AND coalesce(m.until_on >= a.due_on, true)
    AND coalesce(a.birth_month = m.birth_month, true)
JOIN places.areas_above AS w ON w.area = m.area AND w.whole = coalesce(a.plan_area, m.area)
