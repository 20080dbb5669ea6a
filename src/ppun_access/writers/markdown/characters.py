"""Escape characters for Markdown, for HTML text and for attribute values."""

from __future__ import annotations

import re

_UNWRITABLE = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ufdd0-\ufdef\ufffe\uffff\ud800-\udfff]"
)
"""What no page may hold, and no entity can name."""
_LINE_ENDS = re.compile("[\t\n\r\u2028\u2029]")
_ACTIVE = re.compile(r"[\\`*_\[\]#|~]|<|>(?=</)|&(?=#?\w+;)|\{|\$|:(?=[\w+-]+:)")
_FIRST = re.compile(r"[-+:=>](?=.*)|\d+(?=[.)])")
_IN_HTML = re.compile(r"[&<>\"{$]|:(?=[\w+-]+:)")
_IN_ATTRIBUTE = re.compile(r":(?=[\w+-]+:)|[^\w \-.:/#?=%+,;@~'()!*…’«»]|[\u2028\u2029]")


def written(text: str) -> str:
    """Return ``text`` without the characters that nobody can write."""
    return _UNWRITABLE.sub("", text)


def escaped(text: str) -> str:
    """Return ``text`` as Markdown that means these characters."""
    return _LINE_ENDS.sub(_entity, _ACTIVE.sub(_escape, written(text)))


def line(markdown: str) -> str:
    """Return inlines in Markdown as a line: what would begin a block does not.

    White space that is no plain space stays at either end.
    """
    markdown = (
        _FIRST.sub(_at_start, markdown, count=1) if _FIRST.match(markdown) else markdown
    )
    if markdown[:1].isspace():
        markdown = _code(markdown[0]) + markdown[1:]
    if markdown[-1:].isspace():
        markdown = markdown[:-1] + _code(markdown[-1])
    return markdown


def html(text: str) -> str:
    """Return ``text`` as the text of a raw element; it has no line end."""
    return _LINE_ENDS.sub(_entity, _IN_HTML.sub(_entity, written(text)))


def value(text: str) -> str:
    """Return ``text`` as the value of an attribute, in double quotation marks."""
    return _IN_ATTRIBUTE.sub(_entity, written(text))


def _escape(found: re.Match[str]) -> str:
    character = found[0]
    if character in "<>&{$:":
        return _code(character)
    return f"\\{character}"


def _at_start(found: re.Match[str]) -> str:
    if found[0] == ">":
        return "&gt;"
    return f"{found[0]}\\" if found[0].isdigit() else f"\\{found[0]}"


def _entity(found: re.Match[str]) -> str:
    return _code(found[0])


def _code(character: str) -> str:
    return {"&": "&amp;", "<": "&lt;", ">": "&gt;"}.get(character, f"&#{ord(character)};")
