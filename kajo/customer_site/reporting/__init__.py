"""The reporting service: consumption of one location by year, month, week and day."""
