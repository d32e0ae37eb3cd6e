-- one row per unit × quarter in which it reported its activities of the year so far, beside a recount of its records
SELECT * FROM reports.activity_returns
