-- one row per unit × quarter in which it reported the married-in women it guides × their stage; those of no stated stage make the
-- total up. The share past childbearing is an estimate that neither helps nor harms: units that state none are left out of it.
WITH stages AS (
    SELECT unit, area, quarter, replace(item::VARCHAR, 'guided_', '') AS stage, value AS women
    FROM reports.returned_figures
    WHERE item IN ('guided_early_pregnancy', 'guided_mid_pregnancy', 'guided_late_pregnancy', 'guided_lactation')
),
staged AS (SELECT unit, area, quarter, sum(women) AS women FROM stages GROUP BY unit, area, quarter),
totals AS (
    SELECT w.unit, w.area, w.quarter, w.value AS women, p.value AS past_childbearing_percent
    FROM reports.returned_figures AS w
    LEFT JOIN reports.returned_figures AS p
        ON p.item = 'past_childbearing_percent' AND p.unit = w.unit AND p.area = w.area AND p.quarter = w.quarter
    WHERE w.item = 'married_in_women'
)
SELECT area, quarter, unit, stage, women, NULL AS women_of_stated_stage, NULL AS women_past_childbearing FROM stages
UNION ALL
SELECT
    t.area, t.quarter, t.unit, NULL, t.women - coalesce(s.women, 0),
    CASE WHEN t.past_childbearing_percent IS NOT NULL THEN t.women END, t.women * t.past_childbearing_percent / 100
FROM totals AS t LEFT JOIN staged AS s USING (unit, area, quarter)
