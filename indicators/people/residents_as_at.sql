-- one row per person × quarter on whose last day they are there; ages and months away are those of that day
WITH there AS (
    SELECT
        s.*, q.quarter, q.ends_on,
        q.year - s.birth_year - CASE WHEN s.birth_month > month(q.ends_on) THEN 1 ELSE 0 END AS age
    FROM people.stays AS s
    JOIN calendar.quarters AS q
        ON coalesce(s.since_on <= q.ends_on, true) AND coalesce(s.until_on >= q.ends_on, true)
)
SELECT
    person, quarter, area, sex, age,
    CASE
        WHEN age < 7 THEN '0-6' WHEN age < 16 THEN '7-15' WHEN age < 60 THEN '16-59' WHEN age < 65 THEN '60-64'
        WHEN age < 80 THEN '65-79' ELSE '80+'
    END AS age_band,
    urban_rural, household_kind, CASE migrant WHEN 'in' THEN 'migrant' ELSE 'resident' END AS residence,
    date_diff('month', children_away_since_on, ends_on) AS months_children_away,
    date_diff('month', husband_away_since_on, ends_on) AS months_husband_away,
    date_diff('month', father_away_since_on, ends_on) AS months_father_away,
    date_diff('month', mother_away_since_on, ends_on) AS months_mother_away
FROM there
