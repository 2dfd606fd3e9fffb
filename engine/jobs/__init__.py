"""Effects outside the transaction: Procrastinate jobs, deferred in it, over both databases."""
