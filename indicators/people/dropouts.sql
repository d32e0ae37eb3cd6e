-- one row per child × day on which it left school × quarter of that year from then on: whether it was back by its end, and reported
SELECT
    e.person, e.area, q.quarter, e.happened_on, coalesce(min(e.sex), min(r.sex)) AS sex,
    coalesce(min(e.resolved_on) <= q.ends_on, false) AS returned, coalesce(min(e.reported_on) <= q.ends_on, false) AS reported
FROM clean.events AS e
JOIN calendar.quarters AS q ON q.year = year(e.happened_on) AND e.happened_on <= q.ends_on
LEFT JOIN clean.residents AS r ON r.person = e.person
WHERE e.kind = 'dropout'
GROUP BY e.person, e.area, q.quarter, q.ends_on, e.happened_on
