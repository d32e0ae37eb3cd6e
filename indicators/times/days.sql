-- one row per cadence × day × window that holds it: what was done on a day finds its windows by equality
SELECT cadence, occasion, starts_on, due_on, quarter, is_ahead, (starts_on + step.n * INTERVAL 1 DAY)::DATE AS day_on
FROM times.every_window CROSS JOIN (SELECT unnest(range(366)) AS n) AS step
WHERE starts_on + step.n * INTERVAL 1 DAY <= due_on
