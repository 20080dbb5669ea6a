"""Tasks that tests hand to other processes: each imports this, and no pytest with it."""

from __future__ import annotations

import os
import re
import signal
from dataclasses import dataclass, field
from pathlib import Path

from ppun_access.build.runner import Task, WrittenFiles
from ppun_access.document.packing import register
from ppun_access.errors import MissingToolError, OutputError, UnstoredError, UsageError
from ppun_access.failures import Breakdown
from ppun_access.report import Finding, Severity


@dataclass(frozen=True, slots=True)
class Said:
    """What a task says, or why it failed."""

    words: str
    why: str = ""

    @property
    def failed(self) -> bool:
        return bool(self.why)


register(Said)


@dataclass(frozen=True, slots=True)
class Say(Task[Said]):
    """Say a word in some process; ``how`` it fails, if it does."""

    word: str
    how: str = ""
    key: str = ""

    def run(self) -> Said:
        if self.how in FAULTS:
            raise FAULTS[self.how]
        if self.how == "killed":
            os.kill(os.getpid(), signal.SIGKILL)
        while self.how == "endless":
            try:
                re.fullmatch("(a+)+b", "a" * 18)
            except Exception:  # a page's own code may swallow what is raised in it
                continue
        return Said(self.word.upper())

    def on_failure(self, breakdown: Breakdown) -> Said:
        return Said("", breakdown.why + breakdown.trace)


FAULTS: dict[str, Exception] = {
    "IndexError": IndexError("out of range"),
    "RecursionError": RecursionError("deep"),
    "MemoryError": MemoryError(),
    "UnicodeDecodeError": UnicodeDecodeError("utf-8", b"\xff", 0, 1, "invalid"),
    "OSError": OSError("strange"),
    "OutputError": OutputError("Une panne.", next_step="Relancez."),
    "MissingToolError": MissingToolError("Il manque typst.", next_step="Installez-le."),
    "UsageError": UsageError("Mal dit.", next_step="Dites mieux."),
    "UnstoredError": UnstoredError("Plus de place.", next_step="Faites-en."),
}


@dataclass(frozen=True, slots=True)
class Write(Task[WrittenFiles]):
    """Write two files; the first ``faults`` times, a program crashes."""

    folder: Path
    faults: int = 0
    lines: str = "1"
    attempts: int = 2
    key: str = field(default="epub-" + "1" * 64)

    def run(self) -> WrittenFiles:
        done = len([*self.folder.glob("try*")])
        (self.folder / f"try{done}").touch()
        if done < self.faults:
            raise OutputError("Une panne.", next_step="Relancez.")
        found = (Finding("lien-mort", "Rien.", Severity.INFO),)
        return WrittenFiles({"b/b.epub": b"b", "a/a.epub": b"a"}, found, self.lines)

    def on_failure(self, breakdown: Breakdown) -> WrittenFiles:
        return WrittenFiles({}, (breakdown.finding("Un texte"),))

    def accepts(self, kept: WrittenFiles) -> bool:
        return kept.lines == self.lines


@dataclass(frozen=True)
class Ran:
    pid: int
    failed: bool = False


class Pid(Task[Ran]):
    """Tell in which process it is."""

    __slots__ = ()

    def run(self) -> Ran:
        return Ran(os.getpid())

    def on_failure(self, breakdown: Breakdown) -> Ran:
        return Ran(0, failed=True)
