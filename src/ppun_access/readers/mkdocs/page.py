"""Read a page of a MkDocs site: what it includes, its Markdown, its addresses."""

from __future__ import annotations

import posixpath
from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

from ppun_access.document.model import Block, Div, Document, Node, Pos
from ppun_access.document.walk import walk
from ppun_access.readers.context import Context
from ppun_access.readers.depth import limited_depth
from ppun_access.readers.front_matter import split_front_matter, with_language
from ppun_access.readers.gitbook.editorial_tabs import documents
from ppun_access.readers.html.parsing import parsed
from ppun_access.readers.html.tree import read_tree
from ppun_access.readers.lines import find_lines
from ppun_access.readers.markdown.page import first_title, page
from ppun_access.readers.mkdocs.conversion import to_html
from ppun_access.readers.mkdocs.extensions import enabled
from ppun_access.readers.mkdocs.icons import said
from ppun_access.readers.mkdocs.snippets import SNIPPETS, Line, Snippets
from ppun_access.readers.model import MkDocs, ReaderOptions
from ppun_access.readers.own_block import without_own_block
from ppun_access.report import Finding, Report

INDEX = ("index", "readme")
"""The names of the page of a folder, without their ends, in small letters."""
_SITE = MkDocs(Path(), enabled({}))
"""That of a page read by itself."""


def read_mkdocs(
    source: str, name: str, options: ReaderOptions, report: Report
) -> tuple[Document, ...]:
    """Return the documents of a page of a MkDocs site; ``name`` is its path in it.

    Raises InputError when the front matter is broken.
    """
    front, text, first_line = split_front_matter(source, name, report)
    site = options.mkdocs or _SITE
    stem = name.rsplit("/", 1)[-1].rsplit(".", 1)[0]
    title = first_title(text) or options.title or stem
    options = with_language(options, front, name, title, report)
    lines = _lines(text, Pos(name, first_line), site, options.files, title, report)
    text = "\n".join(line.text for line in lines)
    found = Report()
    context = Context(name, title, found, lang=options.lang)
    html, icons = to_html(text, site.extensions, partial(_address, name, site))
    soup = parsed(html)
    find_lines(soup, text)
    content = limited_depth(read_tree(soup, context), name, title, found)
    _tell_icons(icons, lines, title, report)
    content = _placed(without_own_block(content), lines)
    for finding in (*found.findings, *found.silenced):
        report.add(replace(finding, pos=_place(finding.pos, lines)))
    # MkDocs shows the description to search engines alone
    shown = {key: value for key, value in front.items() if key != "description"}
    return documents(page(content, shown, name, options), report)


# Lines, and where they come from


def _lines(
    text: str, first: Pos, site: MkDocs, files: Mapping[str, str], title: str,
    report: Report,
) -> Sequence[Line]:  # fmt: skip
    """Return the lines of a page, with those of the files that it includes."""
    own = [
        Line(line, Pos(first.file, number))
        for number, line in enumerate(text.split("\n"), first.line)
    ]
    if SNIPPETS not in site.extensions:
        return own

    def tell(pos: Pos, message: str, passage: str) -> None:
        report.add(Finding("inclusion-impossible", message, pos, title, passage))

    snippets = Snippets(files, site.snippets, tell)
    found = [*snippets.lines(own)]
    for name in site.appended:
        found += [Line("", own[-1].pos), *snippets.included(name, own[-1].pos)]
    return found


def _placed(content: tuple[Block, ...], lines: Sequence[Line]) -> tuple[Block, ...]:
    """Return blocks whose places are those of the lines that they come from."""

    def place(node: Node) -> Node:
        return replace(node, pos=_place(node.pos, lines)) if node.pos else node

    return walk(Div(content), place).blocks


def _place(pos: Pos | None, lines: Sequence[Line]) -> Pos | None:
    if pos is None:
        return None
    found = lines[min(max(pos.line, 1), len(lines)) - 1].pos
    return replace(pos, file=found.file, line=found.line)


def _tell_icons(
    icons: Sequence[str], lines: Sequence[Line], title: str, report: Report
) -> None:
    """Report the icons that stand in the place of words, once."""
    if not icons:
        return
    mark = f":{icons[0]}:"
    pos = next((line.pos for line in lines if mark in line.text), lines[0].pos)
    others = len(icons) - 1
    told = "une autre" if others == 1 else f"{others} autres"
    more = f" (et de même pour {told} dans cette page)" if others else ""
    message = (
        f"L’icône {mark} tient seule la place de mots : « {said(icons[0])} » est publié à "
        f"sa place{more}. Écrivez les mots."
    )
    report.add(Finding("icone-seule", message, pos, title, mark))


# Addresses


def _address(name: str, site: MkDocs, address: str, of_markdown: bool) -> str:
    """Return an address of a page as a path from the folder of its file.

    MkDocs so reads what Markdown says of a file; any other address is that of the site,
    where the page « guides/a.md » is « guides/a/ ».
    """
    try:
        parts = urlsplit(address)
    except ValueError:
        return address
    path = parts.path
    if parts.scheme or parts.netloc or not path or path.startswith("/"):
        return address
    is_file = "." in path.rstrip("/").rpartition("/")[2].lstrip(".")
    if of_markdown and is_file and not path.endswith("/"):
        return address
    folder, _, file = name.rpartition("/")
    stem = file.rpartition(".")[0]
    apart = site.directory_urls and stem.lower() not in INDEX
    base = posixpath.join(folder, stem) if apart else folder
    target = posixpath.normpath(posixpath.join("/", base, path))
    moved = posixpath.relpath(target, posixpath.join("/", folder))
    return urlunsplit(parts._replace(path=moved))
