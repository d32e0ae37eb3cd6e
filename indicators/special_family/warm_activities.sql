-- one row per activity, or total of several, for special families: said to be for them, or of a Warm Home and for nobody else
SELECT a.area, q.quarter, a.kind, a.topic, a.held_on, a.sessions, a.attendances
FROM clean.activities AS a
JOIN calendar.quarters AS q ON a.held_on BETWEEN q.starts_on AND q.ends_on
LEFT JOIN clean.sites AS s ON s.site = a.site
WHERE coalesce(a.audience_group = 'special_family', a.venue_kind = 'warm_home' OR s.kind = 'warm_home')
