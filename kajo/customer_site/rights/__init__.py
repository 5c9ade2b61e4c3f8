"""Access rights: who has what, the six steps of giving one, and what one was given."""
