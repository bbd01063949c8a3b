"""Wall times as everybody writes them here: "HH:MM"."""


def minutes(clock: str) -> int:
    """Minutes since midnight."""
    return int(clock[:2]) * 60 + int(clock[3:])
