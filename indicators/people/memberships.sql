-- one row per person × population group × time in it, by days: the definitions of the documents. Of a birth only the month is kept: an
-- age is reached on the last day of that month, and kept under until the day before the month begins, so that nobody counts too early.
-- What a roster does not say takes nobody out.
WITH persons AS (
    SELECT
        *,
        last_day(make_date(birth_year + 15, birth_month, 1)) AS turned_15_on, last_day(make_date(birth_year + 60, birth_month, 1)) AS turned_60_on,
        last_day(make_date(birth_year + 65, birth_month, 1)) AS turned_65_on, last_day(make_date(birth_year + 70, birth_month, 1)) AS turned_70_on,
        last_day(make_date(birth_year + 80, birth_month, 1)) AS turned_80_on, last_day(make_date(birth_year + 6, birth_month, 1)) AS turned_6_on,
        (make_date(birth_year + 6, birth_month, 1) - INTERVAL 1 DAY)::DATE AS under_6_until,
        (make_date(birth_year + 16, birth_month, 1) - INTERVAL 1 DAY)::DATE AS under_16_until,
        (make_date(birth_year + 50, birth_month, 1) - INTERVAL 1 DAY)::DATE AS under_50_until,
        (make_date(birth_year + 60, birth_month, 1) - INTERVAL 1 DAY)::DATE AS under_60_until,
        (children_away_since_on + INTERVAL 6 MONTH)::DATE AS children_long_away_on,
        (husband_away_since_on + INTERVAL 6 MONTH)::DATE AS husband_long_away_on,
        greatest(father_away_since_on, mother_away_since_on) AS both_away_on,
        (least(father_away_since_on, mother_away_since_on) + INTERVAL 3 MONTH)::DATE AS one_long_away_on,
        urban_rural IS DISTINCT FROM 'urban' AS is_rural,
        has_supporter_near IS NOT TRUE OR supporters_unable IS TRUE AS is_without_support
    FROM people.stays
),
children AS (
    -- Both parents gone, from the day the second went; or one for three months, and whoever is left unable to look after the child.
    SELECT
        *,
        CASE
            WHEN father_away_since_on IS NOT NULL AND mother_away_since_on IS NOT NULL AND supporters_unable IS TRUE
                THEN least(both_away_on, one_long_away_on)
            WHEN father_away_since_on IS NOT NULL AND mother_away_since_on IS NOT NULL THEN both_away_on
            WHEN supporters_unable IS TRUE THEN one_long_away_on
        END AS left_behind_on
    FROM persons
    WHERE household_kind IS DISTINCT FROM 'non_agricultural' AND living_arrangement IS DISTINCT FROM 'with_parents'
),
found AS (
    SELECT person, area, comes_back, birth_month, since_on, until_on, ended_by, 'elder_60' AS population_group, turned_60_on AS of_age_on, NULL::DATE AS away_on, NULL::DATE AS of_age_until
    FROM persons
    UNION ALL
    SELECT person, area, comes_back, birth_month, since_on, until_on, ended_by, 'elder_65', turned_65_on, NULL, NULL FROM persons
    UNION ALL
    SELECT person, area, comes_back, birth_month, since_on, until_on, ended_by, 'elder_70', turned_70_on, NULL, NULL FROM persons
    UNION ALL
    SELECT person, area, comes_back, birth_month, since_on, until_on, ended_by, 'elder_80', turned_80_on, NULL, NULL FROM persons
    UNION ALL
    -- Of those of 65 and over: families of the birth plan, the solitary, the destitute, the poor, and whose children are away with nobody at hand.
    SELECT person, area, comes_back, birth_month, since_on, until_on, ended_by, 'elder_65_in_need', turned_65_on, NULL, NULL
    FROM persons
    WHERE special_family OR one_child_household OR two_daughter_household OR destitute OR low_income
        OR (living_arrangement = 'alone' AND marital_status IN ('single', 'widowed', 'divorced'))
        OR (children_away_since_on IS NOT NULL AND has_supporter_near IS NOT TRUE)
    UNION ALL
    -- All children out of the county for half a year, living in the countryside, and nobody at hand to support them, or nobody able.
    SELECT person, area, comes_back, birth_month, since_on, until_on, ended_by, 'left_behind_elder', turned_60_on, children_long_away_on, NULL
    FROM persons
    WHERE children_away_since_on IS NOT NULL AND is_rural AND is_without_support
        AND living_arrangement IS DISTINCT FROM 'with_children' AND coalesce(children_destination, 'out_of_county') = 'out_of_county'
    UNION ALL
    -- Wider: the children have left the place where they are registered, whoever else is at hand.
    SELECT person, area, comes_back, birth_month, since_on, until_on, ended_by, 'left_behind_elder_of_registered_place', turned_60_on, children_long_away_on, NULL
    FROM persons
    WHERE children_away_since_on IS NOT NULL AND is_rural AND living_arrangement IS DISTINCT FROM 'with_children'
    UNION ALL
    SELECT person, area, comes_back, birth_month, since_on, until_on, ended_by, 'left_behind_woman', NULL, husband_long_away_on, under_60_until
    FROM persons WHERE sex = 'female' AND husband_away_since_on IS NOT NULL AND is_rural
    UNION ALL
    SELECT person, area, comes_back, birth_month, since_on, until_on, ended_by, 'left_behind_child', NULL, left_behind_on, under_16_until
    FROM children WHERE left_behind_on IS NOT NULL
    UNION ALL
    SELECT person, area, comes_back, birth_month, since_on, until_on, ended_by, 'left_behind_child_preschool', NULL, left_behind_on, under_6_until
    FROM children WHERE left_behind_on IS NOT NULL
    UNION ALL
    SELECT person, area, comes_back, birth_month, since_on, until_on, ended_by, 'left_behind_child_in_compulsory_education', turned_6_on, left_behind_on, under_16_until
    FROM children WHERE left_behind_on IS NOT NULL
    UNION ALL
    -- The documents give no age: 60 is taken.
    SELECT person, area, comes_back, birth_month, since_on, until_on, ended_by, 'empty_nest_elder', turned_60_on, NULL, NULL
    FROM persons WHERE living_arrangement IN ('alone', 'with_spouse')
    UNION ALL
    SELECT person, area, comes_back, birth_month, since_on, until_on, ended_by, 'unable_to_care_for_self', NULL, NULL, NULL FROM persons WHERE self_care = 'none'
    UNION ALL
    SELECT person, area, comes_back, birth_month, since_on, until_on, ended_by, 'limited_mobility', NULL, NULL, NULL FROM persons WHERE self_care IN ('partial', 'none') OR limited_mobility
    UNION ALL
    SELECT person, area, comes_back, birth_month, since_on, until_on, ended_by, 'destitute', NULL, NULL, NULL FROM persons WHERE destitute
    UNION ALL
    SELECT person, area, comes_back, birth_month, since_on, until_on, ended_by, 'destitute_dispersed', NULL, NULL, NULL
    FROM persons WHERE destitute AND living_arrangement IS DISTINCT FROM 'institution'
    UNION ALL
    SELECT person, area, comes_back, birth_month, since_on, until_on, ended_by, 'low_income', NULL, NULL, NULL FROM persons WHERE low_income
    UNION ALL
    SELECT person, area, comes_back, birth_month, since_on, until_on, ended_by, 'disabled', NULL, NULL, NULL FROM persons WHERE disabled
    UNION ALL
    SELECT person, area, comes_back, birth_month, since_on, until_on, ended_by, 'special_family', NULL, NULL, NULL FROM persons WHERE special_family
    UNION ALL
    SELECT person, area, comes_back, birth_month, since_on, until_on, ended_by, 'poor_mother', NULL, NULL, NULL FROM persons WHERE poor_mother
    UNION ALL
    SELECT person, area, comes_back, birth_month, since_on, until_on, ended_by, 'one_child_household', NULL, NULL, NULL FROM persons WHERE one_child_household
    UNION ALL
    SELECT person, area, comes_back, birth_month, since_on, until_on, ended_by, 'two_daughter_household', NULL, NULL, NULL FROM persons WHERE two_daughter_household
    UNION ALL
    SELECT person, area, comes_back, birth_month, since_on, until_on, ended_by, 'woman_of_childbearing_age', turned_15_on, NULL, under_50_until FROM persons WHERE sex = 'female'
),
spells AS (
    SELECT *, greatest(since_on, of_age_on, away_on) AS in_since_on, least(until_on, of_age_until) AS in_until_on FROM found
)
SELECT
    person, area, comes_back, birth_month, population_group, in_since_on AS since_on, in_until_on AS until_on,
    CASE in_since_on WHEN away_on THEN 'away_long_enough' WHEN of_age_on THEN 'of_age' WHEN since_on THEN 'came' ELSE 'listed' END AS joined_by,
    CASE in_until_on WHEN until_on THEN ended_by WHEN of_age_until THEN 'too_old' END AS left_by
FROM spells
WHERE in_since_on IS NULL OR in_until_on IS NULL OR in_since_on <= in_until_on
