-- one row per lecture, open class or talk of a station or service room, or per total where only that was kept
SELECT
    a.area, q.quarter, a.held_on, a.site, s.kind AS held_by,
    a.kind, a.topic, a.speaker, coalesce(a.sessions, 1) AS sessions, a.attendances, a.sheets_out, a.sheets_in
FROM clean.activities AS a
JOIN calendar.quarters AS q ON a.held_on BETWEEN q.starts_on AND q.ends_on
JOIN clean.sites AS s ON s.site = a.site AND s.kind IN ('one_stop_station', 'service_room')
WHERE a.kind IN ('lecture', 'open_class', 'report_talk')
