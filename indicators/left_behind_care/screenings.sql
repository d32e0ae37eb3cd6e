-- one row per person on the roster × quarter, from the quarter on in which a roster is first verified: whether that was in the quarter.
-- A roster keeps one day of verifying: of whom a later quarter has verified since, this one says nothing (NULL).
SELECT
    a.person, a.area, a.quarter, r.household_no,
    CASE WHEN r.verified_on BETWEEN q.starts_on AND q.ends_on THEN true WHEN r.verified_on > q.ends_on THEN NULL ELSE false END AS screened,
    coalesce(c.left_behind_elder_of_registered_place OR c.left_behind_woman OR c.left_behind_child OR c.destitute, false)
        AND (r.low_income IS TRUE OR r.destitute IS TRUE OR r.disabled IS TRUE OR coalesce(r.health_state = 'severe_illness', false)) AS comes_first
FROM people.residents_as_at AS a
JOIN calendar.quarters AS q ON q.quarter = a.quarter
JOIN clean.residents AS r ON r.person = a.person
LEFT JOIN left_behind_care.cared_for AS c ON c.person = a.person AND c.quarter = a.quarter
WHERE q.ends_on >= (SELECT min(verified_on) FROM clean.residents)
