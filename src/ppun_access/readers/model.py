"""Define what a reader is: its options and the type of its function."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TypeAlias

from ppun_access.document.model import Document
from ppun_access.report import Report


@dataclass(frozen=True, slots=True)
class ReaderOptions:
    """``lang`` is the language of a page that does not say its own."""

    lang: str = "fr"
    sense_lines: bool = False
    """Keep the line ends of the source: in an easy text, they part the sense."""
    title: str = ""
    """The title of a page that has none of its own."""
    files: Mapping[str, str] = field(default_factory=dict)
    """Path in the source folder → text of each file that the page includes."""
    variables: Mapping[str, str] = field(default_factory=dict)
    """Name → value of the variables of the whole space."""


Reader: TypeAlias = Callable[[str, str, ReaderOptions, Report], tuple[Document, ...]]
"""(text, name of the page for messages, options, report) → its documents."""
