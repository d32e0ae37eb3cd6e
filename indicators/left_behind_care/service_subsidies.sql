-- one row per elder entitled to the service subsidy × quarter
SELECT person, area, quarter, received FROM left_behind_care.entitlements WHERE kind = 'service_subsidy'
