"""Catch the failure of one text, report it, and let all the others be made.

``caught`` is the only place that catches any exception whatever. The runner of tasks
(``build/runner.py``) does each task inside it; work on one text after the other, outside
tasks, is done inside ``isolated``. As little as possible is lost: a format, a draft, a
sound. The finding says which, and holds the traceback for ``build.json``.
"""

from __future__ import annotations

import errno
import traceback
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TypeVar

from ppun_access.errors import (
    MissingToolError,
    OutputError,
    PpunError,
    UnstoredError,
    UsageError,
)
from ppun_access.report import Finding, Report
from ppun_access.runtime.processor_time import TEXT_SECONDS, OverBudgetError, time_limit

R = TypeVar("R")

LEFT_OUT = "Ce texte n’est pas publié"
REST = "Le reste est fait. "
WHOLE_SITE = 0
"""Seconds of processor that the work on the whole site may take: as many as it needs."""
FRAMES = 30
"""How many calls a traceback shows: those of an endless recursion are all alike."""
_NO_ROOM = frozenset(
    {errno.ENOSPC, errno.EDQUOT, errno.EROFS, errno.EFBIG, errno.EMFILE, errno.ENFILE}
)
_TELL_US = "Signalez cette panne, avec la page ; en attendant, "


@dataclass(frozen=True, slots=True)
class Breakdown:
    """Why the work on one text gave nothing; it crosses from one process to another."""

    why: str
    """How the message goes on after what is lost, in French."""
    advice: str
    trace: str = ""
    by_tool: bool = False
    """Whether a program that we run failed, as it may do for every text."""

    def finding(self, title: str, lost: str = LEFT_OUT, rest: str = REST) -> Finding:
        """Return the finding on the text ``title``; ``lost`` says what is not made."""
        message = f"{lost}{self.why} {rest}{self.advice}"
        return Finding("texte-en-panne", message, page=title, trace=self.trace)


@contextmanager
def caught(seconds: float = TEXT_SECONDS) -> Iterator[list[Breakdown]]:
    """Run the block for one text; put its failure, if any, into the list it is given.

    ``seconds`` of processor time is the limit: see ``time_limit``. What would fail for
    every text, such as a tool that is missing or a full disk, is raised as it is.
    """
    failures = list[Breakdown]()
    try:
        with time_limit(seconds):
            yield failures
    except Exception as error:
        failures.append(breakdown_of(error))


def attempt(
    work: Callable[[], R],
    failed: Callable[[Breakdown], R],
    seconds: float = TEXT_SECONDS,
) -> R:
    """Return the result of ``work`` on one text, else that of ``failed`` on its failure."""
    with caught(seconds) as failures:
        return work()
    return failed(failures[0])


@contextmanager
def isolated(
    report: Report, title: str, lost: str = LEFT_OUT, seconds: float = TEXT_SECONDS
) -> Iterator[None]:
    """Report a failure in the work of this block on one text; see ``caught``.

    ``seconds`` of processor are all that it may take: ``WHOLE_SITE``, as many as it needs.
    """
    with caught(seconds) as failures:
        yield
    for one in failures:
        report.add(one.finding(title, lost))


def leaves_nothing(fault: Finding, next_step: str, report: Report) -> OutputError:
    """Report a fault that leaves no text to publish; return it as an error."""
    fault = replace(fault, message=fault.message.replace(REST, ""))
    report.add(fault)
    return OutputError(fault.message, next_step=next_step)


def killed(error: OutputError) -> Breakdown:
    """Return the breakdown of a text that kills every process that works on it.

    ``error`` is what the executor says of it.
    """
    advice = (
        "Fermez d’autres programmes (sur une grappe, donnez plus de mémoire aux ouvriers "
        ": « --memory-limit » de dask worker), puis relancez la commande. Si cela "
        "recommence, signalez cette panne, avec la page ; en attendant, coupez la page en "
        "plusieurs, ou retirez ce qui y est inhabituel."
    )
    return Breakdown(f". {error.message}", advice)


def breakdown_of(error: Exception) -> Breakdown:
    """Return the breakdown of an error; raise it again if every text would meet it."""
    if isinstance(error, (MissingToolError, UsageError, UnstoredError)):
        raise error
    if isinstance(error, OSError) and error.errno in _NO_ROOM:
        raise error
    trace = "".join(traceback.format_exception(error, limit=-FRAMES))
    if isinstance(error, PpunError):
        return Breakdown(f". {error.message}", error.next_step, trace, by_tool=True)
    if isinstance(error, OverBudgetError):
        why = f" : il demande {error}, plus que ce qu’un texte peut prendre."
        return Breakdown(why, f"{_TELL_US}coupez la page en plusieurs.", trace)
    last = traceback.extract_tb(error.__traceback__)[-1:]
    where = "".join(f", {Path(one.filename).name}:{one.lineno}" for one in last)
    said = traceback.format_exception_only(error)[-1].strip().replace(": ", " : ", 1)
    why = f" : le programme a une panne ({said[:200]}{where})."
    return Breakdown(why, f"{_TELL_US}retirez de la page ce qui y est inhabituel.", trace)
