-- one row per site that reports on the platform × quarter for which its work report is due, since the first report
SELECT
    s.site, s.kind, s.area, s.urban_rural, s.quarter, count(r.period) > 0 AS received,
    coalesce(bool_and(r.received_on <= coalesce(r.due_on, q.reports_due_on)), false) AS on_time
FROM places.sites_as_at AS s
JOIN calendar.quarters AS q ON q.quarter = s.quarter
LEFT JOIN clean.returns AS r ON r.site = s.site AND r.period = s.quarter AND r.item = 'monthly_report'
WHERE s.reports AND s.quarter >= (SELECT min(period) FROM clean.returns WHERE item = 'monthly_report')
GROUP BY s.site, s.kind, s.area, s.urban_rural, s.quarter
