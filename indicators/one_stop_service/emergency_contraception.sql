-- one row per client × day of service, in the quarter in which the follow-up falls due (else of the service)
SELECT
    person, area, served_on,
    year(coalesce(min(due_on), served_on)) || 'Q' || quarter(coalesce(min(due_on), served_on)) AS quarter,
    count(followed_up_on) > 0 AS followed_up,
    -- One failure among several follow-ups is a failure; without a follow-up or an outcome no success is shown.
    count(followed_up_on) > 0 AND coalesce(bool_and(success), false) AS succeeded
FROM clean.followups
WHERE service = 'emergency_contraception'
GROUP BY person, area, served_on
