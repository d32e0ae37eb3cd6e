-- one row per medical unit × quarter since articles are recorded at all; articles of others have no `unit`
WITH submitted AS (
    SELECT a.site, a.area, q.quarter, count(*) AS articles
    FROM clean.articles AS a JOIN calendar.quarters AS q ON a.submitted_on BETWEEN q.starts_on AND q.ends_on
    GROUP BY a.site, a.area, q.quarter
),
asked AS (
    SELECT site, area, quarter, unit FROM places.sites_as_at
    WHERE kind = 'hospital' AND quarter >= (SELECT min(quarter) FROM submitted)
)
SELECT coalesce(u.area, s.area) AS area, quarter, u.unit, coalesce(s.articles, 0) AS articles
FROM asked AS u FULL JOIN submitted AS s USING (site, quarter)
