-- one row per member of a special family × quarter on whose last day they are one; who has said no to a mental assessment has declined,
-- unless they have said yes as well; who said nothing has not
WITH said AS (SELECT person, bool_or(consent) AS consents FROM clean.health_records GROUP BY person)
SELECT m.person, m.area, m.quarter, s.consents IS NOT DISTINCT FROM false AS declined
FROM people.members AS m LEFT JOIN said AS s ON s.person = m.person
WHERE m.population_group = 'special_family' AND m.is_member
