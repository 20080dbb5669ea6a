"""Work on texts that fails in its process, or kills it as the system does.

A process looks at the name of the text: « mort » kills it, « panne » is a fault of ours,
« long » never ends by itself. What comes after the word is the stage.
"""

from __future__ import annotations

import os
import re
import signal
from contextlib import nullcontext
from unittest.mock import patch

from ppun_access.build import automatic_drafts, page_tasks, write_tasks
from ppun_access.build.automatic_drafts import DraftPage, DraftTask
from ppun_access.build.page_tasks import (
    EasyReadTask,
    PreparedPage,
    PrepareTask,
    ReadPage,
    ReadTask,
)
from ppun_access.build.write_tasks import WriteTask, WrittenText
from ppun_access.site.report import ShowTask, TextShown, page

DRAFTS, SHOWS = automatic_drafts.write_draft, page.show_text
"""What works, even where its name is given to what fails."""


def read_page(task: ReadTask) -> ReadPage:
    """Read a page, unless it must not be read."""
    _fails_on("lecture", task.page.name)
    return page_tasks.read_page(task)


def read_easy(task: EasyReadTask) -> ReadPage:
    """Read an easy version, unless it must not be read."""
    _fails_on("version", task.name)
    return page_tasks.read_easy(task)


def prepare_page(task: PrepareTask) -> PreparedPage:
    """Prepare a text, unless it must not be prepared."""
    _fails_on("preparation", task.document.id)
    return page_tasks.prepare_page(task)


def write_one(task: WriteTask) -> WrittenText:
    """Write a text, unless it must not be written."""
    _fails_on("ecriture", task.document.id)
    return write_tasks.write_one(task)


def write_draft(task: DraftTask) -> DraftPage:
    """Write a draft, unless there must be none; without spaCy, which takes seconds."""
    _fails_on("brouillon", task.document.id)
    with patch.object(automatic_drafts, "open_rewriter", lambda: nullcontext(None)):
        return DRAFTS(task)


def show_text(task: ShowTask) -> TextShown:
    """Show a text in the report, unless it must not be shown."""
    _fails_on("rapport", task.text.document_id)
    return SHOWS(task)


STAGES = {
    "lecture": ("sources", read_page),
    "version": ("preparation", read_easy),
    "preparation": ("preparation", prepare_page),
    "ecriture": ("remake", write_one),
    "brouillon": ("automatic_drafts", write_draft),
    "rapport": ("site.report.page", show_text),
}
"""What works on a text in a process, stage by stage, and who sends it there."""


def _fails_on(stage: str, name: str) -> None:
    if f"mort-{stage}" in name:
        os.kill(os.getpid(), signal.SIGKILL)
    if f"panne-{stage}" in name:
        raise IndexError(stage)
    while f"long-{stage}" in name:
        try:
            re.fullmatch("(a+)+b", "a" * 18)
        except Exception:  # a page's own code may swallow what is raised in it
            continue
