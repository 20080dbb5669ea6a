"""Build typst source: escaped string literals, calls, arrays, languages.

The words of a text only ever stand inside string literals, where typst obeys nothing but
the backslash and the quotation mark: both are escaped, and so is what cannot be printed.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from ppun_access.writers.characters import clean

NOTHING = "none"
_ESCAPED = {"\\": "\\\\", '"': '\\"', "\n": "\\n", "\r": "\\r", "\t": "\\t"}
_LANG = re.compile(r"([A-Za-z]{2,3})(?:-[A-Za-z]{4})?(?:-([A-Za-z]{2}))?(?:-.*)?")


def literal(text: str) -> str:
    r"""Return ``text`` as a string of typst's code.

    >>> print(literal('a\\b "#sys" {{'))
    "a\\b \"#sys\" {{"
    """
    return quoted(clean(text))


def quoted(text: str) -> str:
    """Return ``text`` as a string of typst's code, invisible marks and all."""
    return f'"{"".join(map(_escaped, text))}"'


def call(name: str, *arguments: str, **named: str) -> str:
    """Return a call of a function; arguments are source already."""
    given = [*arguments, *(f"{key}: {value}" for key, value in named.items())]
    return f"{name}({', '.join(given)})"


def array(values: Iterable[str]) -> str:
    """Return pieces of source as an array."""
    return f"({''.join(f'{value}, ' for value in values)})"


def joined(parts: list[str]) -> str:
    """Return pieces of source one after the other, as one piece; empty without any."""
    kept = [part for part in parts if part]
    return f"{{{'; '.join(kept)}}}" if len(kept) > 1 else "".join(kept)


def stacked(parts: list[str]) -> str:
    """Return blocks one a line, as one piece of source; empty without any."""
    kept = [part for part in parts if part]
    return "{\n" + "\n".join(kept) + "\n}" if len(kept) > 1 else "".join(kept)


def language(tag: str) -> tuple[str, str]:
    """Return the language and the region of a BCP 47 tag as typst wants them.

    Empty for what is no such tag.

    >>> language("pt-BR"), language("zh-Hant-TW"), language("fr"), language("?")
    (('pt', 'BR'), ('zh', 'TW'), ('fr', ''), ('', ''))
    """
    found = _LANG.fullmatch(tag)
    if found is None:
        return "", ""
    return found[1].lower(), (found[2] or "").upper()


def in_language(tag: str, source: str) -> str:
    """Return ``source`` set in the language of ``tag``, which may be empty."""
    lang, region = language(tag)
    if not lang or not source:
        return source
    where = literal(region) if region else NOTHING
    return call("tongue", literal(lang), where, source)


def _escaped(character: str) -> str:
    if character in _ESCAPED:
        return _ESCAPED[character]
    return character if character.isprintable() else f"\\u{{{ord(character):x}}}"
