"""Pictures of PDFs: made by a helper program that may do nothing else, kept on disk, shown in pages."""
