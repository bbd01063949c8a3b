"""The conversation: from what she writes to what she is answered."""
