"""Explaining an invoice: what made it more or less than the one before it, or than the year before."""
