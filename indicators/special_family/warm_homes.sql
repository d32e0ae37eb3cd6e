-- one row per Warm Home with a register entry of its own × quarter on whose last day it is open
SELECT w.site, w.area, w.quarter, w.standard_met, coalesce(s.demonstration_on <= q.ends_on, false) AS is_demonstration
FROM places.sites_as_at AS w
JOIN clean.sites AS s ON s.site = w.site
JOIN calendar.quarters AS q ON q.quarter = w.quarter
WHERE w.kind = 'warm_home'
