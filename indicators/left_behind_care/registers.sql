-- one row per person in care × quarter, and whether the roster says of them what the documents ask for; of a child whose two
-- parents are away, where they work and how they and the guardian are reached; of an elder, the five things and the main needs
SELECT
    c.person, c.area, c.quarter, c.left_behind_elder, c.left_behind_child, c.elder_65,
    r.income_source IS NOT NULL AND r.living_arrangement IS NOT NULL AND r.health_state IS NOT NULL AND r.carer_known AS elder_complete,
    r.parents_work_place_known AND r.parents_contact_known AND r.guardian_known AND r.guardian_contact_known AS child_complete,
    r.needs_known, r.supporter_place_known AND r.supporter_contact_known AS supporter_known
FROM left_behind_care.cared_for AS c
JOIN clean.residents AS r ON r.person = c.person
