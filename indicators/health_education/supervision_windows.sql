-- one row per place to be supervised × window in which a visit is due, since visits are recorded at all
WITH places AS (
    -- The register has towns and urban street offices (街道) on one level; only towns are visited monthly.
    SELECT area AS place, 'township' AS kind, area, 'month' AS cadence, valid_from AS since, valid_to AS until
    FROM clean.areas WHERE level = 'street' AND name NOT LIKE '%街道%'
    UNION ALL
    SELECT site, kind, area, CASE kind WHEN 'school' THEN 'term' ELSE 'quarter' END, opened_on, closed_on
    FROM clean.sites WHERE kind IN ('hospital', 'school', 'prevention_station')
),
visits AS (
    -- A visit to a village is one to its town.
    SELECT coalesce(v.site, CASE a.level WHEN 'village' THEN a.parent ELSE v.area END) AS place, v.inspected_on
    FROM clean.supervisions AS v LEFT JOIN clean.areas AS a ON a.area = v.area
)
SELECT p.place, p.kind, p.area, w.quarter, w.due_on, count(v.inspected_on) > 0 AS visited
FROM places AS p
JOIN times.windows AS w
    ON w.cadence = p.cadence
    AND w.due_on >= (SELECT min(inspected_on) FROM clean.supervisions)
    AND coalesce(w.starts_on >= p.since, true) AND coalesce(w.due_on < p.until, true)
    -- The farmers' health campaign, for which towns are visited, runs from March to October.
    AND (p.kind <> 'township' OR month(w.due_on) BETWEEN 3 AND 10)
LEFT JOIN visits AS v ON v.place = p.place AND v.inspected_on BETWEEN w.starts_on AND w.due_on
GROUP BY p.place, p.kind, p.area, w.quarter, w.due_on
