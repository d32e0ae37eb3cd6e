-- A site that stands twice in its table would count twice.
SELECT site, quarter FROM places.sites_as_at GROUP BY site, quarter HAVING count(*) > 1
