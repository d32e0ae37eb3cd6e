-- one row per person × time during which they are there, from a day (none: as long as anybody knows) to a last day (none: still).
-- Death, moving away and refusing end it for good; who goes out and comes back is there before and again after.
WITH rosters AS (
    SELECT
        r.*, coalesce(r.urban_rural, a.urban_rural) AS lives_in,
        greatest(r.moved_in_on, CASE WHEN r.migrant = 'in' THEN r.came_on END) AS came_here_on,
        least(r.died_on, r.moved_out_on, r.refused_on) AS ended_on
    FROM clean.residents AS r LEFT JOIN clean.areas AS a ON a.area = r.area
),
stays AS (
    SELECT *, came_here_on AS since_on, least(ended_on, left_on) AS until_on FROM rosters
    UNION ALL
    SELECT *, greatest(returned_on, came_here_on), ended_on FROM rosters WHERE returned_on >= left_on
)
SELECT
    person, area, since_on, until_on, count(*) OVER (PARTITION BY person) > 1 AS comes_back,
    CASE until_on WHEN died_on THEN 'died' WHEN moved_out_on THEN 'moved_out' WHEN refused_on THEN 'refused' WHEN left_on THEN 'left' END AS ended_by,
    birth_year, birth_month, sex, lives_in AS urban_rural, household_kind, migrant, living_arrangement, marital_status, self_care, limited_mobility,
    children_away_since_on, children_destination, has_supporter_near, supporters_unable, husband_away_since_on, father_away_since_on,
    mother_away_since_on, special_family, destitute, low_income, disabled, in_school, poor_mother, one_child_household, two_daughter_household
FROM stays
WHERE since_on IS NULL OR until_on IS NULL OR since_on <= until_on
