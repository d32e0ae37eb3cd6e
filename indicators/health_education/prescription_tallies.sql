-- one row per tally of encounters (or per encounter), with the prescriptions given in them
SELECT area, year(given_on) || 'Q' || quarter(given_on) AS quarter, setting, encounters, given
FROM clean.prescriptions
