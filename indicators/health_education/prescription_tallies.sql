-- one row per tally of encounters (or per encounter), with the prescriptions given in them
SELECT p.area, q.quarter, p.setting, p.encounters, p.given
FROM clean.prescriptions AS p JOIN calendar.quarters AS q ON p.given_on BETWEEN q.starts_on AND q.ends_on
