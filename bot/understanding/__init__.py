"""Reads her words: which language, is she in danger, and what Rasa makes of it."""
