-- one row per station × window in which a lecture is due, in years that can be judged
WITH asked AS (
    SELECT * FROM (VALUES ('own', 'month'), ('outside', 'quarter')) AS asked(speaker, cadence)
),
-- A total of several sessions does not say in which windows they were held: that year is left out for that speaker.
-- A year without any lecture on record was not reported rather than idle.
years AS (
    SELECT l.site, year(l.held_on) AS year, k.speaker, k.cadence
    FROM one_stop_service.lectures AS l CROSS JOIN asked AS k
    WHERE l.held_by = 'one_stop_station'
    GROUP BY l.site, year(l.held_on), k.speaker, k.cadence
    HAVING NOT bool_or(l.sessions > 1 AND coalesce(l.speaker, k.speaker) = k.speaker)
)
SELECT y.site, s.area, w.quarter, y.speaker, w.due_on, count(l.held_on) > 0 AS held
FROM years AS y
JOIN clean.sites AS s ON s.site = y.site
JOIN times.windows AS w
    ON w.cadence = y.cadence AND year(w.due_on) = y.year
    AND coalesce(w.starts_on >= s.opened_on, true) AND coalesce(w.due_on < s.closed_on, true)
LEFT JOIN one_stop_service.lectures AS l
    ON l.site = y.site AND l.speaker = y.speaker AND l.held_on BETWEEN w.starts_on AND w.due_on
GROUP BY y.site, s.area, w.quarter, y.speaker, w.due_on
