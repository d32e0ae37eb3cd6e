-- one row per person × population group × quarter in which they are in it on its last day, or have left it since the quarter before:
-- what has changed, and why
-- a view: the memberships by days are fewer, and most questions are about one group or one quarter
WITH looked_at AS (
    SELECT
        m.person, m.area, m.population_group, q.quarter, m.comes_back,
        coalesce(m.since_on <= q.ends_on, true) AND coalesce(m.until_on >= q.ends_on, true) AS is_member,
        coalesce(m.since_on < q.starts_on, true) AND coalesce(m.until_on >= q.starts_on - INTERVAL 1 DAY, true) AS was_member,
        m.joined_by, m.left_by
    FROM people.memberships AS m
    JOIN calendar.quarters AS q
        ON coalesce(m.since_on <= q.ends_on, true) AND coalesce(m.until_on >= q.starts_on - INTERVAL 1 DAY, true)
),
members AS (
    SELECT person, area, population_group, quarter, is_member, was_member, joined_by, left_by FROM looked_at WHERE NOT comes_back
    UNION ALL
    -- Who left and came back within a quarter has stayed: two times in the group are one row.
    SELECT
        person, area, population_group, quarter, bool_or(is_member), bool_or(was_member),
        max(CASE WHEN is_member THEN joined_by END), max(CASE WHEN NOT is_member THEN left_by END)
    FROM looked_at WHERE comes_back
    GROUP BY person, area, population_group, quarter
)
SELECT
    person, area, population_group, quarter, is_member,
    CASE WHEN is_member AND was_member THEN 'stayed' WHEN is_member THEN 'joined' ELSE 'left' END AS change,
    CASE WHEN is_member AND was_member THEN NULL WHEN is_member THEN joined_by ELSE left_by END AS why
FROM members
WHERE is_member OR was_member
