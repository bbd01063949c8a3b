"""Her state, updates already handled, and the outbox: own tables, own migrations, unreadable without the key."""
