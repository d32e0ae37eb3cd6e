-- one row per client × day of service, in the quarter in which the follow-up falls due (else of the service)
WITH clients AS (
    SELECT
        person, area, served_on, coalesce(min(due_on), served_on) AS due_on, count(followed_up_on) > 0 AS followed_up,
        -- One failure among several follow-ups is a failure; without a follow-up or an outcome no success is shown.
        count(followed_up_on) > 0 AND coalesce(bool_and(success), false) AS succeeded
    FROM clean.followups
    WHERE service = 'emergency_contraception'
    GROUP BY person, area, served_on
)
SELECT c.person, c.area, c.served_on, q.quarter, c.followed_up, c.succeeded
FROM clients AS c
-- A follow-up may fall due after everything that is recorded.
JOIN times.every_window AS q ON q.cadence = 'quarter' AND c.due_on BETWEEN q.starts_on AND q.due_on
