-- one row per volunteer × quarter on whose last day they are on the register, where any training of volunteers is recorded; trained
-- is who was so in the year up to the quarter's end. The register keeps the last day of training.
WITH trained AS (
    SELECT contact, trained_on FROM clean.volunteers WHERE trained_on IS NOT NULL
    UNION ALL
    SELECT v.contact, t.trained_on FROM clean.trainings AS t JOIN clean.volunteers AS v ON v.person = t.person WHERE t.attended
)
SELECT v.contact AS volunteer, v.area, q.quarter, v.kind, count(t.trained_on) > 0 AS trained
FROM clean.volunteers AS v
JOIN calendar.quarters AS q ON coalesce(v.since_on <= q.ends_on, true) AND coalesce(v.until_on >= q.ends_on, true)
LEFT JOIN trained AS t ON t.contact = v.contact AND year(t.trained_on) = q.year AND t.trained_on <= q.ends_on
WHERE q.ends_on >= (SELECT min(trained_on) FROM trained)
GROUP BY v.contact, v.person, v.area, q.quarter, v.kind
