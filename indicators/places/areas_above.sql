-- one row per area × area that it is or lies in, however many levels above
WITH steps AS (
    SELECT a.area, a.parent AS first, b.parent AS second, c.parent AS third, d.parent AS fourth
    FROM clean.areas AS a
    LEFT JOIN clean.areas AS b ON b.area = a.parent
    LEFT JOIN clean.areas AS c ON c.area = b.parent
    LEFT JOIN clean.areas AS d ON d.area = c.parent
)
SELECT area, area AS whole FROM steps
UNION ALL
SELECT area, first FROM steps WHERE first IS NOT NULL
UNION ALL
SELECT area, second FROM steps WHERE second IS NOT NULL
UNION ALL
SELECT area, third FROM steps WHERE third IS NOT NULL
UNION ALL
SELECT area, fourth FROM steps WHERE fourth IS NOT NULL
