"""Variables and emoji shortcodes of a GitBook page, replaced by what they stand for.

Values are plain text: nothing in them is read as Markdown, HTML or a tag. Lines stay where
they are, so that messages name the right ones; code is left alone.
"""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

from ppun_access.readers.front_matter import as_text
from ppun_access.readers.gitbook.tags import ADDRESS, CODE

Tell = Callable[[str, int, str], None]
"""(code of a finding, line counted from 0, words) → None."""
_FENCE = re.compile(r"^\s*(`{3,}(?=[^`]*$)|~{3,})")
"""What may open or close fenced code."""
_UNKNOWN = "variable-inconnue"
_NAME = r"(?:(?:space|page)\.)?vars\.([\w.-]+)"
_VARIABLE = re.compile(
    rf"\{{%-?\s*{_NAME}\s*-?%\}}|\{{\{{\s*{_NAME}\s*\}}\}}"
    rf'|<code class="expression">\s*{_NAME}\s*</code>'
)
_SHORTCODE = re.compile(rf"{ADDRESS.pattern}|(?<![\w/:.\\])(:[a-z][a-z0-9_+-]*:)(?![\w/])")
_MARKUP = re.compile(r"([\\`*_{}\[\]()#+!|>~$:-])")


def own_variables(front: Mapping[str, Any]) -> dict[str, str]:
    """Return the variables that the front matter of a page gives."""
    given = front.get("vars")
    return flat(given) if isinstance(given, dict) else {}


def flat(values: Mapping[Any, Any], prefix: str = "") -> dict[str, str]:
    """Return values in one level: ``{"a": {"b": 1}}`` is ``{"a.b": "1"}``."""
    found: dict[str, str] = {}
    for key, value in values.items():
        if isinstance(value, dict):
            found |= flat(value, f"{prefix}{key}.")
        else:
            found[f"{prefix}{key}"] = as_text(value)
    return found


def expanded(text: str, variables: Mapping[str, str], tell: Tell) -> str:
    """Return ``text`` with the values of its variables, and emoji for their names."""
    if not any(sign in text for sign in ("vars.", ":")):
        return text
    lines = text.split("\n")
    fence = ""
    for number, line in enumerate(lines):
        mark = _FENCE.match(line)
        if mark and (not fence or mark[1].startswith(fence)):
            fence = "" if fence else mark[1]
        elif not fence:
            lines[number] = _line(line, variables, partial(tell, _UNKNOWN, number))
    return "\n".join(lines)


def _line(line: str, variables: Mapping[str, str], missing: Callable[[str], None]) -> str:
    """Return a line with what it stands for, its code left alone."""
    made, end = [], 0
    for code in CODE.finditer(line):
        made += [_words(line[end : code.start()], variables, missing), code[0]]
        end = code.end()
    return "".join((*made, _words(line[end:], variables, missing)))


def _words(text: str, variables: Mapping[str, str], missing: Callable[[str], None]) -> str:
    def value(found: re.Match[str]) -> str:
        name = next(group for group in found.groups() if group)
        if name in variables:
            return _literal(variables[name])
        missing(name)
        return f"`{name}`"

    if "vars." in text:
        text = _VARIABLE.sub(value, text)
    return _SHORTCODE.sub(_emoji, text) if ":" in text else text


def _literal(value: str) -> str:
    """Return a value as Markdown that shows exactly it."""
    line = " ".join(value.split())
    return _MARKUP.sub(r"\\\1", html.escape(line, quote=False))


def _emoji(found: re.Match[str]) -> str:
    if not found[1]:
        return found[0]
    from rich.emoji import Emoji  # a tenth of a second of terminals; few pages name any

    return Emoji.replace(found[0])
