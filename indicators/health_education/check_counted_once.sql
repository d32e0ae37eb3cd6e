-- A site or an answer that stands twice in its table would count twice.
SELECT 'sites_as_at' AS counted_twice_in, site || ' ' || quarter AS what
FROM health_education.sites_as_at GROUP BY site, quarter HAVING count(*) > 1
UNION ALL
SELECT 'survey_items', survey || ' ' || respondent || ' ' || item
FROM health_education.survey_items GROUP BY survey, questionnaire, respondent, item HAVING count(*) > 1
