-- one row per unit × quarter in which it reported its service rules
SELECT area, quarter, unit, value AS rules FROM reports.returned_figures WHERE item = 'service_rules'
