"""From clean records to rates and verdicts. Here a file is machinery and a folder is a programme."""
