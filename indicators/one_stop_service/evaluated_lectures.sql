-- one row per lecture, from the quarter on in which evaluation sheets are first recorded. Every lecture owes an evaluation: one of
-- which no number of sheets is stated stays, and is not shown to have been evaluated.
SELECT
    site, area, quarter, kind, topic, speaker, sessions, sheets_out, sheets_in,
    CASE WHEN sheets_out > 0 THEN sessions ELSE 0 END AS sessions_evaluated,
    CASE WHEN sheets_out IS NULL THEN 'not_stated' WHEN sheets_out > 0 THEN 'evaluated' ELSE 'not_evaluated' END AS evaluation
FROM one_stop_service.lectures
WHERE quarter >= (SELECT min(quarter) FROM one_stop_service.lectures WHERE sheets_out IS NOT NULL)
