-- one row per woman of childbearing age × quarter from the one on in which such checks are first recorded: checked this year? A check is
-- a gynaecological one, a screening for the two cancers, or one of contraception and pregnancy.
WITH checks AS (
    SELECT person, checked_on FROM clean.checkups WHERE kind IN ('gynaecological', 'two_cancers')
    UNION ALL
    SELECT person, served_on FROM clean.services WHERE service = 'double_check'
)
SELECT m.person, m.area, m.quarter, count(c.checked_on) > 0 AS checked
FROM people.members AS m
JOIN calendar.quarters AS q ON q.quarter = m.quarter AND q.ends_on >= (SELECT min(checked_on) FROM checks)
LEFT JOIN checks AS c ON c.person = m.person AND year(c.checked_on) = q.year AND c.checked_on <= q.ends_on
WHERE m.population_group = 'woman_of_childbearing_age' AND m.is_member
GROUP BY m.person, m.area, m.quarter
