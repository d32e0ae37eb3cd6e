-- one row per member of a special family × time during which they are on the roster as such, by days (none: open)
SELECT h.household, m.person, m.area, m.since_on, m.until_on
FROM people.memberships AS m JOIN people.households AS h ON h.person = m.person
WHERE m.population_group = 'special_family'
