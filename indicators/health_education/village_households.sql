-- one row per area with village households or deliveries to them × quarter; households reached are the year's so far
WITH parts AS (
    SELECT below.parent AS area, part.year, sum(part.persons) AS persons
    FROM clean.areas AS below JOIN clean.population AS part ON part.area = below.area
    WHERE part.population_group = 'village_households'
    GROUP BY below.parent, part.year
),
counted AS (
    -- Of a total whose parts are given as well remains what no part accounts for: villages that did not say stay in it.
    SELECT p.area, p.year, greatest(p.persons - coalesce(parts.persons, 0), 0) AS households
    FROM clean.population AS p LEFT JOIN parts ON parts.area = p.area AND parts.year = p.year
    WHERE p.population_group = 'village_households'
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
-- What was delivered where nobody says how many households there are would raise the rate: it is left out.
WHERE area IN (
    SELECT area FROM counted
    UNION SELECT a.parent FROM counted AS c JOIN clean.areas AS a ON a.area = c.area
    UNION SELECT below.area FROM counted AS c JOIN clean.areas AS below ON below.parent = c.area
)
