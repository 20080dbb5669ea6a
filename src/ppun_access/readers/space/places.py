"""Tell the pages of a source folder from the files beside them, and name both."""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path

from ppun_access.document.sources import is_hidden
from ppun_access.runtime.untrusted_files import is_inside
from ppun_access.settings.reach import Reach

NOT_PAGES = ("facile", "audio", "lsf", "pictos")
"""Folders that hold other things than pages, wherever the content lies."""
SAVED_WITH = ("_files", "_fichiers")
"""Ends of the names of folders that browsers save beside a page, for its pictures."""


def is_beside(folders: Iterable[str]) -> bool:
    """Return whether what lies in ``folders`` of a space is no page.

    >>> is_beside(("guides", "audio")), is_beside(("guides",))
    (True, False)
    """
    return any(
        name in NOT_PAGES or name.startswith(".") or name.endswith(SAVED_WITH)
        for name in folders
    )


def is_given(path: Path, root: Path, reach: Reach) -> bool:
    """Return whether a page of ``root`` may give a file: within reach, and not hidden."""
    real = Path(os.path.realpath(path))
    folders = [f for f in (root, *reach.declared) if is_inside(real, f)]
    places = (os.path.relpath(real, os.path.realpath(folder)) for folder in folders)
    return any(not is_hidden(place.replace(os.sep, "/")) for place in places)


def name_in(path: Path, root: Path) -> str:
    """Return the path inside ``root``; a name that is not UTF-8 is made readable."""
    root = root if path.is_relative_to(root) else root.resolve()
    return os.fsencode(path.relative_to(root).as_posix()).decode("utf-8", "replace")
