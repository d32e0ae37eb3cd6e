-- one row per unit × quarter in which it reported the vulnerable women surveyed through the years up to then
SELECT area, quarter, unit, value AS women
FROM reports.returned_figures WHERE item = 'vulnerable_women_surveyed'
