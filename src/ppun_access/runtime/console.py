"""Make output safe for a console: characters it can encode, no control sequences.

UTF-8, unless the user asks for another encoding by ``PYTHONIOENCODING``: a sign that this
one lacks gives way to one that reads like it, and nothing is ever refused.
"""

from __future__ import annotations

import codecs
import os
import re
import shlex
import sys
import threading
import unicodedata
from collections.abc import Callable, Sequence
from pathlib import Path
from traceback import format_exception
from typing import TextIO

from ppun_access.errors import without_passwords

DEFAULT_SOURCE = "content"
"""The folder of pages of a command that is given none."""
_PASTED = re.compile(r"\bppun-access facile [a-z]+\b(?! --source)")
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


_OBEYED = re.compile("[\0-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")
"""Controls (C0 and C1, but tabs and ends of lines), and what turns the reading around."""
_COLOUR = re.compile(r"(\x1b\[[\d;]*m)")
_COMMAND = re.compile(r"^([^\S\n]*):(?=:)|#(?=#\w*\[)", re.MULTILINE)
"""How the commands begin that a forge obeys in a log: « ::error:: », « ##[group] »."""


def printable(text: str, *, coloured: bool = False, commands: bool = False) -> str:
    r"""Return ``text`` without control sequences, commands of forges and passwords.

    A character that they obey is written as JSON writes it, so that JSON is still the
    same. ``coloured`` keeps the colours, ``commands`` what only a forge obeys.

    >>> print(printable("a\x1b]0;b\x07"), printable("::error::c"))
    a\u001b]0;b\u0007 \u003a:error::c
    """
    parts = _COLOUR.split(text) if coloured else [text]
    safe = (part if n % 2 else _OBEYED.sub(_code, part) for n, part in enumerate(parts))
    message = "".join(safe)
    return without_passwords(message if commands else _COMMAND.sub(_code, message))


def _code(found: re.Match[str]) -> str:
    """Return the last character that was found as JSON writes it, after the others."""
    return f"{found[0][:-1]}\\u{ord(found[0][-1]):04x}"


def typed(path: Path, *, windows: bool = os.name == "nt") -> str:
    """Return a path as people type it in a command, whatever is in it."""
    return f'"{path}"' if windows else shlex.quote(str(path))


def from_folder(
    text: str, sources: Sequence[Path], written: Callable[[str], str] = str
) -> str:
    """Return ``text`` whose commands to paste read the one folder of ``sources``.

    ``written`` returns what is typed as ``text`` writes it: ``html.escape`` in a page.

    >>> from_folder("Tapez « ppun-access facile new x ».", [Path("mes textes")])
    "Tapez « ppun-access facile new --source 'mes textes' x »."
    """
    if len(sources) != 1 or sources[0] == Path(DEFAULT_SOURCE):
        return text
    option = written(f" --source {typed(sources[0])}")
    return _PASTED.sub(lambda found: f"{found[0]}{option}", text)


def transliterated(text: str) -> str:
    """Return ``text`` in ASCII signs that read like it, « ? » where none does.

    It stays inside a string of JSON.

    >>> transliterated("12\N{NARROW NO-BREAK SPACE}000 → « cœur… »")
    '12 000 -> << coeur... >>'
    """
    return "".join(map(_alike, text))


def _alike(sign: str) -> str:
    plain = unicodedata.normalize("NFKD", sign).translate(_LIKE)
    found = plain.encode("ascii", "ignore").decode()
    wanted = not plain or (found and found not in '"\\' and found.isprintable())
    return found if wanted else "?"


def uncaught_traceback(raised: threading.ExceptHookArgs | sys.UnraisableHookArgs) -> str:
    """Return the traceback of an uncaught exception: in a thread, or in a finaliser."""
    trace = raised.exc_traceback
    return "".join(format_exception(raised.exc_type, raised.exc_value, trace))


def _replaced(error: UnicodeError) -> tuple[str, int]:
    """Encode what the console lacks (see ``codecs.register_error``)."""
    if not isinstance(error, UnicodeEncodeError):
        raise error
    return transliterated(error.object[error.start : error.end]), error.end


def prepare(*streams: TextIO | None) -> None:
    """Make ``streams`` encode text in characters that the console can show."""
    codecs.register_error(_NAME, _replaced)
    asked = os.environ.get("PYTHONIOENCODING", "").partition(":")[0]
    own = bool(asked) and not sys.flags.ignore_environment
    for stream in streams:
        if stream is not None and hasattr(stream, "reconfigure"):
            encoding = stream.encoding if own else "utf-8"
            stream.reconfigure(encoding=encoding, errors=_NAME)
