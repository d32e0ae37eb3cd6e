-- one row per service done to a person on a day, whichever record tells of it; an errand (代购代买) is also what a duty of culture or an
-- errand asks for
-- a view: the visits are many, and are read where they are counted
SELECT person, area, service, visited_on AS done_on, visitor_role AS done_by, festival, event_on FROM clean.visits
UNION ALL
SELECT person, area, 'cultural_or_errand', visited_on, visitor_role, festival, event_on FROM clean.visits WHERE service = 'errand'
UNION ALL
SELECT person, area, 'checkup', checked_on, 'doctor', NULL, NULL FROM clean.checkups WHERE kind IN ('elderly', 'half_yearly', 'child', 'other')
