"""All customers that a user may open: the home of a housing manager, and lists of theirs together."""
