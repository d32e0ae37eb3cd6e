-- one row per child × day on which it left school × quarter of that day; it has come back when the case is closed, whenever that is
SELECT
    e.person, e.area, q.quarter, e.happened_on, coalesce(min(e.sex), min(r.sex)) AS sex,
    min(e.reported_on) AS reported_on, min(e.persuaded_on) AS persuaded_on, min(e.resolved_on) AS returned_on
FROM clean.events AS e
JOIN calendar.quarters AS q ON e.happened_on BETWEEN q.starts_on AND q.ends_on
LEFT JOIN clean.residents AS r ON r.person = e.person
WHERE e.kind = 'dropout'
GROUP BY e.person, e.area, q.quarter, e.happened_on
