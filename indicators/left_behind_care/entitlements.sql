-- one row per person × kind of assistance to which they are entitled × quarter, from the quarter on in which that kind is first
-- recorded; whether it was given in the year up to the quarter's end. Entitled is who the documents name, by the roster.
WITH there AS (
    SELECT
        a.person, a.area, a.quarter, a.age, r.destitute, r.low_income, r.special_family, r.disabled,
        r.destitute IS TRUE OR r.low_income IS TRUE AS poor,
        coalesce(r.self_care IN ('partial', 'none'), false) OR r.demented IS TRUE OR a.age >= 80 AS needs_service,
        r.health_state = 'severe_illness' AS severely_ill, c.person IS NOT NULL AS in_care,
        coalesce(c.left_behind_elder_of_registered_place, false) AS left_behind_elder, coalesce(c.left_behind_woman, false) AS left_behind_woman
    FROM people.residents_as_at AS a
    JOIN clean.residents AS r ON r.person = a.person
    LEFT JOIN left_behind_care.cared_for AS c ON c.person = a.person AND c.quarter = a.quarter
),
entitled AS (
    SELECT person, area, quarter, 'old_age_allowance' AS kind FROM there WHERE age >= 80
    UNION ALL
    SELECT person, area, quarter, 'service_subsidy' FROM there WHERE age >= 60 AND (poor OR special_family) AND needs_service
    UNION ALL
    SELECT person, area, quarter, 'destitute_support' FROM there WHERE destitute
    UNION ALL
    SELECT person, area, quarter, 'minimum_living_allowance' FROM there WHERE low_income AND in_care
    UNION ALL
    SELECT person, area, quarter, 'medical_aid' FROM there WHERE poor AND severely_ill AND left_behind_elder
    UNION ALL
    SELECT person, area, quarter, 'disability_allowance' FROM there WHERE disabled AND (left_behind_elder OR left_behind_woman)
    UNION ALL
    SELECT person, area, quarter, 'assistive_device' FROM there WHERE disabled AND poor AND left_behind_elder
),
given AS (SELECT person, kind::VARCHAR AS kind, given_on FROM clean.aid),
recorded AS (SELECT kind, min(given_on) AS since_on FROM given GROUP BY kind)
SELECT e.person, e.area, e.quarter, e.kind, count(g.given_on) > 0 AS received
FROM entitled AS e
JOIN calendar.quarters AS q ON q.quarter = e.quarter
JOIN recorded AS r ON r.kind = e.kind AND r.since_on <= q.ends_on
LEFT JOIN given AS g ON g.person = e.person AND g.kind = e.kind AND year(g.given_on) = q.year AND g.given_on <= q.ends_on
GROUP BY e.person, e.area, e.quarter, e.kind
