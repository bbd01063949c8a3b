"""Writes offers and counselling places in formats that others can read."""
