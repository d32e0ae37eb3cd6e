-- one row per household that the roster numbers × quarter of which it can be told whether anybody of it was verified
SELECT household_no, area, quarter, bool_or(screened) AS screened
FROM left_behind_care.screenings
WHERE household_no IS NOT NULL
GROUP BY household_no, area, quarter
HAVING bool_or(screened) OR count(*) = count(screened)
