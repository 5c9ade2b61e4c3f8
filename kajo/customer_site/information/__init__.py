"""My information, and what goes with it: who looked."""
