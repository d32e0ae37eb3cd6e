-- one row per site that reports on the platform × quarter for which its work report is due, since the first report
SELECT * FROM reports.expected_reports
