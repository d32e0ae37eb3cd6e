-- one row per person × unit × kind of training listed in the year so far × quarter: have they come at least once?
-- Whoever is listed stays, present or not. A worker on no list is not known: there is no register of workers to hold against.
SELECT t.person, t.unit, t.area, t.kind, t.population_group, q.quarter, bool_or(t.attended) AS attended
FROM clean.trainings AS t
JOIN calendar.quarters AS q ON q.year = year(t.trained_on) AND t.trained_on <= q.ends_on
GROUP BY t.person, t.unit, t.area, t.kind, t.population_group, q.quarter
