"""Where she writes: each channel turns its updates into our events and our messages into its calls."""
