-- one row per rural village × August and December, from the quarter on in which a supervision of care is first recorded
WITH supervised AS (SELECT area, inspected_on FROM clean.supervisions WHERE subject = 'left_behind_care')
SELECT v.area, v.quarter, w.due_on, count(s.area) > 0 AS supervised
FROM left_behind_care.villages AS v
JOIN times.windows AS w ON w.cadence = 'month' AND w.quarter = v.quarter AND month(w.due_on) IN (8, 12)
LEFT JOIN supervised AS s ON s.area = v.area AND s.inspected_on BETWEEN w.starts_on AND w.due_on
WHERE v.ends_on >= (SELECT min(inspected_on) FROM supervised)
GROUP BY v.area, v.quarter, w.due_on
