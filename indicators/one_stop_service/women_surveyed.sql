-- one row per unit × quarter in which it reported vulnerable women surveyed
SELECT area, quarter, unit, added AS women
FROM reports.returned_figures WHERE item = 'vulnerable_women_surveyed'
