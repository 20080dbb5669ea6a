"""Readers turn the text of a page into documents."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from ppun_access.document.model import Document
from ppun_access.errors import InputError, reason
from ppun_access.readers.gitbook import read_gitbook
from ppun_access.readers.markdown import read_markdown
from ppun_access.readers.model import Reader, ReaderOptions
from ppun_access.report import Report

READERS: Mapping[str, Reader] = {"gitbook": read_gitbook, "markdown": read_markdown}
SUFFIXES: Mapping[str, str] = {".md": "gitbook", ".markdown": "gitbook"}
"""Which reader takes which files: a GitBook page is a Markdown page with more in it."""

__all__ = [
    "READERS",
    "SUFFIXES",
    "Reader",
    "ReaderOptions",
    "decode",
    "read",
    "read_bytes",
    "read_markdown",
]


def read(
    path: Path | str,
    *,
    name: str = "",
    lang: str = "fr",
    report: Report | None = None,
) -> tuple[Document, ...]:
    """Read one file into its documents; ``name`` is what messages call it.

    Raises InputError when there is no such file, when no reader takes it, when it is not
    UTF-8 text, when its front matter is broken or when it holds no text.
    """
    path = Path(path)
    name = name or path.name
    kind = SUFFIXES.get(path.suffix.lower())
    if kind is None:
        raise InputError(
            f"{path} : ce type de fichier n’est pas lu.",
            next_step=f"Donnez une page Markdown ({', '.join(SUFFIXES)}).",
        )
    text = decode(read_bytes(path), name)
    report = Report() if report is None else report
    try:
        documents = READERS[kind](text, name, ReaderOptions(lang), report)
    except RecursionError as error:
        raise InputError(
            f"{path} : des balises sont imbriquées trop profondément dans cette page.",
            next_step="Retirez les balises en trop, ou collez le texte sans sa mise "
            "en forme.",
        ) from error
    if not any(document.blocks for document in documents):
        raise InputError(
            f"{path} : cette page est vide.",
            next_step="Ajoutez du texte à la page, ou retirez-la du dossier.",
        )
    return documents


def decode(content: bytes, name: str) -> str:
    """Return UTF-8 ``content`` as text with LF line ends and no byte order mark.

    Raises InputError, which gives the offset of the first byte that is not text.
    """
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise InputError(
            f"{name} : ce fichier n’est pas du texte en UTF-8 "
            f"(octet {error.start}, valeur 0x{content[error.start]:02x}).",
            next_step="Enregistrez-le en UTF-8, ou retirez-le du dossier.",
        ) from error
    if "\0" in text:
        raise InputError(
            f"{name} : ce fichier n’est pas du texte (octet nul en position "
            f"{content.index(0)}).",
            next_step="Retirez ce fichier du dossier des pages.",
        )
    return text.replace("\r\n", "\n").replace("\r", "\n")


def read_bytes(path: Path) -> bytes:
    """Return the content of a file; InputError when it cannot be read."""
    try:
        return path.read_bytes()
    except FileNotFoundError as error:
        raise InputError(
            f"{path} : ce fichier n’existe pas.",
            next_step="Vérifiez le chemin, par exemple avec « ls ».",
        ) from error
    except OSError as error:
        raise InputError(
            f"{path} : lecture impossible, {reason(error)}.",
            next_step="Vérifiez les droits de ce fichier.",
        ) from error
