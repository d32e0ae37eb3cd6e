-- one row per household of a village that the roster numbers × quarter on whose last day any of its people are there
SELECT DISTINCT a.area, a.quarter, r.household_no
FROM people.residents_as_at AS a
JOIN clean.residents AS r ON r.person = a.person
WHERE r.household_no IS NOT NULL
