-- one row per respondent to a questionnaire that has a pass mark; its points are those of knowledge and skill
SELECT
    area, quarter, survey, questionnaire, respondent, arm, population_group, sex, urban_rural, age_band,
    coalesce(sum(points) FILTER (WHERE kind IN ('knowledge', 'skill')), 0) >= max(pass_points) AS passed
FROM health_education.survey_items
WHERE pass_points IS NOT NULL
GROUP BY area, quarter, survey, questionnaire, respondent, arm, population_group, sex, urban_rural, age_band
