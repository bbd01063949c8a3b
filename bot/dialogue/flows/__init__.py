"""One module per need: what is asked, searched and answered for it."""
