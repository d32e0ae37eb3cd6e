-- one row per left-behind woman × quarter, from the quarter on in which a screening is first recorded; of the year up to its end
WITH screenings AS (SELECT person, checked_on FROM clean.checkups WHERE kind = 'two_cancers')
SELECT c.person, c.area, c.quarter, count(s.checked_on) > 0 AS screened
FROM left_behind_care.cared_for AS c
LEFT JOIN screenings AS s ON s.person = c.person AND year(s.checked_on) = c.year AND s.checked_on <= c.ends_on
WHERE c.left_behind_woman AND c.ends_on >= (SELECT min(checked_on) FROM screenings)
GROUP BY c.person, c.area, c.quarter
