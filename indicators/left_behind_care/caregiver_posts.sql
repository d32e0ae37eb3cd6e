-- one row per rural village × quarter, from the quarter on in which a loving mother or shared granny is first recorded in her post
WITH posts AS (SELECT area, since_on, until_on FROM clean.staff WHERE post IN ('loving_mother', 'shared_granny'))
SELECT v.area, v.quarter, count(p.area) > 0 AS is_filled
FROM left_behind_care.villages AS v
LEFT JOIN posts AS p
    ON p.area = v.area AND coalesce(p.since_on <= v.ends_on, true) AND coalesce(p.until_on >= v.ends_on, true)
WHERE (SELECT count(*) FROM posts) > 0 AND coalesce(v.ends_on >= (SELECT min(since_on) FROM posts), true)
GROUP BY v.area, v.quarter
