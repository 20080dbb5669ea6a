"""What writers take and return, and where their files stand in the published site."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Literal as OneOf
from typing import TypeAlias

from ppun_access.document.model import Version

Files: TypeAlias = Mapping[str, bytes | Path]
"""Path inside the site (with ``/``), and its content or a file of the cache to copy."""


@dataclass(frozen=True, slots=True)
class Download:
    """A file that a reader can take away; ``path`` is inside the site."""

    document_id: str
    version: Version
    format: str
    path: str
    bytes: int
    seconds: float | None = None
    variant: str = ""


@dataclass(frozen=True, slots=True)
class HtmlOptions:
    """What the pages need to know beside the edition."""

    site_title: str = ""
    """The name of the site; empty: the title of the book."""
    publisher: str = ""
    """Who publishes; empty: the publisher of the book."""
    downloads: tuple[Download, ...] = ()
    """Every file of the site; a page takes those of its own text and version."""
    easy: tuple[str, ...] = ()
    """The ids of the documents that have an easy version."""


@dataclass(frozen=True, slots=True)
class Length:
    """How long a text is; ``minutes`` of reading, None to leave it unsaid."""

    document_id: str
    words: int
    minutes: int | None = None


@dataclass(frozen=True, slots=True)
class TextOptions:
    """How plain text says its structure: ``complet`` names headings and lists."""

    annonces: OneOf["sobre", "complet"] = "sobre"
    lengths: tuple[Length, ...] = ()


def folder(document_id: str, version: Version) -> str:
    """Return the folder of one version of a document, without a final slash."""
    return document_id if version == "integral" else f"{document_id}/facile"


def file_path(document_id: str, version: Version, suffix: str) -> str:
    """Return the path of a file: ``edito/edito.txt``, ``edito/facile/edito-facile.txt``."""
    stem = document_id if version == "integral" else f"{document_id}-facile"
    return f"{folder(document_id, version)}/{stem}{suffix}"
