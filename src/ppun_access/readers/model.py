"""What a reader is."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeAlias

from ppun_access.document.model import Document
from ppun_access.report import Report


@dataclass(frozen=True, slots=True)
class ReaderOptions:
    """``lang`` is the language of a page that does not say its own."""

    lang: str = "fr"


Reader: TypeAlias = Callable[[str, str, ReaderOptions, Report], tuple[Document, ...]]
"""(text, name of the page for messages, options, report) → its documents."""
