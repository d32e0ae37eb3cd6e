-- one row per person of 60 and over on Double Ninth × the quarter of that day, from the first year on in which any gift is recorded: what is
-- given in the thirty days before it or on the day itself
WITH days AS (
    SELECT f.day_on, q.quarter FROM calendar.festivals AS f
    JOIN calendar.quarters AS q ON f.day_on BETWEEN q.starts_on AND q.ends_on
    WHERE f.occasion = 'double_ninth'
),
gifts AS (
    SELECT
        a.person, d.quarter, bool_or(a.kind IN ('in_kind', 'cash_and_in_kind')) AS had_gift, bool_or(a.kind IN ('cash', 'cash_and_in_kind')) AS had_money
    FROM clean.aid AS a
    JOIN days AS d ON a.given_on BETWEEN d.day_on - INTERVAL 30 DAY AND d.day_on
    WHERE a.kind IN ('cash', 'in_kind', 'cash_and_in_kind')
    GROUP BY a.person, d.quarter
)
SELECT m.person, m.area, d.quarter, coalesce(g.had_gift AND g.had_money, false) AS given
FROM people.memberships AS m
JOIN days AS d ON coalesce(m.since_on <= d.day_on, true) AND coalesce(m.until_on >= d.day_on, true)
LEFT JOIN gifts AS g ON g.person = m.person AND g.quarter = d.quarter
WHERE m.population_group = 'elder_60' AND d.quarter >= (SELECT min(quarter) FROM gifts)
