-- one row per person × unit listed for induction training in the year so far × quarter: have they come before taking up post?
-- That they came to it is what the list states; a day of taking up post can only contradict it, so one left blank does not.
SELECT
    t.person, t.unit, t.area, t.population_group, q.quarter,
    bool_or(t.attended AND coalesce(t.trained_on <= t.took_post_on, true)) AS trained_before_post
FROM clean.trainings AS t
JOIN calendar.quarters AS q ON q.year = year(t.trained_on) AND t.trained_on <= q.ends_on
WHERE t.kind = 'induction'
GROUP BY t.person, t.unit, t.area, t.population_group, q.quarter
