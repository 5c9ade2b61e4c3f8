"""The pretend bank: a real OpenID Connect provider of made-up people, for the demo and tests alone."""
