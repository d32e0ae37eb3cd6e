-- one row per one-stop station or service room × quarter in which it reported its activities of the year so far
SELECT * FROM reports.activity_returns WHERE kind IN ('one_stop_station', 'service_room')
