-- one row per medical unit × quarter since articles are recorded at all; articles of others have no `unit`
WITH submitted AS (
    SELECT site, area, year(submitted_on) || 'Q' || quarter(submitted_on) AS quarter, count(*) AS articles
    FROM clean.articles GROUP BY ALL
),
asked AS (
    SELECT site, area, quarter, unit FROM places.sites_as_at
    WHERE kind = 'hospital' AND quarter >= (SELECT min(quarter) FROM submitted)
)
SELECT coalesce(u.area, s.area) AS area, quarter, u.unit, coalesce(s.articles, 0) AS articles
FROM asked AS u FULL JOIN submitted AS s USING (site, quarter)
