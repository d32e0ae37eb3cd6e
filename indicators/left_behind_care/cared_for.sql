-- one row per person × quarter on whose last day they are of a group that the documents ask care for, and which groups these are
SELECT
    m.person, m.area, q.quarter, q.year, q.starts_on, q.ends_on,
    bool_or(m.population_group = 'elder_60') AS elder,
    bool_or(m.population_group = 'elder_65') AS elder_65,
    bool_or(m.population_group = 'elder_80') AS elder_80,
    bool_or(m.population_group = 'left_behind_elder') AS left_behind_elder,
    bool_or(m.population_group = 'left_behind_elder_of_registered_place') AS left_behind_elder_of_registered_place,
    bool_or(m.population_group = 'empty_nest_elder') AS empty_nest_elder,
    bool_or(m.population_group = 'left_behind_woman') AS left_behind_woman,
    bool_or(m.population_group = 'left_behind_child') AS left_behind_child,
    bool_or(m.population_group = 'left_behind_child_in_compulsory_education') AS left_behind_schoolchild,
    bool_or(m.population_group = 'destitute') AS destitute,
    bool_or(m.population_group = 'unable_to_care_for_self') AS unable_to_care_for_self,
    bool_or(m.population_group = 'limited_mobility') AS limited_mobility
FROM people.memberships AS m
JOIN calendar.quarters AS q ON coalesce(m.since_on <= q.ends_on, true) AND coalesce(m.until_on >= q.ends_on, true)
GROUP BY m.person, m.area, q.quarter, q.year, q.starts_on, q.ends_on
HAVING bool_or(m.population_group IN (
    'left_behind_elder', 'left_behind_elder_of_registered_place', 'empty_nest_elder', 'elder_65_in_need', 'left_behind_woman',
    'left_behind_child', 'destitute', 'unable_to_care_for_self'
))
