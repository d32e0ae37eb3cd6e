-- one row per empty-nest elder or left-behind child × census, in March and in September, from the quarter on in which a roster is
-- first verified. A roster keeps one day of verifying: whom a later census has verified since, this one cannot be held against.
WITH censuses AS (
    SELECT quarter, make_date(year, 3 * number, 1) AS opens_on FROM calendar.quarters WHERE number IN (1, 3)
)
SELECT
    c.person, c.area, c.quarter,
    coalesce(r.verified_on BETWEEN s.opens_on AND last_day(s.opens_on), false) AS verified
FROM left_behind_care.cared_for AS c
JOIN censuses AS s ON s.quarter = c.quarter
JOIN clean.residents AS r ON r.person = c.person
WHERE (c.empty_nest_elder OR c.left_behind_child)
    AND coalesce(r.verified_on < s.opens_on + INTERVAL 6 MONTH, true)
    AND c.ends_on >= (SELECT min(verified_on) FROM clean.residents)
