-- one row per town, street or village × quarter from the one on in which activities for special families are first recorded: was one
-- held there? That of a village is one of its town; that of a town is none of its villages.
SELECT t.area, q.quarter, t.level, count(a.held_on) > 0 AS held
FROM clean.areas AS t
JOIN calendar.quarters AS q
    ON q.quarter >= (SELECT min(quarter) FROM special_family.warm_activities)
    AND coalesce(t.valid_from <= q.ends_on, true) AND coalesce(t.valid_to > q.ends_on, true)
LEFT JOIN places.areas_above AS w ON w.whole = t.area
LEFT JOIN special_family.warm_activities AS a ON a.area = w.area AND a.quarter = q.quarter
WHERE t.level IN ('street', 'village')
GROUP BY t.area, q.quarter, t.level
