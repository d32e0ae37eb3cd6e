-- one row per empty-nest or left-behind elder × quarter, from the quarter on in which medical staff are first recorded to have come to
-- somebody; of the year up to its end
WITH medical AS (
    SELECT person, done_on FROM people.acts
    WHERE done_by = 'doctor' OR service IN ('checkup', 'blood_pressure_check', 'medicine_delivery')
)
SELECT c.person, c.area, c.quarter, count(m.done_on) > 0 AS reached
FROM left_behind_care.cared_for AS c
LEFT JOIN medical AS m ON m.person = c.person AND year(m.done_on) = c.year AND m.done_on <= c.ends_on
WHERE (c.empty_nest_elder OR c.left_behind_elder) AND c.ends_on >= (SELECT min(done_on) FROM medical)
GROUP BY c.person, c.area, c.quarter
