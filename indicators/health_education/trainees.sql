-- one row per trainee × training, whether they came or not
SELECT area, year(trained_on) || 'Q' || quarter(trained_on) AS quarter, unit, kind, population_group, attended
FROM clean.trainings
