-- one row per left-behind elder living alone, unable or half unable to care for themselves, poor, or of 80 and over × duty × quarter
-- a view: the duties by quarter are many, and these are read where they are counted
SELECT d.person, d.area, d.quarter, d.plan, d.service, d.cadence, d.windows_due, d.windows_met
FROM people.duty_quarters AS d
JOIN left_behind_care.cared_for AS c ON c.person = d.person AND c.quarter = d.quarter
JOIN clean.residents AS r ON r.person = d.person
WHERE c.left_behind_elder
    AND (r.living_arrangement = 'alone' OR r.self_care IN ('partial', 'none') OR r.low_income OR r.destitute OR c.elder_80)
