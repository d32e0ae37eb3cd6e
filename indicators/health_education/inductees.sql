-- one row per person × unit × year in which induction training was due, in the quarter of the first date set for it
SELECT
    person, unit, area, population_group,
    year(min(trained_on)) || 'Q' || quarter(min(trained_on)) AS quarter,
    bool_or(attended AND coalesce(trained_on <= took_post_on, true)) AS trained_before_post
FROM clean.trainings
WHERE kind = 'induction'
GROUP BY person, unit, area, population_group, year(trained_on)
