-- one row per person × duty of a plan × quarter in which windows of it end: how many were owed them, and in how many it was done
SELECT
    plan, duty, person, area, population_group, service, cadence, quarter, count(*) AS windows_due, count(done_on) AS windows_met,
    count(late_on) AS windows_late, count(*) = count(done_on) AS every_window_met
FROM people.due_windows
WHERE NOT is_ahead
GROUP BY plan, duty, person, area, population_group, service, cadence, quarter
