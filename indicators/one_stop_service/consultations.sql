-- one row per unit × quarter in which it reported consultations
SELECT area, quarter, unit, added AS consultations FROM reports.returned_figures WHERE item = 'consultations'
