"""The lists of words that stand in ``data/``, one file each; « # » begins a comment.

They are read without pathlib, which takes longer to load than they to be read.
"""

from __future__ import annotations

FOLDER = __file__.removesuffix("lexical/word_lists.py") + "data/"


def lines(name: str) -> tuple[str, ...]:
    """Return the lines of the file ``name``, without the comments."""
    with open(FOLDER + name, encoding="utf-8") as file:  # noqa: PTH123
        return tuple(line for line in file.read().splitlines() if line[:1] not in ("", "#"))
