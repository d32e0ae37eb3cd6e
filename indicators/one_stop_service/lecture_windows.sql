-- one row per station × window in which a lecture is due, in years of which any station's lectures are on record: a station without
-- one in such a year did not hold them as far as anybody says; in other years nothing was reported.
WITH asked AS (
    SELECT * FROM (VALUES ('own', 'month'), ('outside', 'quarter')) AS asked(speaker, cadence)
),
recorded AS (
    SELECT DISTINCT year(held_on) AS year FROM one_stop_service.lectures WHERE held_by = 'one_stop_station'
),
-- A total of several sessions does not say in which windows up to its day they were held: these are left open for that speaker.
totals AS (
    SELECT l.site, k.speaker, year(l.held_on) AS year, max(l.held_on) AS until
    FROM one_stop_service.lectures AS l JOIN asked AS k ON coalesce(l.speaker, k.speaker) = k.speaker
    WHERE l.sessions > 1
    GROUP BY l.site, k.speaker, year(l.held_on)
)
SELECT s.site, s.area, w.quarter, k.speaker, w.due_on, count(l.held_on) > 0 AS held
FROM clean.sites AS s
CROSS JOIN asked AS k
JOIN times.windows AS w
    ON w.cadence = k.cadence
    AND coalesce(w.starts_on >= s.opened_on, true) AND coalesce(w.due_on < s.closed_on, true)
JOIN recorded AS y ON y.year = year(w.due_on)
LEFT JOIN totals AS t ON t.site = s.site AND t.speaker = k.speaker AND t.year = y.year
LEFT JOIN one_stop_service.lectures AS l
    ON l.site = s.site AND l.speaker = k.speaker AND l.held_on BETWEEN w.starts_on AND w.due_on
WHERE s.kind = 'one_stop_station' AND coalesce(w.starts_on > t.until, true)
GROUP BY s.site, s.area, w.quarter, k.speaker, w.due_on
