-- one row per rural village × quarter since arrangements are reported at all: is this year's delivery of material arranged?
-- A village that reports nothing has none.
WITH arranged AS (
    SELECT area, period, value > 0 AS arranged FROM clean.returns WHERE item = 'household_delivery_arranged'
)
SELECT v.area, q.quarter, coalesce(bool_or(r.arranged), false) AS arranged
FROM clean.areas AS v
JOIN calendar.quarters AS q ON q.quarter >= (SELECT min(period) FROM arranged)
LEFT JOIN arranged AS r ON r.area = v.area AND left(r.period, 4) = left(q.quarter, 4) AND r.period <= q.quarter
WHERE v.level = 'village' AND coalesce(v.urban_rural, 'rural') = 'rural'
    AND coalesce(v.valid_from <= q.ends_on, true) AND coalesce(v.valid_to > q.ends_on, true)
GROUP BY v.area, q.quarter
