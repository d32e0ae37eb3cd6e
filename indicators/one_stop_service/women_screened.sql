-- one row per unit × quarter in which it reported women screened
SELECT area, quarter, unit, added AS women FROM reports.returned_figures WHERE item = 'women_screened'
