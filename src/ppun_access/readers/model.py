"""Define what a reader is: its options and the type of its function."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeAlias

from ppun_access.document.model import Document
from ppun_access.report import Report

Extensions: TypeAlias = Mapping[str, Mapping[str, Any]]
"""Name of an extension of Python-Markdown → its options, as JSON has them."""


@dataclass(frozen=True, slots=True)
class MkDocs:
    """What ``mkdocs.yml`` says of the pages of its site."""

    folder: Path
    """Where it is: pages may include the files below it."""
    extensions: Extensions
    snippets: tuple[str, ...] = (".",)
    """Where included files are looked for, in ``folder``."""
    appended: tuple[str, ...] = ()
    """The files that are included at the end of every page."""
    directory_urls: bool = True
    """Whether « a.md » is at « a/ », from where addresses in HTML lead."""
    excluded: tuple[str, ...] = ()
    """Patterns of the files that are no pages, as ``.gitignore`` has them."""

    @property
    def key(self) -> tuple[object, ...]:
        """All that the reading of a page depends on, files that it includes apart."""
        options = {name: dict(given) for name, given in self.extensions.items()}
        return options, self.snippets, self.appended, self.directory_urls


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
    mkdocs: MkDocs | None = None
    """The site of a page of MkDocs."""


Reader: TypeAlias = Callable[[str, str, ReaderOptions, Report], tuple[Document, ...]]
"""(text, name of the page for messages, options, report) → its documents."""
