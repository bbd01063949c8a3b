"""Bring offers of others into the knowledge base, row by row and with a report."""
