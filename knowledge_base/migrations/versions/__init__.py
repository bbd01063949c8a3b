"""Steps that bring the tables of the knowledge base up to date."""
