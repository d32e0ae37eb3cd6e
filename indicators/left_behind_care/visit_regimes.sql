-- one row per county × quarter, from the quarter on in which a left-behind elder is first recorded to have been visited or rung up by
-- somebody other than the family: the visits run where there are any in the quarter
WITH calls AS (
    SELECT w.whole AS county, c.quarter, c.ends_on
    FROM clean.visits AS v
    JOIN left_behind_care.cared_for AS c ON c.person = v.person AND v.visited_on BETWEEN c.starts_on AND c.ends_on
    JOIN places.areas_above AS w ON w.area = c.area
    WHERE c.left_behind_elder AND coalesce(v.visitor_role <> 'family', true) AND v.service <> 'family_call'
)
SELECT a.area, q.quarter, count(c.county) > 0 AS running
FROM clean.areas AS a
CROSS JOIN calendar.quarters AS q
LEFT JOIN calls AS c ON c.county = a.area AND c.quarter = q.quarter
WHERE a.level = 'county' AND q.ends_on >= (SELECT min(ends_on) FROM calls)
GROUP BY a.area, q.quarter
