"""Run pandoc: convert office documents to its JSON tree.

It comes with the extra « office ». It is given one document and sees no other file: it
runs in its sandbox, without network, within a heap and a time. What it leaves out of the
tree, it says in its log.
"""

from __future__ import annotations

import json
import re
import shutil
import sys
import tempfile
from dataclasses import dataclass
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from ppun_access.errors import MissingToolError, OutputError
from ppun_access.runtime.installing import pip_install
from ppun_access.tools.run import ToolProbe, run

INSTALL = pip_install("pypandoc-binary")
OLDEST = (3, 1, 3)
"""The first version that ends at a heap that it may not pass."""
TIMEOUT = 120.0
HEAP = "1g"
_FULL = 251
"""What a program of GHC ends with when its heap is full."""
_COMMENTS = {"docx"}
"""The formats of which pandoc tells who changed what."""


@dataclass(frozen=True, slots=True)
class Skipped:
    """What pandoc left out: its message, the words, the line (0: it does not say)."""

    message: str
    passage: str
    line: int


@dataclass(frozen=True, slots=True)
class Parsed:
    """A document as pandoc's JSON tree, with what the tree lacks."""

    tree: bytes
    skipped: tuple[Skipped, ...]


@cache
def probe() -> ToolProbe:
    """Return where pandoc is and its version; MissingToolError when there is none."""
    path = _program()
    if path is None:
        raise MissingToolError(
            "pandoc manque : c’est ce programme qui lit les documents bureautiques.",
            next_step=INSTALL,
        )
    done = run([path, "--version"], name="pandoc", install=INSTALL, timeout=30)
    version = done.stdout.decode("utf-8", "replace").partition("\n")[0].split()[-1]
    if tuple(map(int, re.findall(r"\d+", version)[:3])) < OLDEST:
        raise MissingToolError(
            f"pandoc {version} est trop ancien pour lire les documents bureautiques.",
            next_step=INSTALL,
        )
    return ToolProbe("pandoc", path, version)


def parse(content: bytes, format_: str) -> Parsed:
    """Return the tree of a document in one of pandoc's input formats.

    Raises MissingToolError, and OutputError when pandoc cannot read it, or not within
    its limits.
    """
    program = probe().path
    tracked = ["--track-changes=all"] if format_ in _COMMENTS else []
    with tempfile.TemporaryDirectory() as folder:
        log = Path(folder) / "log.json"
        done = run(
            [
                program, "--sandbox", "--from", format_, "--to", "json",
                "--standalone", *tracked,
                "--verbose", f"--log={log}", "+RTS", f"-M{HEAP}", "-RTS",
            ],
            name="pandoc",
            install=INSTALL,
            stdin=content,
            timeout=TIMEOUT,
            accept=frozenset({0, _FULL}),
            folder=Path(folder),
        )  # fmt: skip
        if done.code == _FULL:
            raise OutputError(
                "pandoc a besoin de plus d’un gigaoctet de mémoire pour ce document.",
                next_step="Coupez-le en plusieurs documents, ou réduisez ses images.",
            )
        return Parsed(done.stdout, _skipped(log))


def _program() -> Path | None:
    """Return pandoc: that of the locked package, else that of the system."""
    package = find_spec("pypandoc")
    name = "pandoc.exe" if sys.platform == "win32" else "pandoc"
    for place in package.submodule_search_locations or () if package else ():
        if (path := Path(place, "files", name)).is_file():
            return path
    found = shutil.which("pandoc")
    return Path(found) if found else None


def _skipped(log: Path) -> tuple[Skipped, ...]:
    try:
        told: list[dict[str, Any]] = json.loads(log.read_bytes())
    except (OSError, ValueError):
        return ()
    found = (
        Skipped(
            str(entry.get("pretty", "")),
            str(entry.get("contents") or entry.get("path") or ""),
            int(entry.get("line") or 0),
        )
        for entry in told
    )
    return tuple(dict.fromkeys(found))
