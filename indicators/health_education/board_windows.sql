-- one row per site that may have a board × window after it was set up: a hospital's board is changed in each even month, any other
-- is looked at once a quarter. A site that does not say whether it has one stays: only "none" takes it out. Windows begin with
-- the quarter in which changes are first recorded; before it nothing was reported.
WITH boards AS (
    SELECT
        site, kind, area, closed_on, coalesce(board_set_up_on, opened_on) AS since,
        CASE kind WHEN 'hospital' THEN 'even_month' ELSE 'quarter' END AS cadence
    FROM clean.sites WHERE coalesce(has_board, true)
),
recorded AS (SELECT min(year(updated_on) || 'Q' || quarter(updated_on)) AS since FROM clean.board_updates)
SELECT b.site, b.kind, b.area, a.urban_rural, w.quarter, w.due_on, count(u.updated_on) > 0 AS updated
FROM boards AS b
JOIN times.windows AS w
    ON w.cadence = b.cadence
    AND w.quarter >= (SELECT since FROM recorded)
    AND coalesce(w.starts_on >= b.since, true) AND coalesce(w.due_on < b.closed_on, true)
LEFT JOIN clean.board_updates AS u ON u.site = b.site AND u.updated_on BETWEEN w.starts_on AND w.due_on
LEFT JOIN clean.areas AS a ON a.area = b.area
GROUP BY b.site, b.kind, b.area, a.urban_rural, w.quarter, w.due_on
