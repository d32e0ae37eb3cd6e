-- one row per site × quarter on whose last day it is open; what the register does not state is taken as not there.
-- A yes without a day holds in every quarter; grade, level and reporting are as stated, blank where nothing is said.
SELECT
    s.site, s.kind, s.area, a.urban_rural, q.quarter,
    -- A name that several sites bear does not tell them apart.
    CASE WHEN count(*) OVER (PARTITION BY s.name, q.quarter) = 1 THEN s.name ELSE s.site END AS unit,
    coalesce(s.has_board, s.board_set_up_on IS NOT NULL)
        AND coalesce(s.board_set_up_on <= q.ends_on, true) AS has_board,
    coalesce(s.has_liaison, s.liaison_since_on IS NOT NULL)
        AND coalesce(s.liaison_since_on <= q.ends_on, true) AS in_network,
    coalesce(s.standard_met, s.standard_met_on IS NOT NULL)
        AND coalesce(s.standard_met_on <= q.ends_on, true) AS standard_met,
    coalesce(s.health_promoting_on BETWEEN q.starts_on AND q.ends_on, false) AS became_health_promoting,
    s.health_promoting_grade AS grade, s.medical_level, s.reports
FROM clean.sites AS s
JOIN calendar.quarters AS q
    ON coalesce(s.opened_on <= q.ends_on, true) AND coalesce(s.closed_on > q.ends_on, true)
LEFT JOIN clean.areas AS a ON a.area = s.area
