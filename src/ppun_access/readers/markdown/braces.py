"""Attributes in braces after a line of Markdown, ``{#place .kind lang=en}``, and no words.

Braces are attributes when there is nothing else in them: « une aide {voir l’annexe} »
keeps its last words, and so do the tags of GitBook.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from markdown_it.rules_core import StateCore
from markdown_it.token import Token

_ONE = r"""(?:[\#.][\w:.-]+|[A-Za-z][\w:-]*=(?:"[^"\n{}]*"|'[^'\n{}]*'|[^\s"'{}=]+))"""
_BRACES = rf"\{{:?[ ]*({_ONE}(?:[ ]+{_ONE})*)[ ]*\}}"
_PARTS = re.compile(rf"(?<![^ ]){_ONE}")
_OF_HEADING = re.compile(rf"(?<![ ])[ ]+{_BRACES}[ ]*$")
_OF_BLOCK = re.compile(rf"\n[ ]*{_BRACES}[ ]*$")
_OF_MARK = re.compile(_BRACES)
_MARKS = ("em_close", "strong_close", "s_close", "link_close", "code_inline", "image")


def block_attributes(state: StateCore) -> None:
    """Take the braces that end a heading, or the last line of a paragraph."""
    for opening, line in zip(state.tokens, state.tokens[1:], strict=False):
        if line.type == "inline" and line.content.endswith("}"):
            heading = opening.type == "heading_open"
            found = (_OF_HEADING if heading else _OF_BLOCK).search(line.content)
            if found and opening.type in ("heading_open", "paragraph_open"):
                opening.attrs.update(_values(found[1]))
                line.content = line.content[: found.start()]


def mark_attributes(state: StateCore) -> None:
    """Take the braces that follow a mark, a link or a picture."""
    for line in state.tokens:
        children = line.children or ()
        for at, text in enumerate(children):
            if not (at and text.type == "text" and text.content.startswith("{")):
                continue
            mark = children[at - 1]
            found = _OF_MARK.match(text.content) if mark.type in _MARKS else None
            if found:
                _opening(children, at - 1).attrs.update(_values(found[1]))
                text.content = text.content[found.end() :]


def _opening(tokens: Sequence[Token], at: int) -> Token:
    """Return the token that begins the mark that ends at ``at``."""
    mark = tokens[at]
    kind = mark.type.replace("_close", "_open")
    before = (tokens[n] for n in range(at, -1, -1))
    return next(t for t in before if t.type == kind and t.level == mark.level)


def _values(written: str) -> Mapping[str, str]:
    found: dict[str, str] = {}
    for part in _PARTS.findall(written):
        name, equals, value = part.partition("=")
        if equals:
            found[name] = value.strip("\"'")
        elif part[0] == "#":
            found["id"] = part[1:]
        else:
            found["class"] = f"{found.get('class', '')} {part[1:]}".strip()
    return found
