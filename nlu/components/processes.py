"""Training shared out to two processes.

Not to threads: liblinear draws its random numbers from one stream per process, and two machines that learn from it at
the same time would not be the same machines each time.
"""

from collections.abc import Callable, Iterable
from typing import Any, TypeVar

from joblib import Parallel, cpu_count, delayed

MOST = 2
"""Each process holds features of its own; more of them would want more memory than small servers have."""

WORTH_IT = 5000
"""With fewer messages, starting a process takes longer than what it saves."""

Result = TypeVar("Result")


def shared_out(work: Callable[..., Result], tasks: Iterable[tuple[Any, ...]], messages: int) -> list[Result]:
    """What `work` makes of each task, in the order of the tasks; the same in one process and in several."""
    processes = min(MOST, cpu_count()) if messages >= WORTH_IT else 1
    # Large arrays lie in memory once for all tasks; "c" because scikit-learn sorts them, each process for itself.
    return list(Parallel(n_jobs=processes, mmap_mode="c")(delayed(work)(*task) for task in tasks))
