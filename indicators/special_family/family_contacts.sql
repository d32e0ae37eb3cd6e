-- one row per special family × quarter from the one on in which pairings are first recorded, with its contacts on the last day.
-- Two posts are two persons of whom role, level or post says that they differ; kin, neighbours and guardians hold none.
WITH contacts AS (
    SELECT
        h.household, p.contact, p.role, p.level, p.post, p.since_on, p.until_on,
        p.role IN ('volunteer', 'association_member', 'psychologist', 'lawyer', 'student', 'party_member') OR v.contact IS NOT NULL AS is_volunteer
    FROM clean.pairings AS p
    JOIN people.households AS h ON h.person = p.person
    LEFT JOIN (SELECT DISTINCT contact FROM clean.volunteers) AS v ON v.contact = p.contact
    WHERE p.role NOT IN ('family', 'neighbour', 'guardian')
)
SELECT
    f.household, f.person, f.area, f.quarter,
    count(DISTINCT c.contact) > 1
    AND (count(DISTINCT c.role) > 1 OR count(DISTINCT c.level) > 1 OR count(DISTINCT c.post) > 1) AS has_two_posts,
    coalesce(bool_or(c.is_volunteer), false) AS has_volunteer
FROM special_family.families AS f
JOIN calendar.quarters AS q ON q.quarter = f.quarter AND q.ends_on >= (SELECT min(since_on) FROM clean.pairings)
LEFT JOIN contacts AS c
    ON c.household = f.household AND c.since_on <= q.ends_on AND coalesce(c.until_on >= q.ends_on, true)
GROUP BY f.household, f.person, f.area, f.quarter
