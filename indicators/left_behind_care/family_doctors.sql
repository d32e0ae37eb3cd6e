-- one row per left-behind elder × quarter, from the quarter on in which a contract with a family doctor is first recorded
WITH contracts AS (
    SELECT person, min(family_doctor_since_on) AS since_on
    FROM clean.health_records
    WHERE family_doctor_since_on IS NOT NULL
    GROUP BY person
)
SELECT c.person, c.area, c.quarter, d.person IS NOT NULL AS has_contract
FROM left_behind_care.cared_for AS c
LEFT JOIN contracts AS d ON d.person = c.person AND d.since_on <= c.ends_on
WHERE c.left_behind_elder AND c.ends_on >= (SELECT min(since_on) FROM contracts)
