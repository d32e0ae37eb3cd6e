-- one row per volunteer of the register × quarter on whose last day they are in it; trained are those whom the register or a list of
-- trainees shows trained this year
WITH trainings AS (
    SELECT contact, person, trained_on FROM clean.volunteers WHERE trained_on IS NOT NULL
    UNION ALL
    SELECT v.contact, v.person, t.trained_on
    FROM clean.trainings AS t JOIN clean.volunteers AS v ON v.person = t.person
    WHERE t.population_group = 'volunteer' AND t.attended
)
SELECT v.contact, v.person, v.area, q.quarter, v.kind, v.level, v.special_family, count(t.trained_on) > 0 AS trained
FROM clean.volunteers AS v
JOIN calendar.quarters AS q ON coalesce(v.since_on <= q.ends_on, true) AND coalesce(v.until_on >= q.ends_on, true)
LEFT JOIN trainings AS t
    ON t.contact = v.contact AND t.person = v.person AND year(t.trained_on) = q.year AND t.trained_on <= q.ends_on
GROUP BY v.contact, v.person, v.area, q.quarter, v.kind, v.level, v.special_family
