"""Download all my data: one ZIP file of everything that the service keeps of a customer."""
