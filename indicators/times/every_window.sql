-- one row per cadence × window of the quarters with records and, `is_ahead`, of the four after them: what a window asks for is due by
-- its last day and belongs to the quarter of that day.
WITH quarters AS (
    SELECT quarter, year, number, starts_on, ends_on, false AS is_ahead FROM calendar.quarters
    UNION ALL
    SELECT quarter, year, number, starts_on, ends_on, true FROM calendar.coming
),
months AS (
    SELECT quarter, is_ahead, make_date(year, 3 * number - 2 + step.n, 1) AS starts_on
    FROM quarters CROSS JOIN (VALUES (0), (1), (2)) AS step(n)
),
-- Weeks from Monday to Sunday; 15 begin with that of a quarter's first day, or end in it.
weeks AS (
    SELECT q.quarter, q.is_ahead, q.starts_on AS from_on, q.ends_on, (date_trunc('week', q.starts_on) + step.n * INTERVAL 7 DAY)::DATE AS starts_on
    FROM quarters AS q CROSS JOIN (SELECT unnest(range(15)) AS n) AS step
),
windows AS (
    SELECT 'week' AS cadence, starts_on, (starts_on + INTERVAL 6 DAY)::DATE AS due_on, quarter, is_ahead
    FROM weeks WHERE (starts_on + INTERVAL 6 DAY)::DATE BETWEEN from_on AND ends_on
    UNION ALL
    SELECT 'half_month', starts_on, (starts_on + INTERVAL 14 DAY)::DATE, quarter, is_ahead FROM months
    UNION ALL
    SELECT 'half_month', (starts_on + INTERVAL 15 DAY)::DATE, last_day(starts_on), quarter, is_ahead FROM months
    UNION ALL
    SELECT 'month', starts_on, last_day(starts_on), quarter, is_ahead FROM months
    UNION ALL
    SELECT 'two_months', (starts_on - INTERVAL 1 MONTH)::DATE, last_day(starts_on), quarter, is_ahead
    FROM months WHERE month(starts_on) % 2 = 0
    UNION ALL
    -- 逢双月, read strictly: in February, April, June … itself; what was done in January is not February's.
    SELECT 'even_month', starts_on, last_day(starts_on), quarter, is_ahead
    FROM months WHERE month(starts_on) % 2 = 0
    UNION ALL
    SELECT 'quarter', starts_on, ends_on, quarter, is_ahead FROM quarters
    UNION ALL
    -- School terms, February to June and September to December: each ends with a quarter, so that it can be judged.
    SELECT 'term', make_date(year, CASE number WHEN 2 THEN 2 ELSE 9 END, 1), ends_on, quarter, is_ahead
    FROM quarters WHERE number IN (2, 4)
    UNION ALL
    SELECT 'half_year', make_date(year, 3 * number - 5, 1), ends_on, quarter, is_ahead FROM quarters WHERE number IN (2, 4)
    UNION ALL
    SELECT 'year', make_date(year, 1, 1), ends_on, quarter, is_ahead FROM quarters WHERE number = 4
)
-- (Of a campaign, whose own dates stand in the calendar in place of the quarter's, only what ends within them.)
SELECT w.cadence, NULL::VARCHAR AS occasion, w.starts_on, w.due_on, w.quarter, w.is_ahead
FROM windows AS w JOIN quarters AS q ON q.quarter = w.quarter AND w.due_on BETWEEN q.starts_on AND q.ends_on
UNION ALL
-- A festival is kept in the thirty days before it or on the day itself, a theme day or month on its days.
SELECT
    f.kind, f.occasion, CASE f.kind WHEN 'festival' THEN (f.day_on - INTERVAL 30 DAY)::DATE ELSE f.day_on END, f.until_on, q.quarter, q.is_ahead
FROM calendar.festivals AS f JOIN quarters AS q ON f.until_on BETWEEN q.starts_on AND q.ends_on
