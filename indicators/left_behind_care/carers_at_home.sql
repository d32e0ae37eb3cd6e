-- one row per elder severely ill or unable to care for themselves × quarter on whose last day they are there; who has no children is
-- left out, and of whom nobody says that a child or another supporter is at hand has none
SELECT
    a.person, a.area, a.quarter,
    coalesce(r.living_arrangement = 'with_children', false) OR r.has_supporter_near IS TRUE AS has_carer
FROM people.residents_as_at AS a
JOIN clean.residents AS r ON r.person = a.person
WHERE a.age >= 60 AND (r.self_care = 'none' OR r.health_state = 'severe_illness') AND coalesce(r.children_count > 0, true)
