-- one row per cadence × window of the quarters with records: what has been due, and can be judged
SELECT cadence, occasion, starts_on, due_on, quarter FROM times.every_window WHERE NOT is_ahead
