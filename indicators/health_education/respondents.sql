-- one row per respondent to a questionnaire that has a pass mark; its points are those of knowledge and skill. Left out is whom
-- an answer that cannot be read may have made pass, and whom nothing of the kind was asked
WITH scored AS (
    SELECT
        area, quarter, survey, questionnaire, respondent, arm, population_group, sex, urban_rural, age_band,
        max(pass_points) AS pass_points, sum(points) AS points, sum(coalesce(points, worth)) AS at_most
    FROM health_education.survey_items
    WHERE pass_points IS NOT NULL AND kind IN ('knowledge', 'skill')
    GROUP BY area, quarter, survey, questionnaire, respondent, arm, population_group, sex, urban_rural, age_band)
SELECT
    area, quarter, survey, questionnaire, respondent, arm, population_group, sex, urban_rural, age_band,
    coalesce(points, 0) >= pass_points AS passed
FROM scored
WHERE coalesce(points, 0) >= pass_points OR at_most < pass_points
