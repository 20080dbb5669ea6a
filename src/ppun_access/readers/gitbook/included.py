"""The files that a page includes, read before it: only those of its own folder."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Callable, Collection, Iterable, Iterator
from pathlib import Path

from ppun_access.errors import InputError
from ppun_access.readers.decoding import decode, read_bytes
from ppun_access.readers.gitbook.includes import KINDS, MOST, MOST_WORDS, target
from ppun_access.readers.space.places import is_given
from ppun_access.runtime.untrusted_files import MB
from ppun_access.settings.reach import HERE, Reach

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
        if not path.is_file():
            return None
        if not is_given(path, root, reach):
            return None
        most = min(MOST_WORDS, reach.limits.page * MB)
        return decode(read_bytes(path, most), name)
    except (InputError, OSError, ValueError):
        return None
