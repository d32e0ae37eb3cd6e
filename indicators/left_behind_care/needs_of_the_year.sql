-- one row per need found in the year × quarter from then on; whether it was met by the quarter's end. One met on a day nobody wrote
-- down is met from the quarter on in which it was found.
SELECT n.person, n.area, q.quarter, n.kind, n.solved AND coalesce(n.solved_on <= q.ends_on, true) AS solved
FROM clean.needs AS n
JOIN calendar.quarters AS q ON q.year = year(n.found_on) AND n.found_on <= q.ends_on
