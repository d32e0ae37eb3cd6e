-- one row per site that reports on the platform × quarter for which its work report is due, since the first report. Where the
-- register does not say whether a site reports, a medical unit does, and any other from its own first report on.
WITH sent AS (SELECT site, period, received_on, due_on FROM clean.returns WHERE item = 'monthly_report'),
firsts AS (SELECT site, min(period) AS since FROM sent GROUP BY site)
SELECT
    s.site, s.kind, s.area, s.urban_rural, s.quarter, count(r.period) > 0 AS received,
    coalesce(bool_and(r.received_on <= coalesce(r.due_on, q.reports_due_on)), false) AS on_time
FROM places.sites_as_at AS s
JOIN calendar.quarters AS q ON q.quarter = s.quarter
LEFT JOIN firsts AS f ON f.site = s.site
LEFT JOIN sent AS r ON r.site = s.site AND r.period = s.quarter
WHERE s.quarter >= (SELECT min(since) FROM firsts)
    AND coalesce(s.reports, s.kind = 'hospital' OR coalesce(s.quarter >= f.since, false))
GROUP BY s.site, s.kind, s.area, s.urban_rural, s.quarter
