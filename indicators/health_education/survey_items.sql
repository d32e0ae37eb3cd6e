-- one row per respondent × item asked; of an answer that cannot be read nobody knows whether it is correct
SELECT
    s.area, q.quarter,
    s.survey, s.questionnaire, s.respondent, s.arm, s.population_group, s.sex,
    coalesce(s.urban_rural, a.urban_rural) AS urban_rural,
    CASE WHEN s.age < 15 THEN '0–14' WHEN s.age < 25 THEN '15–24' WHEN s.age < 35 THEN '25–34'
        WHEN s.age < 45 THEN '35–44' WHEN s.age < 55 THEN '45–54' WHEN s.age < 65 THEN '55–64'
        WHEN s.age >= 65 THEN '65+' END AS age_band,
    s.item, s.topic, s.kind, s.correct, s.points, s.worth, s.pass_points
FROM clean.survey_answers AS s
JOIN calendar.quarters AS q ON s.surveyed_on BETWEEN q.starts_on AND q.ends_on
LEFT JOIN clean.areas AS a ON a.area = s.area
