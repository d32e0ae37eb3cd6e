-- one row per community service room × quarter on whose last day it is open
SELECT site, area, quarter, standard_met FROM places.sites_as_at WHERE kind = 'service_room'
