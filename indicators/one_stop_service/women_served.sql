-- one row per unit × quarter in which it reported married-in women served
SELECT area, quarter, unit, added AS women FROM reports.returned_figures WHERE item = 'married_in_women_served'
