"""Include files in a page, as ``pymdownx.snippets`` does: those of the site alone.

Each line keeps the file and the number that it comes from.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial

from ppun_access.document.model import Pos
from ppun_access.document.sources import is_hidden
from ppun_access.readers.gitbook.includes import read_included
from ppun_access.readers.model import MkDocs
from ppun_access.settings.reach import Reach

SNIPPETS = "pymdownx.snippets"

MOST = 200
"""Inclusions in one page, each counted where it stands."""
MOST_WORDS = 1_000_000
"""Characters that they may add to it."""
_MARK = r"-+8<-+"
_ONE = re.compile(rf"^([ \t]*)(;*)({_MARK})[ \t]+([\"'])(.+?)\4[ \t]*$")
_BLOCK = re.compile(rf"^([ \t]*)(;*)({_MARK})[ \t]*$")
_SECTION = re.compile(
    rf"(?<!-){_MARK}[ \t]+\[[ \t]*(start|end)[ \t]*:[ \t]*([\w-]+)[ \t]*\]"
)
_NUMBER = r"-?\d{0,6}"
_LINES = rf"{_NUMBER}(?::{_NUMBER})?"
_PART = re.compile(rf"^(.+?)(?::([a-zA-Z][\w-]*)|:({_LINES}(?:,{_LINES}){{0,50}}))?$")
"""A file, then a section of it or some of its lines: « a.md:1:3,8 »."""


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a page, and where it is written."""

    text: str
    pos: Pos


def snippet_files(text: str, site: MkDocs, reach: Reach) -> dict[str, str]:
    """Return the text of what a page includes, and of what that includes, by path.

    What is not there, is no text, is hidden, too large or outside the site is left out.
    """
    if SNIPPETS not in site.extensions:
        return {}

    def below(content: str, _: str = "") -> Iterator[str]:
        return targets(content, site.snippets)

    last = (one for name in site.appended for one in names(name, site.snippets))
    return read_included([*below(text), *last], below, site.folder, reach)


def targets(text: str, places: Sequence[str]) -> Iterator[str]:
    """Yield the paths that a file may include, in the order in which they are tried."""
    for _, asked, _ in _asked(text.split("\n")):
        for name in asked:
            if found := _PART.match(name):
                yield from names(found[1], places)


def names(name: str, places: Sequence[str]) -> Iterator[str]:
    """Yield the paths in the folder of the site that the name of a file may mean."""
    for place in places:
        path = posixpath.normpath(posixpath.join(place, name.strip().replace("\\", "/")))
        if not path.startswith(("../", "/")) and not is_hidden(path):
            yield path


def _asked(lines: Sequence[str]) -> Iterator[tuple[int, list[str], int]]:
    """Yield each inclusion: its first line, the files, and the line after it."""
    at = 0
    while at < len(lines):
        start, at = at, at + 1
        if (one := _ONE.match(lines[start])) and not one[2]:
            yield start, [one[5]], at
        elif (block := _BLOCK.match(lines[start])) and not block[2]:
            end = next((n for n in range(at, len(lines)) if _BLOCK.match(lines[n])), None)
            if end is not None:
                held = (line.strip() for line in lines[at:end])
                yield start, [line for line in held if line[:1] not in ("", ";")], end + 1
                at = end + 1


@dataclass(slots=True)
class Snippets:
    """The inclusions of one page; ``tell`` is given what cannot be included."""

    files: Mapping[str, str]
    """Path in the folder of the site → its text."""
    places: Sequence[str]
    tell: Callable[[Pos, str, str], None]
    _left: int = MOST
    _characters: int = MOST_WORDS
    _open: list[str] = field(default_factory=list)

    def lines(self, lines: Sequence[Line], indent: str = "") -> Iterator[Line]:
        """Yield the lines of a page with those that they include."""
        texts, done = [line.text for line in lines], 0
        for start, asked, end in _asked(texts):
            yield from _plain(lines[done:start], indent)
            pos, done = lines[start].pos, end
            inner = indent + texts[start][: len(texts[start]) - len(texts[start].lstrip())]
            for name in asked:
                yield from self.included(name, pos, inner)
        yield from _plain(lines[done:], indent)

    def included(self, asked: str, pos: Pos, indent: str = "") -> Iterator[Line]:
        """Yield the lines that a name of a file stands for."""
        found = _PART.match(asked)
        file, section, spans = found.groups() if found else (asked, None, None)
        tried = list(names(file or "", self.places))
        name = next((one for one in tried if one in self.files), "")
        self._left -= 1
        self._characters -= len(self.files.get(name, ""))
        if fault := self._fault(asked, name):
            self.tell(pos, fault, asked)
            return
        held = [
            Line(text, Pos(name, number))
            for number, text in enumerate(self.files[name].split("\n"), 1)
        ]
        if section and not any(map(partial(_begins, section), held)):
            self.tell(pos, f"{name} n’a pas de partie « {section} ».", asked)
        if section:
            held = list(_of_section(held, section))
        elif spans:
            held = [line for span in spans.split(",") for line in held[_slice(span)]]
        self._open.append(name)
        kept = [one for one in held if not _SECTION.search(one.text)]
        yield from self.lines(kept, indent)
        self._open.pop()

    def _fault(self, asked: str, name: str) -> str:
        """Return why a file is not included, empty when it is."""
        if name in self._open:
            return f"{name} s’inclut lui-même : retirez une de ces inclusions."
        if min(self._left, self._characters) < 0:
            return (
                f"Cette page inclut trop de fichiers (plus de {MOST}) ou trop de texte : "
                f"« {asked} » n’est pas inclus. Divisez la page."
            )
        if "://" in asked:
            return (
                f"« {asked} » est sur un autre site : rien n’y est lu. Copiez ce fichier "
                "dans le dossier."
            )
        return "" if name else (
            f"Le fichier « {asked} » n’est pas dans le dossier de mkdocs.yml, est caché ou "
            "n’est pas du texte : ce qu’il contient manque ici. Corrigez son nom."
        )  # fmt: skip


def _plain(lines: Iterable[Line], indent: str) -> Iterator[Line]:
    """Yield lines set back like what includes them; an escaped mark is shown as it is."""
    for line in lines:
        text = line.text
        if (found := _ONE.match(text) or _BLOCK.match(text)) and found[2]:
            text = text.replace(";", "", 1)
        yield Line(indent + text if indent and text.strip() else text, line.pos)


def _slice(span: str) -> slice:
    """Return the lines that « 3:5 », « 3 » (to the end) or « :-1 » means."""
    first, _, last = span.partition(":")
    start = int(first) if first.strip("-") else 0
    end = int(last) if last.strip("-") else None
    return slice(max(start - 1, 0) if start >= 0 else start, end)


def _begins(section: str, line: Line) -> bool:
    mark = _SECTION.search(line.text)
    return bool(mark and mark[1] == "start" and mark[2] == section)


def _of_section(lines: Iterable[Line], section: str) -> Iterator[Line]:
    """Yield the lines between the marks of a section."""
    inside = False
    for line in lines:
        mark = _SECTION.search(line.text)
        if mark and mark[2] == section:
            inside = mark[1] == "start"
        elif inside:
            yield line
