"""Golden cases: every fenced block of ``tests/cases/**/*.test`` is one test.

A case is a fence that names what is tested, the source, a line with a dot, what comes out.
``PPUN_GOLDEN=1`` (``make golden``) rewrites what comes out: read the diff.
"""

from __future__ import annotations

import os
import re
from dataclasses import dataclass
from pathlib import Path

import pytest

FOLDER = Path(__file__).parent / "cases"
_CASE = re.compile(r"^(```+)([\w-]+)\n(.*?)^\.\n(.*?)^\1$", re.DOTALL | re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Case:
    path: Path
    kind: str
    source: str
    expected: str

    def check(self, got: str) -> None:
        """Compare, or write down what came out when golden files are refreshed."""
        if os.environ.get("PPUN_GOLDEN") and got != self.expected.rstrip("\n"):
            text = self.path.read_text("utf-8")
            head = f"`{self.kind}\n{self.source}.\n"
            assert text.count(head) == 1, "two cases are the same"
            text = text.replace(f"{head}{self.expected}", f"{head}{got}\n")
            self.path.write_text(text, "utf-8")
            return
        assert got == self.expected.rstrip("\n")


def cases(name: str) -> list[object]:
    """Return the cases of a file, or of every file of a folder."""
    whole = FOLDER / name
    files = sorted(whole.glob("*.test")) if whole.is_dir() else [FOLDER / f"{name}.test"]
    return [case for path in files for case in _cases(path)]


def _cases(path: Path) -> list[object]:
    text = path.read_text("utf-8")
    return [
        pytest.param(
            Case(path, *found.groups()[1:]),
            id=f"{path.name}:{text[: found.start()].count(chr(10)) + 1}",
        )
        for found in _CASE.finditer(text)
    ]
