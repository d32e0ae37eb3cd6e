-- one row per place to be supervised × window in which a visit is due, from the quarter on in which visits are first recorded.
-- Owed by the office: towns, hospitals, prevention stations, and once a term the district's education bureau, which is there
-- whether or not the register of sites names it. Schools are not the office's to visit: the prevention stations do that.
WITH districts AS (
    -- each area with the district that it is or lies in
    SELECT
        a.area,
        CASE WHEN a.level = 'county' THEN a.area WHEN p.level = 'county' THEN p.area WHEN g.level = 'county' THEN g.area END AS district
    FROM clean.areas AS a LEFT JOIN clean.areas AS p ON p.area = a.parent LEFT JOIN clean.areas AS g ON g.area = p.parent
),
places AS (
    -- The register has towns and urban street offices (街道) on one level; only towns are visited monthly.
    SELECT area AS place, 'township' AS kind, area, 'month' AS cadence, valid_from AS since, valid_to AS until
    FROM clean.areas WHERE level = 'street' AND name NOT LIKE '%街道%'
    UNION ALL
    SELECT area, 'education_bureau', area, 'term', valid_from, valid_to FROM clean.areas WHERE level = 'county'
    UNION ALL
    SELECT site, kind, area, CASE kind WHEN 'school' THEN 'term' ELSE 'quarter' END, opened_on, closed_on
    FROM clean.sites WHERE kind IN ('hospital', 'school', 'prevention_station')
),
visits AS (
    SELECT
        CASE
            WHEN v.site = 'education_bureau' OR s.kind = 'education_bureau' THEN d.district
            -- A visit to a village is one to its town.
            ELSE coalesce(v.site, CASE a.level WHEN 'village' THEN a.parent ELSE v.area END)
        END AS place,
        CASE
            WHEN v.site = 'education_bureau' OR s.kind = 'education_bureau' THEN 'education_bureau'
            ELSE coalesce(s.kind, 'township')
        END AS kind,
        v.inspected_on
    FROM clean.supervisions AS v
    LEFT JOIN clean.sites AS s ON s.site = v.site
    LEFT JOIN clean.areas AS a ON a.area = v.area
    LEFT JOIN districts AS d ON d.area = v.area
    -- A school is seen to by its station: who else came, or who is not stated, does not show that.
    -- One that is about another programme's work is none of this.
    WHERE (s.kind IS DISTINCT FROM 'school' OR v.inspected_by = 'prevention_station')
        AND coalesce(v.subject, '') NOT IN ('left_behind_care', 'special_family', 'migrant_service')
),
recorded AS (SELECT min(year(inspected_on) || 'Q' || quarter(inspected_on)) AS since FROM clean.supervisions)
SELECT p.place, p.kind, p.area, w.quarter, w.due_on, count(v.inspected_on) > 0 AS visited
FROM places AS p
JOIN times.windows AS w
    ON w.cadence = p.cadence
    AND w.quarter >= (SELECT since FROM recorded)
    AND coalesce(w.starts_on >= p.since, true) AND coalesce(w.due_on < p.until, true)
    -- The farmers' health campaign, for which towns are visited, runs from March to October.
    AND (p.kind <> 'township' OR month(w.due_on) BETWEEN 3 AND 10)
LEFT JOIN visits AS v ON v.place = p.place AND v.kind = p.kind AND v.inspected_on BETWEEN w.starts_on AND w.due_on
GROUP BY p.place, p.kind, p.area, w.quarter, w.due_on
