-- one row per assistance × part of it, in cash and in kind, in the quarter in which it was given
WITH parts AS (
    SELECT area, given_on, kind, 'cash' AS given_as, coalesce(cash_yuan, CASE WHEN kind <> 'in_kind' AND in_kind_yuan IS NULL THEN amount_yuan END) AS yuan
    FROM clean.aid
    UNION ALL
    SELECT area, given_on, kind, 'in_kind', coalesce(in_kind_yuan, CASE WHEN kind = 'in_kind' AND cash_yuan IS NULL THEN amount_yuan END)
    FROM clean.aid
)
SELECT p.area, q.quarter, p.kind, p.given_as, p.yuan
FROM parts AS p
JOIN calendar.quarters AS q ON p.given_on BETWEEN q.starts_on AND q.ends_on
WHERE p.yuan IS NOT NULL
