"""Map pages and headings to their addresses in the site, and make its contents."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import takewhile
from typing import Any

from ppun_access.document.model import Document, Edition, Version
from ppun_access.document.sources import split_source
from ppun_access.french.text.typography import french_spacing
from ppun_access.project.project import Project, Source
from ppun_access.readers.space.pages import page_of
from ppun_access.readers.space.summary import Entry
from ppun_access.report import Finding, Report
from ppun_access.transforms.anchors import place_in, slug
from ppun_access.writers.html.frame import PLAN
from ppun_access.writers.model import MenuLine, SitePlace, page_path

TITLE_ONLY = "page-sans-texte"
"""The code of the finding about a page that is but the title of what is below it."""
WITHHELD = "page-retenue"
"""The code of the finding about pages that their front matter keeps from the site."""
Tree = list[dict[str, Any]]
"""Lines of the contents: ``title``, then ``id`` (a text), ``path`` (a place in the site) or
``url``, and the lines below it, ``below``."""


def pages_of(sources: Iterable[Source]) -> dict[str, str]:
    """Return the path in the site of each page; one that opens the book is the home."""
    found: dict[str, str] = {}
    for source in sources:
        found.setdefault(source.page.name, _path(source.document))
    return found


def _path(document: Document) -> str:
    opening = document.meta.opening
    return "index.html" if opening else page_path(document.id, "integral")


def groups_of(project: Project, pages: Mapping[str, str], report: Report) -> dict[str, str]:
    """Return where links to pages that have only a title lead, as GitBook shows them.

    That is the first of ``pages``, with their paths, below them in the contents; the plan
    of the site when none of these is published. One with nothing below it is left out.
    """
    empty = {f.pos.file for f in _told(report, TITLE_ONLY) if f.pos}
    found: dict[str, str] = {}
    for space in project.spaces:
        for number, entry in enumerate(space.entries):
            name = page_of(entry.page, empty)
            below = list(_below(entry, space.entries[number + 1 :])) if name else []
            if below:
                held = (page_of(one.page, pages) for one in below)
                found.setdefault(name, next((pages[one] for one in held if one), PLAN))
    return found


def withheld(report: Report) -> Iterator[str]:
    """Yield the names of the pages that their front matter keeps from being published."""
    for finding in _told(report, WITHHELD):
        yield from finding.pages


def _told(report: Report, code: str) -> Iterator[Finding]:
    return (f for f in (*report.findings, *report.silenced) if f.code == code)


def _below(entry: Entry, after: Iterable[Entry]) -> Iterator[Entry]:
    """Return the lines of the contents that are below one, of those that follow it."""
    return takewhile(
        lambda one: one.level > entry.level and one.group == entry.group, after
    )


def places_of(sources: Iterable[Source]) -> dict[str, dict[str, str]]:
    """Return the address in the site of the headings of each page, by their keys."""
    found: dict[str, dict[str, str]] = {}
    for source in sources:
        document, path = source.document, _path(source.document)
        here = found.setdefault(source.page.name, {})
        if tab := split_source(document.meta.source)[1]:
            here.setdefault(tab, path)
        for key, name in source.places.anchors.items():
            here.setdefault(key, f"{path}#{name}")
    return found


def titles_of(sources: Iterable[Source]) -> dict[str, str]:
    """Return the title of each page, and of each heading by its address in the site.

    A page that holds several texts has the title of the first.
    """
    found: dict[str, str] = {}
    for source in sources:
        found.setdefault(source.page.name, source.document.title)
        path = _path(source.document)
        found |= {f"{path}#{id_}": words for id_, words in source.places.titles.items()}
    return found


# The contents of the site, as the spaces order them, for the catalogue


def navigation(
    project: Project,
    sources: Sequence[Source],
    places: Mapping[str, Mapping[str, str]],
) -> Tree:
    """Return the contents of the site; nothing when no space has contents.

    ``places`` has the addresses of the headings of each page. What the contents do not name
    and is published comes last. A line that leads to no page published is left out, unless
    it has some below it.
    """
    texts: dict[str, list[Document]] = {}
    for source in sources:
        if not (source.document.meta.opening or source.document.meta.hidden):
            texts.setdefault(source.page.name, []).append(source.document)
    tree: Tree = []
    for space in project.spaces:
        tree += _tree(space.entries, texts, places)
    told = {node["id"] for node in _every(tree) if "id" in node}
    if not told:
        return []
    rest = (text for own in texts.values() for text in own if text.id not in told)
    return [*tree, *map(_line, rest)]


def _tree(
    entries: Iterable[Entry], texts: Mapping[str, Sequence[Document]],
    places: Mapping[str, Mapping[str, str]],
) -> Tree:  # fmt: skip
    tree: Tree = []
    top, group = tree, ""
    open_: list[tuple[int, dict[str, Any]]] = []
    for entry in entries:
        if entry.group != group:
            group, open_ = entry.group, []
            top = [] if group else tree
            if group:
                tree.append({"title": french_spacing(group), "below": top})
        while open_ and open_[-1][0] >= entry.level:
            open_.pop()
        into = open_[-1][1].setdefault("below", []) if open_ else top
        found = _node(entry, texts, places)
        into.append(found)
        open_.append((entry.level, found))
    return _pruned(tree)


def _node(
    entry: Entry, texts: Mapping[str, Sequence[Document]],
    places: Mapping[str, Mapping[str, str]],
) -> dict[str, Any]:  # fmt: skip
    """Return a line of the contents; the editorials of a page are below it."""
    page = page_of(entry.page, texts)
    own = next((text.title for text in texts.get(page, ())), "")
    node: dict[str, Any] = {"title": french_spacing(entry.title) or own}
    if entry.url:
        return {**node, "url": entry.url}
    if page and entry.anchor and (path := place_in(places[page], slug(entry.anchor))):
        return {**node, "path": path}
    match texts.get(page, ()):
        case []:
            return node
        case [text]:
            return {**node, "id": text.id}
        case [text, *tabs] if not split_source(text.meta.source)[1]:
            return {**node, "id": text.id, "below": [*map(_line, tabs)]}
        case tabs:
            return {**node, "below": [*map(_line, tabs)]}


def _line(text: Document) -> dict[str, Any]:
    return {"title": text.title, "id": text.id}


def _pruned(tree: Tree) -> Tree:
    """Return lines without those that lead nowhere and hold nothing."""
    kept: Tree = []
    for node in tree:
        below = _pruned(node.pop("below", []))
        if below:
            node["below"] = below
        if len(node) > 1:
            kept.append(node)
    return kept


def _every(tree: Iterable[Mapping[str, Any]]) -> Iterator[Mapping[str, Any]]:
    for node in tree:
        yield node
        yield from _every(node.get("below", []))


# Where each page stands, for its menu and the texts before and after it


MENU, NEAR = 40, 20
"""A menu shows at most ``MENU`` lines whole; in a longer one only what is around the page
is open, and ``NEAR`` lines of a level are shown."""


def site_places(
    contents: Sequence[Mapping[str, Any]], editions: Sequence[Edition], version: Version,
    *, lost: Collection[str] = (), searched: bool = False,
) -> dict[str, SitePlace]:  # fmt: skip
    """Return where the pages of a version stand, by the ids of their texts.

    ``contents`` are those of the site; without any, the order of the complete texts is.
    From an easy page one goes to easy pages, of the texts that have one. ``lost`` are the
    paths of pages that could not be written: nothing leads there.
    """
    texts = (one for one in editions[0].book.documents if not one.meta.hidden)
    tree = contents or tuple(map(_line, texts))
    easy = {
        document.id
        for edition in editions
        if edition.version == version == "facile"
        for document in edition.book.documents
        if page_path(document.id, "facile") not in lost
    }
    menu = tuple(_menu_line(node, version, easy, lost) for node in tree)
    order: dict[str, tuple[tuple[int, ...], tuple[MenuLine, ...], MenuLine]] = {}
    for id_, where, trail, line in _walk(tree, menu):
        order.setdefault(id_, (where, trail, line))
    if len(order) < 2 and not any(node.get("below") for node in tree):
        return {}
    lines = [None, *(line for _, _, line in order.values()), None]
    whole = len([*_every(tree)]) <= MENU
    return {
        id_: SitePlace(
            trail, lines[n], lines[n + 2], _opened(menu, where, whole=whole), searched
        )
        for n, (id_, (where, trail, _)) in enumerate(order.items())
    }


def _menu_line(
    node: Mapping[str, Any], version: Version, easy: Collection[str], lost: Collection[str]
) -> MenuLine:
    title, path, id_ = node["title"], node.get("path", ""), node.get("id", "")
    if id_:
        path = page_path(id_, "facile" if id_ in easy else "integral")
        if version == "facile" and id_ not in easy:
            title = f"{title} (texte complet)"
    if path.partition("#")[0] in lost:
        path = ""
    below = tuple(_menu_line(one, version, easy, lost) for one in node.get("below", ()))
    return MenuLine(title, path, node.get("url", ""), below)


def _walk(
    tree: Iterable[Mapping[str, Any]], menu: Iterable[MenuLine],
    where: tuple[int, ...] = (), trail: tuple[MenuLine, ...] = (),
) -> Iterator[tuple[str, tuple[int, ...], tuple[MenuLine, ...], MenuLine]]:  # fmt: skip
    """Yield each text of the contents: its id, its place, what it is below, its line."""
    for n, (node, line) in enumerate(zip(tree, menu, strict=True)):
        here, alone = (*where, n), replace(line, below=())
        if (id_ := node.get("id")) and line.path:
            yield id_, here, trail, alone
        yield from _walk(node.get("below", ()), line.below, here, (*trail, alone))


def _opened(
    menu: tuple[MenuLine, ...], where: tuple[int, ...], *, whole: bool
) -> tuple[MenuLine, ...]:
    """Return the menu of the page at ``where``, open around it; all of it if ``whole``."""
    at = where[0] if where else -1
    first = 0 if whole else max(0, at - NEAR // 2)
    shown: list[MenuLine] = []
    for n, line in enumerate(menu if whole else menu[first : first + NEAR], first):
        if n == at:
            below = _opened(line.below, where[1:], whole=whole)
            shown.append(replace(line, here=len(where) == 1, below=below))
        else:
            shown.append(line if whole else replace(line, below=()))
    return tuple(shown)
