-- one row per person × service × who did it × festival it was for: the last day on which it was done, by all that is recorded
SELECT person, service, done_by, festival, max(done_on) AS last_on
FROM people.acts
GROUP BY person, service, done_by, festival
