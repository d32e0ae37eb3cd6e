-- one row per unit × quarter in which it reported vulnerable women surveyed
SELECT area, quarter, unit, added AS women
FROM health_education.returned_figures WHERE item = 'vulnerable_women_surveyed'
