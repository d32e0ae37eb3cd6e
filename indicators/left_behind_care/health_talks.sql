-- one row per talk on health, or clinic day, for the elderly × quarter
SELECT a.area, q.quarter, a.kind, a.attendances
FROM clean.activities AS a
JOIN calendar.quarters AS q ON a.held_on BETWEEN q.starts_on AND q.ends_on
WHERE a.kind IN ('lecture', 'open_class', 'report_talk', 'clinic_day', 'consultation') AND a.audience_group IN ('elderly', 'left_behind_elder')
