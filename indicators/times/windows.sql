-- one row per cadence × window: what a window asks for is due by its last day and belongs to the quarter of that day
WITH months AS (
    SELECT quarter, make_date(year, 3 * number - 2 + step.n, 1) AS starts_on
    FROM calendar.quarters CROSS JOIN (VALUES (0), (1), (2)) AS step(n)
)
SELECT 'month' AS cadence, starts_on, last_day(starts_on) AS due_on, quarter FROM months
UNION ALL
-- 逢双月, read strictly: in February, April, June … itself; what was done in January is not February's.
SELECT 'even_month', starts_on, last_day(starts_on), quarter
FROM months WHERE month(starts_on) % 2 = 0
UNION ALL
SELECT 'quarter', starts_on, ends_on, quarter FROM calendar.quarters
UNION ALL
-- School terms, February to June and September to December: each ends with a quarter, so that it can be judged.
SELECT 'term', make_date(year, CASE number WHEN 2 THEN 2 ELSE 9 END, 1), ends_on, quarter
FROM calendar.quarters WHERE number IN (2, 4)
