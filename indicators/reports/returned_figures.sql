-- one row per unit × quarter × figure that it returned
SELECT
    site, unit, area, period AS quarter, item, value,
    -- Returns are for the year so far; what the quarter added to them can be summed again.
    value - lag(value, 1, 0) OVER (PARTITION BY unit, area, item, left(period, 4) ORDER BY period) AS added
FROM clean.returns
