"""Limit the processor time of a piece of work (never its wall-clock time).

A loaded machine, a suspended laptop or a slow disk change nothing. What other threads and
other programs compute meanwhile is not counted.
"""

from __future__ import annotations

import contextlib
import signal
import sys
import threading
import time
from collections.abc import Iterator
from types import FrameType

TEXT_SECONDS = 60.0
"""For one task on one text; most take some hundredths of a second."""
AGAIN = 1.0
"""Seconds after which work that swallows ``OverBudgetError`` is stopped again."""


class OverBudgetError(Exception):
    """Work took too much processor time."""


class _Stopped(BaseException):
    """Ends work at once: no ``except Exception`` of its own hears it."""


@contextlib.contextmanager
def time_limit(seconds: float) -> Iterator[None]:
    """Stop the work inside, with OverBudgetError, once it took ``seconds`` of processor.

    0 is no bound. Nor is there one where no signal can stop the work: on Windows, in
    another thread than the main one (a worker of a cluster), inside work that is bounded
    already. A library that hears no signal is stopped when it comes back. Work that took
    more is refused when it ends, wherever it was stopped: in ``__del__``, or in a hook of
    the garbage collector, nothing hears it.
    """
    if sys.platform == "win32" or not seconds or not _can_be_stopped():
        yield
        return
    began, goes_on = time.thread_time(), True

    def stop(number: int, frame: FrameType | None) -> None:
        left = seconds - (time.thread_time() - began)
        if goes_on and left > 0:  # other threads of the process worked as well
            signal.setitimer(signal.ITIMER_PROF, left, AGAIN)
        elif goes_on and frame and frame.f_code.co_filename != contextlib.__file__:
            raise _Stopped  # there, nothing would see that the work has ended

    before = signal.signal(signal.SIGPROF, stop)
    try:
        try:
            signal.setitimer(signal.ITIMER_PROF, seconds, AGAIN)
            yield
        finally:
            goes_on = False
        if time.thread_time() - began > seconds:
            raise _Stopped
    except _Stopped as stopped:
        raise OverBudgetError(f"plus de {seconds:g} s de processeur") from stopped
    finally:  # even if it is stopped on the line above
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.signal(signal.SIGPROF, before)


def _can_be_stopped() -> bool:
    """Return whether this thread hears signals, and nobody else uses that of the timer."""
    if sys.platform == "win32" or threading.current_thread() != threading.main_thread():
        return False
    return signal.getsignal(signal.SIGPROF) is signal.SIG_DFL
