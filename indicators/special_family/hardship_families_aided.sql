-- one row per family-planning household in hardship × quarter from the one on in which aid is first recorded: aided this year? The
-- minimum allowance, which is asked for apart, is no aid here.
WITH aid AS (
    SELECT h.household, a.given_on
    FROM clean.aid AS a JOIN people.households AS h ON h.person = a.person WHERE a.kind <> 'minimum_living_allowance'
)
SELECT f.household, f.person, f.area, f.quarter, f.family, count(a.given_on) > 0 AS aided
FROM special_family.hardship_families AS f
JOIN calendar.quarters AS q ON q.quarter = f.quarter AND q.ends_on >= (SELECT min(given_on) FROM clean.aid)
LEFT JOIN aid AS a ON a.household = f.household AND year(a.given_on) = q.year AND a.given_on <= q.ends_on
GROUP BY f.household, f.person, f.area, f.quarter, f.family
