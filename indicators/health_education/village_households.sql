-- one row per area with village households or deliveries to them × quarter; households reached are the year's so far
WITH counted AS (
    SELECT p.area, p.year, p.persons AS households
    FROM clean.population AS p
    WHERE p.population_group = 'village_households'
        -- A total whose parts are given as well would count twice.
        AND NOT EXISTS (
            SELECT 1 FROM clean.areas AS below JOIN clean.population AS part ON part.area = below.area
            WHERE below.parent = p.area AND part.year = p.year AND part.population_group = p.population_group
        )
),
known AS (
    SELECT c.area, q.quarter, max_by(c.households, c.year) AS households
    FROM counted AS c JOIN calendar.quarters AS q ON c.year <= q.year
    GROUP BY c.area, q.quarter
),
reached AS (
    SELECT d.area, q.quarter, sum(d.households_reached) AS households_reached
    FROM clean.activities AS d
    JOIN calendar.quarters AS q ON year(d.held_on) = q.year AND d.held_on <= q.ends_on
    LEFT JOIN clean.areas AS a ON a.area = d.area
    WHERE d.households_reached IS NOT NULL AND coalesce(a.urban_rural, 'rural') = 'rural'
    GROUP BY d.area, q.quarter
)
SELECT area, quarter, coalesce(k.households, 0) AS households, coalesce(r.households_reached, 0) AS households_reached
FROM known AS k FULL JOIN reached AS r USING (area, quarter)
