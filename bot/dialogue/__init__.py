"""The pure core: given her state and an event, what is said and asked next. No I/O, no clock, no chance."""
