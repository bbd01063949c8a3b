"""Migrations of the conversation store."""
