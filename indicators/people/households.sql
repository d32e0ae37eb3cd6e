-- one row per person of a roster, or number of a household, by which a record names somebody: the household meant, which is its number
-- where the roster states one, else the person. What a record says of a number or of any member it says of the household.
SELECT person, coalesce(household_no, person) AS household FROM clean.residents
UNION
SELECT household_no, household_no FROM clean.residents WHERE household_no IS NOT NULL
