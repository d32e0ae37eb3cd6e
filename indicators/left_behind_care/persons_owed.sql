-- one row per person × plan × quarter in which windows of its duties end
SELECT person, area, quarter, plan, bool_and(every_window_met) AS every_window_met
FROM people.duty_quarters
GROUP BY person, area, quarter, plan
