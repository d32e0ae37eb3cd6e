-- one row per family-planning household (special, one child, two daughters, poor mother) × quarter on whose last day it is in hardship:
-- poor or destitute on the roster, or struck this year by an accident, illness, disaster or plight
WITH rosters AS (
    SELECT
        h.household, min(m.person) AS person, min(m.area) AS area, m.quarter,
        bool_or(m.population_group = 'special_family') AS is_special, bool_or(m.population_group = 'two_daughter_household') AS has_two_daughters,
        bool_or(m.population_group = 'one_child_household') AS has_one_child, bool_or(m.population_group = 'poor_mother') AS has_poor_mother,
        bool_or(m.population_group = 'destitute') AS is_destitute, bool_or(m.population_group = 'low_income') AS is_on_allowance
    FROM people.members AS m JOIN people.households AS h ON h.person = m.person
    WHERE m.is_member
        AND m.population_group IN ('special_family', 'two_daughter_household', 'one_child_household', 'poor_mother', 'destitute', 'low_income')
    GROUP BY h.household, m.quarter
),
struck AS (
    SELECT h.household, e.happened_on
    FROM clean.events AS e JOIN people.households AS h ON h.person = e.person
    WHERE e.kind IN ('accident', 'illness', 'disaster', 'plight')
),
allowances AS (
    SELECT h.household, a.given_on
    FROM clean.aid AS a JOIN people.households AS h ON h.person = a.person WHERE a.kind = 'minimum_living_allowance'
)
SELECT
    r.household, r.person, r.area, r.quarter, r.is_destitute, r.is_on_allowance OR count(a.given_on) > 0 AS is_on_allowance,
    CASE
        WHEN r.is_special THEN 'special_family' WHEN r.has_two_daughters THEN 'two_daughter_household'
        WHEN r.has_one_child THEN 'one_child_household' ELSE 'poor_mother'
    END AS family
FROM rosters AS r
JOIN calendar.quarters AS q ON q.quarter = r.quarter
LEFT JOIN struck AS s ON s.household = r.household AND year(s.happened_on) = q.year AND s.happened_on <= q.ends_on
LEFT JOIN allowances AS a ON a.household = r.household AND year(a.given_on) = q.year AND a.given_on <= q.ends_on
WHERE r.is_special OR r.has_two_daughters OR r.has_one_child OR r.has_poor_mother
GROUP BY
    r.household, r.person, r.area, r.quarter, r.is_destitute, r.is_on_allowance, r.is_special, r.has_two_daughters, r.has_one_child, r.has_poor_mother
HAVING r.is_destitute OR r.is_on_allowance OR r.has_poor_mother OR count(s.happened_on) > 0
