-- one row per record × doubt about it: it counts like every other, and is asked about. Somebody visited who was dead, gone or away; more than
-- thirty persons called on by one worker on a day; every visit of a village in a quarter on one day; the same readings three times running;
-- readings of a quarter of which half and more end in nought
WITH outside AS (
    SELECT v.file, v.sheet, v.row, v.area, v.visited_on AS day_on, arg_max(s.ended_by, s.until_on) AS ended_by
    FROM clean.visits AS v
    JOIN people.stays AS s ON s.person = v.person AND s.until_on < v.visited_on
    LEFT JOIN people.stays AS t
        ON t.person = v.person AND coalesce(t.since_on <= v.visited_on, true) AND coalesce(t.until_on >= v.visited_on, true)
    WHERE t.person IS NULL
    GROUP BY v.file, v.sheet, v.row, v.area, v.visited_on
),
workers AS (
    SELECT worker, visited_on FROM clean.visits
    WHERE worker IS NOT NULL GROUP BY worker, visited_on HAVING count(DISTINCT person) > 30
),
villages AS (
    SELECT area, year(visited_on) AS year, quarter(visited_on) AS number FROM clean.visits
    GROUP BY area, year(visited_on), quarter(visited_on) HAVING count(*) >= 10 AND count(DISTINCT visited_on) = 1
),
readings AS (
    SELECT
        file, sheet, row, area, coalesce(followed_up_on, served_on) AS day_on, systolic_mmhg,
        systolic_mmhg = lag(systolic_mmhg) OVER in_order AND diastolic_mmhg = lag(diastolic_mmhg) OVER in_order
            AND systolic_mmhg = lag(systolic_mmhg, 2) OVER in_order AND diastolic_mmhg = lag(diastolic_mmhg, 2) OVER in_order AS is_third_alike
    FROM clean.followups WHERE systolic_mmhg IS NOT NULL
    WINDOW in_order AS (PARTITION BY person, service ORDER BY coalesce(followed_up_on, served_on), file, sheet, row)
),
rounded AS (
    -- One reading in ten ends in nought, or in five where only even numbers are read.
    SELECT area, year(day_on) AS year, quarter(day_on) AS number FROM readings
    GROUP BY area, year(day_on), quarter(day_on)
    HAVING count(*) >= 30 AND count(CASE WHEN systolic_mmhg % 10 = 0 THEN 1 END) * 2 >= count(*)
),
doubts AS (
    SELECT file, sheet, row, area, day_on, CASE ended_by WHEN 'died' THEN 'visited_after_death' ELSE 'visited_while_away' END AS doubt FROM outside
    UNION ALL
    SELECT v.file, v.sheet, v.row, v.area, v.visited_on, 'many_visits_a_day'
    FROM clean.visits AS v JOIN workers AS w ON w.worker = v.worker AND w.visited_on = v.visited_on
    UNION ALL
    SELECT v.file, v.sheet, v.row, v.area, v.visited_on, 'all_on_one_day'
    FROM clean.visits AS v JOIN villages AS w ON w.area = v.area AND w.year = year(v.visited_on) AND w.number = quarter(v.visited_on)
    UNION ALL
    SELECT file, sheet, row, area, day_on, 'same_readings' FROM readings WHERE is_third_alike
    UNION ALL
    SELECT r.file, r.sheet, r.row, r.area, r.day_on, 'rounded_readings'
    FROM readings AS r JOIN rounded AS w ON w.area = r.area AND w.year = year(r.day_on) AND w.number = quarter(r.day_on)
    WHERE r.systolic_mmhg % 10 = 0
)
SELECT d.file, d.sheet, d.row, d.area, q.quarter, d.doubt
FROM doubts AS d JOIN calendar.quarters AS q ON d.day_on BETWEEN q.starts_on AND q.ends_on
