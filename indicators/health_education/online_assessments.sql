-- one row per medical unit × quarter: what the quarter added to the persons assessed online in the year. One that does not say
-- that it is a general hospital is asked what grassroots units are asked; one that returned nothing has brought nobody.
WITH reported AS (
    SELECT * FROM reports.returned_figures WHERE item = 'online_assessments'
),
asked AS (
    SELECT site, area, quarter, unit, coalesce(medical_level, 'grassroots') AS medical_level FROM places.sites_as_at
    WHERE kind = 'hospital' AND quarter >= (SELECT min(quarter) FROM reported)
)
SELECT
    coalesce(u.area, r.area) AS area, quarter, coalesce(u.unit, r.unit) AS unit,
    coalesce(u.medical_level, 'grassroots') AS medical_level,
    coalesce(r.added, 0) AS persons
FROM asked AS u FULL JOIN reported AS r USING (site, quarter)
