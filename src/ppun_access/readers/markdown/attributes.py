"""Attributes in braces after a line of Markdown, ``{#place .kind lang=en}``, and no words.

Python-Markdown takes whatever stands between braces for attributes: « une aide {voir
l’annexe} » lost its last words, and so did the tags of GitBook.
"""

from __future__ import annotations

import re

import markdown
from markdown.extensions.attr_list import AttrListTreeprocessor

_ONE = r"""(?:[\#.][\w:.-]+|[A-Za-z][\w:-]*=(?:"[^"\n{}]*"|'[^'\n{}]*'|[^\s"'{}=]+))"""
_BRACES = rf"\{{:?[ ]*({_ONE}(?:[ ]+{_ONE})*)[ ]*\}}"


class Attributes(AttrListTreeprocessor):
    """Takes braces for attributes when there is nothing else in them.

    The stubs call these patterns final; the program does not.
    """

    HEADER_RE = re.compile(rf"(?<![ ])[ ]+{_BRACES}[ ]*$")  # type: ignore[misc]
    BLOCK_RE = re.compile(rf"\n[ ]*{_BRACES}[ ]*$")  # type: ignore[misc]
    INLINE_RE = re.compile(rf"^{_BRACES}")  # type: ignore[misc]


def register(md: markdown.Markdown) -> None:
    """Put ours in the place of Python-Markdown’s own."""
    md.treeprocessors.register(Attributes(md), "attr_list", 8)
