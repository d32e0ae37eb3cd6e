-- one row per rural village × quarter from the one on in which a census of poor mothers is first recorded: has it taken this year's by
-- 30 November? A task recorded as done shows it, or a roster of that time that names one.
WITH censuses AS (
    SELECT area, done_on FROM clean.tasks WHERE kind = 'census' AND population_group = 'poor_mother' AND done_on IS NOT NULL
    UNION ALL
    SELECT area, listed_on FROM clean.residents WHERE poor_mother AND listed_on IS NOT NULL
)
SELECT v.area, q.quarter, count(c.done_on) > 0 AS taken
FROM clean.areas AS v
JOIN calendar.quarters AS q
    ON q.ends_on >= (SELECT min(done_on) FROM censuses)
    AND coalesce(v.valid_from <= q.ends_on, true) AND coalesce(v.valid_to > q.ends_on, true)
LEFT JOIN censuses AS c ON c.area = v.area AND c.done_on BETWEEN make_date(q.year, 1, 1) AND least(q.ends_on, make_date(q.year, 11, 30))
WHERE v.level = 'village' AND coalesce(v.urban_rural, 'rural') = 'rural'
GROUP BY v.area, q.quarter
