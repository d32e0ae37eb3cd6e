-- one row per lecture of which it is known how many evaluation sheets went out, be it none
SELECT
    area, quarter, kind, topic, speaker, sessions, sheets_out, sheets_in,
    CASE WHEN sheets_out > 0 THEN sessions ELSE 0 END AS sessions_evaluated
FROM one_stop_service.lectures
WHERE sheets_out IS NOT NULL
