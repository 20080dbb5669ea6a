"""Read a page of any supported format into documents."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from types import MappingProxyType

from ppun_access.document.build import with_meta
from ppun_access.document.model import (
    Callout,
    Cell,
    Code,
    Definition,
    DefinitionList,
    Div,
    Document,
    Heading,
    Inline,
    List,
    ListItem,
    Node,
    Para,
    Row,
    Table,
)
from ppun_access.document.walk import children, running_text
from ppun_access.errors import EmptyPageError, InputError
from ppun_access.french.lexical.languages import Line, foreign_language
from ppun_access.readers.decoding import decode, read_bytes, recoded, unreadable_error
from ppun_access.readers.gitbook.includes import included_files
from ppun_access.readers.gitbook.page import read_gitbook
from ppun_access.readers.html.page import declared_charset, read_page
from ppun_access.readers.markdown.page import read_markdown
from ppun_access.readers.model import MkDocs, Reader, ReaderOptions
from ppun_access.readers.office import conversion
from ppun_access.readers.plain import read_plain
from ppun_access.readers.space.kinds import what_to_do
from ppun_access.report import Report
from ppun_access.runtime.untrusted_files import MB, read_start
from ppun_access.settings.reach import HERE, Reach


def _read_pandoc(
    text: str, name: str, options: ReaderOptions, report: Report
) -> tuple[Document, ...]:
    """Read what pandoc made of a document: few folders hold any."""
    from ppun_access.readers.office.page import read_pandoc

    return read_pandoc(text, name, options, report)


def _read_mkdocs(
    text: str, name: str, options: ReaderOptions, report: Report
) -> tuple[Document, ...]:
    """Read a page of MkDocs, whose extensions take a while to load."""
    from ppun_access.readers.mkdocs.page import read_mkdocs

    return read_mkdocs(text, name, options, report)


READERS: Mapping[str, Reader] = {
    "gitbook": read_gitbook,
    "mkdocs": _read_mkdocs,
    "markdown": read_markdown,
    "pandoc": _read_pandoc,
    "html": read_page,
    "plain": read_plain,
}
SUFFIXES: Mapping[str, str] = {
    ".md": "gitbook",
    **dict.fromkeys((".markdown", ".mdown", ".mdwn", ".mkd", ".mkdn"), "gitbook"),
    ".html": "html",
    ".htm": "html",
    ".xhtml": "html",
    ".txt": "plain",
    ".text": "plain",
    **dict.fromkeys(conversion.FORMATS, "pandoc"),
}
"""Which reader takes which files: a GitBook page is a Markdown page with more in it."""

_EMPTYING = ("passage-non-lu", "passage-brut", "balise-retiree", "inclusion-impossible")
"""Codes of the findings that may tell why nothing is left of a page."""

__all__ = [
    "READERS",
    "SUFFIXES",
    "MkDocs",
    "Reader",
    "ReaderOptions",
    "decode",
    "included",
    "kind_of",
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
    root: Path | None = None,
    title: str = "",
    variables: Mapping[str, str] = MappingProxyType({}),
    reach: Reach = HERE,
    mkdocs: MkDocs | None = None,
) -> tuple[Document, ...]:
    """Read one file into its documents; ``name`` is what messages call it.

    ``root`` is the folder in which ``name`` is its path: what a page includes is looked
    for there; ``title`` is that of a page without a title; ``variables`` those of a space;
    ``reach`` says where links may lead, and how large a page may be; ``mkdocs`` is what
    the site of a page says, if MkDocs makes it.

    Raises InputError when there is no such file, when no reader takes it, when it is not
    what its name says, when its front matter is broken or when it holds no text, and
    MissingToolError when it needs pandoc, which is absent.
    """
    path = Path(path)
    name = name or path.name
    suffix = path.suffix.lower()
    kind = kind_of(path, mkdocs)
    if not kind:
        formats = f"Donnez une page dans l’un de ces formats : {', '.join(SUFFIXES)}."
        told = what_to_do(suffix, _start(path))
        raise InputError(
            f"{path} : ce type de fichier n’est pas lu.", next_step=told or formats
        )
    report = Report() if report is None else report
    content = read_bytes(path, reach.limits.page * MB)
    if not content:
        raise _empty(path)
    try:
        text = _text(content, kind, suffix, name, report)
        files = included(text, kind, name, root or path.parent, reach, mkdocs)
        options = ReaderOptions(
            lang, title=title, files=files, variables=variables, mkdocs=mkdocs
        )
        documents = READERS[kind](text, name, options, report)
        documents = _in_their_language(documents, kind, text, name, options)
    except RecursionError as error:
        raise InputError(
            f"{path} : des balises sont imbriquées trop profondément dans cette page.",
            next_step="Retirez les balises en trop, ou collez le texte sans sa mise "
            "en forme.",
        ) from error
    if not any(document.blocks for document in documents):
        raise _empty(path, report)
    return documents


def kind_of(path: Path, mkdocs: MkDocs | None) -> str:
    """Return which reader takes a file, empty when none does."""
    kind = SUFFIXES.get(path.suffix.lower(), "")
    return "mkdocs" if mkdocs and kind == "gitbook" else kind


def included(
    text: str, kind: str, name: str, root: Path, reach: Reach, mkdocs: MkDocs | None
) -> Mapping[str, str]:
    """Return the text of the files that a page includes, by their paths."""
    if kind == "mkdocs" and mkdocs:
        from ppun_access.readers.mkdocs.snippets import snippet_files

        return snippet_files(text, mkdocs, reach)
    return included_files(text, name, root, reach) if kind == "gitbook" else {}


def _in_their_language(
    documents: tuple[Document, ...],
    kind: str,
    text: str,
    name: str,
    options: ReaderOptions,
) -> tuple[Document, ...]:
    """Return documents, those that are surely not French read again in their language.

    A page that says its language keeps it: it is the same whatever the project's.
    """
    tongues = [_recognised_language(d) if d.is_french else "" for d in documents]
    for lang in dict.fromkeys(filter(None, tongues)):
        again = READERS[kind](text, name, replace(options, lang=lang), Report())
        documents = tuple(
            with_meta(new, recognised=True) if found == lang == new.lang else old
            for old, new, found in zip(documents, again, tongues, strict=True)
        )
    return documents


def _start(path: Path) -> bytes:
    try:
        return read_start(path, 16)
    except OSError as error:
        raise unreadable_error(path, error) from error


def _empty(path: Path, report: Report | None = None) -> EmptyPageError:
    """Return the error of a page without words; what was left out of it may be why."""
    found = report.findings if report else ()
    why = next((f" {f.pos} : {f.message}" for f in found if f.code in _EMPTYING), "")
    return EmptyPageError(
        f"{path} : cette page est vide.{why}",
        next_step="Ajoutez du texte à la page, ou retirez-la du dossier.",
    )


def _text(content: bytes, kind: str, suffix: str, name: str, report: Report) -> str:
    """Return the content of a file as the text that the reader ``kind`` takes."""
    match kind:
        case "pandoc":
            return conversion.tree(content, suffix, name)
        case "html":
            return recoded(content, name, report, declared=declared_charset(content))
        case _:
            return recoded(content, name, report)


# The language of a page that does not say it


_SENTENCE = re.compile(r"[.!?…][»”\"')\s]*$")


def _recognised_language(document: Document) -> str:
    """Return the language of a document that is surely not French, else nothing.

    Quotations, code and what has a language of its own say nothing of it.
    """
    return foreign_language((Line(document.title, False), *_lines(document.blocks)))


def _lines(nodes: Iterable[Node]) -> Iterator[Line]:
    for node in nodes:
        match node:
            case Node(lang=str(lang)) if lang:
                pass
            case Heading() | Para():
                text = _words(node.children)
                yield Line(text, isinstance(node, Para) and bool(_SENTENCE.search(text)))
            case Definition():
                yield Line(_words(node.term), False)
                yield from _lines(node.blocks)
            case Div() | Callout() | ListItem() | Cell():
                yield from _lines(node.blocks)
            case List() | DefinitionList() | Table() | Row():
                yield from _lines(children(node))
            case _:
                pass


def _words(line: tuple[Inline, ...]) -> str:
    return running_text(node for node in line if not (node.lang or isinstance(node, Code)))
