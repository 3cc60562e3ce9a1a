"""How two institutions are connected: the shortest ways from one to the other, step by step, on any day."""
