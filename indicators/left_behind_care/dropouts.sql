-- one row per child who left school × quarter of that year from then on: whether they were back by its end, or else reported in writing
SELECT
    e.person, e.area, q.quarter, coalesce(e.resolved_on <= q.ends_on, false) AS returned, coalesce(e.reported_on <= q.ends_on, false) AS reported
FROM clean.events AS e
JOIN calendar.quarters AS q ON q.year = year(e.happened_on) AND e.happened_on <= q.ends_on
WHERE e.kind = 'dropout'
