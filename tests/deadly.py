"""Work on pages that kills its process, as the system does when memory is short."""

from __future__ import annotations

import os
import signal

from ppun_access.pipeline import page_tasks
from ppun_access.pipeline.page_tasks import PreparedPage, PrepareTask, ReadPage, ReadTask


def read_page(task: ReadTask) -> ReadPage:
    """Read a page, unless it kills readers."""
    _die_on("lecture", task.page.name)
    return page_tasks.read_page(task)


def prepare_page(task: PrepareTask) -> PreparedPage:
    """Prepare a text, unless it kills who prepares it."""
    _die_on("préparation", task.document.title)
    return page_tasks.prepare_page(task)


def _die_on(word: str, name: str) -> None:
    if word in name.lower():
        os.kill(os.getpid(), signal.SIGKILL)
