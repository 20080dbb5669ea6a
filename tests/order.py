"""In which order files of tests run, and which of them share a worker.

A spaCy or a browser holds hundreds of megabytes: the files that need one follow each
other in one worker, which ends it after them, and the two groups never run at once. A
browser grows: what starts Java or another browser beside it comes first. The longest files
come before the others, so that the last ones are short and no worker waits for another.
"""

from __future__ import annotations

import fcntl
import os
from pathlib import PurePosixPath

import pytest

BROWSER, PARSER = "browser", "parser"
GROUPS: dict[str, tuple[str, ...]] = {
    BROWSER: (
        "test_check", "test_html", "test_epub", "test_site", "test_player", "test_comfort",
        "test_offline", "test_player_places", "test_player_bar", "test_planted",
        "test_report", "test_print", "test_spoken", "test_audit", "test_live",
        "test_search", "test_seen_pictograms", "test_text_first", "test_atelier_reading",
        "test_atelier", "test_atelier_writing",
    ),
    PARSER: (
        "test_rewrite", "test_model", "test_whole_drafts", "test_drafts",
        "test_line_breaks", "test_simplify", "test_glossary", "test_syntax",
        "test_page_sizes", "test_page_tasks", "test_structure_rules",
        "test_atelier_writing_screen", "test_kokoro",
    ),
}  # fmt: skip
LAST = "test_kokoro"
"""Its model holds 300 MB and more: it comes when spaCy has ended, before the browser
begins and while the workers are small."""
FIRST = (
    "test_seed", PARSER, "test_failures", "test_stranger", "test_recordings", "test_build",
    BROWSER,
)  # fmt: skip
"""While spaCy and Kokoro run, the other worker publishes the editorials, and runs what
needs no browser for longer than they take: who begins the browser waits for no turn."""
LONGEST = (
    "test_speech_audio", "test_spaces", "test_watch", "test_speech_faults",
    "test_incremental", "test_init", "test_packages", "test_pdf", "test_reader_sizes",
    "test_kit", "test_build_errors", "test_facile", "test_hostile",
)  # fmt: skip
"""After the groups: all other files take a few seconds each, as they come."""
SPEAKING = (LAST, "test_kokoro_graph", "test_kokoro_model", "test_voices_command")
"""Those that may make the model of the neural voice."""


def group(nodeid: str) -> str:
    """Return what a test shares a worker with: a group, or its own file."""
    file = nodeid.partition("::")[0]
    parts = PurePosixPath(file)
    browsing = parts.parent.name == "conformance"
    if browsing and parts.stem in GROUPS[BROWSER]:
        return BROWSER
    return PARSER if not browsing and parts.stem in GROUPS[PARSER] else file


def heavy(nodeid: str) -> str:
    """Return which of what one worker holds at a time a test may need: none is empty."""
    found = group(nodeid)
    if PurePosixPath(nodeid.partition("::")[0]).stem == LAST:
        return LAST
    return found if found in GROUPS else ""


def speaks(nodeid: str) -> bool:
    """Return whether the neural voice is what a test is about."""
    return PurePosixPath(nodeid.partition("::")[0]).stem in SPEAKING


class Turn:
    """The right to hold what is heavy, which one worker has at a time."""

    def __init__(self) -> None:
        self._lock: int | None = None

    def take(self) -> None:
        """Wait until no other worker has it."""
        if self._lock is None:
            self._lock = os.open(__file__, os.O_RDONLY)
            fcntl.flock(self._lock, fcntl.LOCK_EX)

    def give_back(self) -> None:
        """Let another worker take it."""
        if self._lock is not None:
            os.close(self._lock)
            self._lock = None


def sort(items: list[pytest.Item]) -> None:
    """Put the groups first, then the longest files; tests of a file stay as they are."""
    first = [*FIRST, *LONGEST]

    def place(item: pytest.Item) -> tuple[int, str, int]:
        found = group(item.nodeid)
        name = PurePosixPath(found).stem
        here = GROUPS[found].index(item.path.stem) if found in GROUPS else 0
        return (first.index(name) if name in first else len(first)), found, here

    items.sort(key=place)


def by_group(config: pytest.Config, log: object) -> object:
    """Return the scheduler of pytest-xdist that keeps a group in one worker, in order."""
    from xdist.scheduler import LoadScopeScheduling

    class ByGroup(LoadScopeScheduling):
        def _split_scope(self, nodeid: str) -> str:
            return group(nodeid)

    config.option.loadscopereorder = False
    return ByGroup(config, log)
