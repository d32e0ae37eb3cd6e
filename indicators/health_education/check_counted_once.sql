-- An answer that stands twice in its table would count twice.
SELECT survey, respondent, item
FROM health_education.survey_items GROUP BY survey, questionnaire, respondent, item HAVING count(*) > 1
