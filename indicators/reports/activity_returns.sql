-- one row per unit × quarter in which it reported its activities of the year so far, beside a recount of its records
WITH reported AS (
    SELECT site, area, period AS quarter,
        max(value) FILTER (WHERE item = 'sessions') AS reported_sessions,
        max(value) FILTER (WHERE item = 'attendances') AS reported_attendances
    FROM clean.returns
    WHERE site IS NOT NULL AND item IN ('sessions', 'attendances')
    GROUP BY site, area, period
),
held AS (
    SELECT a.site, q.quarter, sum(coalesce(a.sessions, 1)) AS sessions, sum(a.attendances) AS attendances
    FROM clean.activities AS a
    JOIN calendar.quarters AS q ON q.year = year(a.held_on) AND a.held_on <= q.ends_on
    GROUP BY a.site, q.quarter
)
SELECT
    r.site, s.kind, r.area, r.quarter, r.reported_sessions, r.reported_attendances,
    coalesce(h.sessions, 0) AS recounted_sessions, coalesce(h.attendances, 0) AS recounted_attendances
FROM reported AS r
LEFT JOIN held AS h ON h.site = r.site AND h.quarter = r.quarter
LEFT JOIN clean.sites AS s ON s.site = r.site
