"""Define what a transform is: its options and the type of its function."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TypeAlias

from ppun_access.document.model import Document
from ppun_access.report import Report
from ppun_access.settings.lexique_toml import Lexicon


@dataclass(frozen=True, slots=True)
class TransformOptions:
    """What transforms need to know of the project and of the site."""

    lexicon: Lexicon = field(default_factory=Lexicon)
    images: Mapping[str, str] = field(default_factory=dict)
    """Address of a picture in the source → its path in the site."""
    unfit: Mapping[str, str] = field(default_factory=dict)
    """Address of a picture or a file → why it is not published, though it is there."""
    pages: Mapping[str, str] = field(default_factory=dict)
    """Path of a page in its source folder → path of its text in the site, empty when it is
    not published."""
    withheld: frozenset[str] = frozenset()
    """Those that are not published and say so: a finding names them all."""
    names: Mapping[str, str] = field(default_factory=dict)
    """Other name of a page (that of its folder, of a link to its file) → its path."""
    anchors: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    """Path of a page in its source folder → key of a heading → its address in the site."""
    wanted: frozenset[str] = frozenset()
    """Keys of headings to which links of other pages lead."""
    titles: Mapping[str, str] = field(default_factory=dict)
    """Path of a page in its source folder → title of its text; address in the site of one
    of its headings → the words of that."""
    files: Mapping[str, str] = field(default_factory=dict)
    """Address of a file in the source, as it is written → its path in the site."""


Transform: TypeAlias = Callable[[Document, TransformOptions, Report], Document]
