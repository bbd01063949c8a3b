"""Waiting for something that happens in another task or process."""

import asyncio
import inspect
import time
from collections.abc import Awaitable, Callable


async def until(is_so: Callable[[], bool | Awaitable[bool]], *, seconds: float = 15, every: float = 0.05) -> None:
    """Return as soon as it is so.

    Raises:
        AssertionError: it was not so in time.
    """
    end = time.monotonic() + seconds
    while True:
        found = is_so()
        if await found if inspect.isawaitable(found) else found:
            return
        assert time.monotonic() < end, f"not so within {seconds:g} s"
        await asyncio.sleep(every)
