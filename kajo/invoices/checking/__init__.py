"""Checking an invoice: each row against the stored readings and the contract's prices."""
