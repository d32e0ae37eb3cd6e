-- one row per person of 80 and over × quarter
SELECT person, area, quarter, received FROM left_behind_care.entitlements WHERE kind = 'old_age_allowance'
