"""What is printed, in the signs that the console has.

UTF-8, unless the user asks for another encoding by ``PYTHONIOENCODING``: a sign that this
one lacks gives way to one that reads like it, and nothing is ever refused.
"""

from __future__ import annotations

import codecs
import os
import sys
import unicodedata
from typing import TextIO

_NAME = "ppun-lisible"
_LIKE = str.maketrans(
    {
        "→": "->", "←": "<-", "≥": ">=", "≤": "<=", "≠": "!=", "−": "-", "×": "x",
        "’": "'", "‘": "'", "“": "''", "”": "''", "«": "<<", "»": ">>", "–": "-", "—": "-",
        "œ": "oe", "Œ": "OE", "æ": "ae", "Æ": "AE", "€": "EUR", "•": "-", "·": ".",
        "✓": "x", "✔": "x", "\N{NON-BREAKING HYPHEN}": "-", "\N{WORD JOINER}": "",
        "\N{ZERO WIDTH SPACE}": "", "\N{VARIATION SELECTOR-16}": "", "\N{SOFT HYPHEN}": "",
    }
)  # fmt: skip


def readable(text: str) -> str:
    """Return ``text`` in ASCII signs that read like it, « ? » where none does.

    It stays inside a string of JSON.

    >>> readable("12\N{NARROW NO-BREAK SPACE}000 → « cœur… »")
    '12 000 -> << coeur... >>'
    """
    return "".join(map(_alike, text))


def _alike(sign: str) -> str:
    plain = unicodedata.normalize("NFKD", sign).translate(_LIKE)
    found = plain.encode("ascii", "ignore").decode()
    wanted = not plain or (found and found not in '"\\' and found.isprintable())
    return found if wanted else "?"


def _replaced(error: UnicodeError) -> tuple[str, int]:
    """Encode what the console lacks (see ``codecs.register_error``)."""
    if not isinstance(error, UnicodeEncodeError):
        raise error
    return readable(error.object[error.start : error.end]), error.end


def prepare(*streams: TextIO | None) -> None:
    """Have what is printed to ``streams`` written in what the console can show."""
    codecs.register_error(_NAME, _replaced)
    asked = os.environ.get("PYTHONIOENCODING", "").partition(":")[0]
    own = bool(asked) and not sys.flags.ignore_environment
    for stream in streams:
        if stream is not None and hasattr(stream, "reconfigure"):
            encoding = stream.encoding if own else "utf-8"
            stream.reconfigure(encoding=encoding, errors=_NAME)
