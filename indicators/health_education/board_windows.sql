-- one row per site with a board × two months: whole windows after it was set up, since changes are recorded at all
WITH boards AS (
    SELECT site, kind, area, closed_on, coalesce(board_set_up_on, opened_on) AS since
    FROM clean.sites WHERE coalesce(has_board, board_set_up_on IS NOT NULL)
)
SELECT b.site, b.kind, b.area, a.urban_rural, w.quarter, w.due_on, count(u.updated_on) > 0 AS updated
FROM boards AS b
JOIN times.windows AS w
    ON w.cadence = 'two_months'
    AND w.due_on >= (SELECT min(updated_on) FROM clean.board_updates)
    AND coalesce(w.starts_on >= b.since, true) AND coalesce(w.due_on < b.closed_on, true)
LEFT JOIN clean.board_updates AS u ON u.site = b.site AND u.updated_on BETWEEN w.starts_on AND w.due_on
LEFT JOIN clean.areas AS a ON a.area = b.area
GROUP BY b.site, b.kind, b.area, a.urban_rural, w.quarter, w.due_on
