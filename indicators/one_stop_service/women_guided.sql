-- one row per unit × quarter in which it reported the married-in women it guides, with their stage if stated
SELECT
    w.area, w.quarter, w.unit, w.value AS women,
    CASE WHEN p.value IS NOT NULL THEN w.value END AS women_of_stated_stage,
    w.value * p.value / 100 AS women_past_childbearing
FROM reports.returned_figures AS w
LEFT JOIN reports.returned_figures AS p
    ON p.item = 'past_childbearing_percent' AND p.unit = w.unit AND p.area = w.area AND p.quarter = w.quarter
WHERE w.item = 'married_in_women'
