-- one row per unit × quarter in which it reported its service rules
SELECT area, quarter, unit, value AS rules FROM health_education.returned_figures WHERE item = 'service_rules'
