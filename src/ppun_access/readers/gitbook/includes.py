"""Include files in a page of GitBook: those of its space, read before it, and no other."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from urllib.parse import quote, unquote, urlsplit

from ppun_access.document.model import Block, Div, Image, Link, Node
from ppun_access.document.sources import is_hidden
from ppun_access.document.walk import walk
from ppun_access.errors import InputError
from ppun_access.readers.decoding import decode, read_bytes
from ppun_access.readers.gitbook.tags import BlockTag, Making
from ppun_access.readers.space.places import is_given
from ppun_access.runtime.untrusted_files import MB
from ppun_access.settings.reach import HERE, Reach

MOST = 200
"""Inclusions in one page, each counted where it stands."""
MOST_WORDS = 1_000_000
"""Characters that they may add to it."""
KINDS = (".md", ".markdown")
"""How the names end of what may be included."""
_TARGET = re.compile(
    r"""include\s++["'“”«]?+\s*+([^"'“”»\s](?:[^"'“”»]*[^"'“”»\s])?+)\s*+["'“”»]?\s*$"""
)


@dataclass(slots=True)
class _Budget:
    left: int = MOST
    characters: int = MOST_WORDS
    told: bool = False
    """What is left out once there is nothing left is told once."""


@dataclass(frozen=True, slots=True)
class Includes:
    """What one file may include: ``files`` of the space, by their paths in it."""

    files: Mapping[str, str]
    open: tuple[str, ...]
    """The files that are being read: the page, then what includes what."""
    budget: _Budget = field(default_factory=_Budget)

    def blocks(
        self,
        tag: BlockTag,
        making: Making,
        read: Callable[[str, str, Includes], tuple[Block, ...]],
    ) -> tuple[Block, ...]:
        """Return the blocks of the file that a tag names; none, and a finding, if not."""
        here = posixpath.dirname(self.open[-1])
        name = target(tag.source, here)
        self.budget.left -= 1
        self.budget.characters -= len(self.files.get(name, ""))
        if fault := self._fault(name, tag.source):
            if not self.budget.told:
                making.tell("inclusion-impossible", fault, tag, tag.source)
            self.budget.told = self._is_spent()
            return ()
        inner = replace(self, open=(*self.open, name))
        blocks = read(name, self.files[name], inner)
        home = posixpath.dirname(self.open[0])
        return _moved(blocks, posixpath.dirname(name), home)

    def _fault(self, name: str, source: str) -> str:
        if name in self.open:
            return f"{name} s’inclut lui-même : retirez une de ces inclusions."
        if self._is_spent():
            self.budget.left = -1  # a shorter one would not be in its place
            return (
                f"Cette page inclut plus de {MOST} fichiers, ou plus de {MOST_WORDS} "
                "signes : cette inclusion et celles qui suivent ne sont pas publiées. "
                "Faites-en plusieurs pages."
            )
        if is_hidden(name):
            return (
                f"Le fichier inclus ({name}) est caché (son nom, ou un dossier, commence "
                "par « . ») : il n’est pas publié. Mettez-le dans un autre dossier."
            )
        if name in self.files and name.lower().endswith(KINDS):
            return ""
        return (
            f"Le fichier inclus ({source.partition(' ')[2].strip()}) n’est pas dans le "
            "dossier des pages, est trop grand, ou n’est pas en UTF-8 : son texte manque. "
            "Ajoutez-le, ou retirez l’inclusion."
        )

    def _is_spent(self) -> bool:
        return min(self.budget.left, self.budget.characters) < 0


def target(source: str, folder: str) -> str:
    """Return the path in the space of what an ``include`` names; empty when outside.

    >>> target('include "../.gitbook/includes/note.md"', "guides")
    '.gitbook/includes/note.md'
    >>> target('include "../../secret.md"', "guides")
    ''
    """
    found = _TARGET.match(source.strip())
    return inside(found[1], folder) if found else ""


def inside(address: str, folder: str) -> str:
    """Return the path in the space of what a file of ``folder`` calls ``address``.

    It is empty when that is outside.
    """
    path = unquote(address).replace("\\", "/")
    if not path or re.match(r"[a-z][a-z0-9+.-]*:|//", path, re.I):
        return ""
    base = "" if path.startswith("/") else folder
    name = posixpath.normpath(posixpath.join(base, path.lstrip("/")))
    return "" if name.startswith("..") else name


def _moved(blocks: tuple[Block, ...], folder: str, home: str) -> tuple[Block, ...]:
    """Return included blocks, their addresses seen from the page that includes them."""
    if folder == home:
        return blocks

    def move(node: Node) -> Node:
        match node:
            case Link():
                return replace(node, href=_seen(node.href, folder, home))
            case Image():
                return replace(node, src=_seen(node.src, folder, home))
            case _:
                return node

    moved: tuple[Block, ...] = walk(Div(blocks), move).blocks
    return moved


def _seen(address: str, folder: str, home: str) -> str:
    try:
        parts = urlsplit(address)
    except ValueError:
        return address
    if parts.scheme or parts.netloc or not parts.path or parts.path.startswith("/"):
        return address
    path = posixpath.normpath(posixpath.join(folder, unquote(parts.path)))
    if path.startswith(".."):
        return address
    slash = "/" if parts.path.endswith("/") else ""
    seen = posixpath.relpath(path, home or ".") + slash
    return parts._replace(path=quote(seen)).geturl()


# The files themselves


_INCLUDE = re.compile(r"\{%-?[ \t]*(include[ \t][^%\n]{1,400})%\}")
_MOST_READ = 20_000_000
"""Characters of all the files that a page may include."""


def included_files(text: str, name: str, root: Path, reach: Reach = HERE) -> dict[str, str]:
    """Return the text of what ``text`` includes, and of what that includes, by path.

    What is not there, is no text, is hidden, too large or outside ``root`` is left out.
    """
    found = read_included(list(_targets(text, name)), _targets, root, reach, KINDS)
    return {path: content for path, content in found.items() if path != name}


def read_included(
    waiting: list[str], targets: Callable[[str, str], Iterable[str]], root: Path,
    reach: Reach, kinds: Collection[str] = (),
) -> dict[str, str]:  # fmt: skip
    """Return the text of files of ``root`` and of what they include, by path.

    ``targets`` yields the paths that a text, at a path, includes; ``kinds`` are the ends
    of names that may be; any when there are none.
    """
    found: dict[str, str] = {}
    left, seen = _MOST_READ, set[str]()
    while waiting and len(found) < MOST and left > 0:
        path = waiting.pop()
        if path in seen or (kinds and posixpath.splitext(path)[1].lower() not in kinds):
            continue
        seen.add(path)
        content = _text(root, path, reach)
        if content is not None:
            found[path] = content
            left -= len(content)
            waiting += targets(content, path)
    return found


def _targets(text: str, name: str) -> Iterator[str]:
    folder = posixpath.dirname(name)
    for include in _INCLUDE.finditer(text):
        if path := target(include[1].strip("- \t"), folder):
            yield path


def _text(root: Path, name: str, reach: Reach) -> str | None:
    """Return the text of a file of ``root``, None when there is none to read."""
    path = root / name
    try:
        if not (path.is_file() and is_given(path, root, reach)):
            return None
        most = min(MOST_WORDS, reach.limits.page * MB)
        return decode(read_bytes(path, most), name)
    except (InputError, OSError, ValueError):
        return None
