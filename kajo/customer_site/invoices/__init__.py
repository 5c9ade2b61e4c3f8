"""Invoices: the list, one invoice, what a customer can ask about them, and files for bookkeepers."""
