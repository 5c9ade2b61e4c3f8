"""The invoices of the cast: what the retailer's billing would have sent, and what became of them."""
