"""The contents of the site, as the spaces order them, for the catalogue."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from ppun_access.french.text.typography import french_spacing
from ppun_access.project.project import Project, Source
from ppun_access.readers.space.pages import page_of
from ppun_access.readers.space.summary import Entry
from ppun_access.transforms.anchors import slug

Tree = list[dict[str, Any]]
"""Lines of the contents: ``title``, then ``id`` (a text), ``path`` (a place in the site) or
``url``, and the lines below it, ``below``."""


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
    ids: dict[str, list[str]] = {}
    titles = {source.document.id: source.document.title for source in sources}
    for source in sources:
        if not source.document.meta.opening:
            ids.setdefault(source.page.name, []).append(source.document.id)
    tree: Tree = []
    for space in project.spaces:
        tree += _tree(space.entries, ids, titles, places)
    told = {node["id"] for node in _every(tree) if "id" in node}
    if not told:
        return []
    rest = (id_ for names in ids.values() for id_ in names if id_ not in told)
    return [*tree, *({"title": titles[id_], "id": id_} for id_ in rest)]


def _tree(
    entries: Iterable[Entry], ids: Mapping[str, list[str]], titles: Mapping[str, str],
    places: Mapping[str, Mapping[str, str]],
) -> Tree:  # fmt: skip
    tree: Tree = []
    top, group = tree, ""
    open_: list[tuple[int, dict[str, Any]]] = []
    for entry in entries:
        if entry.group != group:
            group, open_ = entry.group, []
            top = []
            tree.append({"title": french_spacing(group), "below": top})
        while open_ and open_[-1][0] >= entry.level:
            open_.pop()
        into = open_[-1][1].setdefault("below", []) if open_ else top
        found = _lines(entry, ids, titles, places)
        into += found
        open_.append((entry.level, found[0]))
    return _pruned(tree)


def _lines(
    entry: Entry, ids: Mapping[str, list[str]], titles: Mapping[str, str],
    places: Mapping[str, Mapping[str, str]],
) -> Tree:  # fmt: skip
    """Return a line of the contents; a page of several texts has them below it."""
    node: dict[str, Any] = {"title": french_spacing(entry.title)}
    page = page_of(entry.page, ids)
    if entry.url:
        return [{**node, "url": entry.url}]
    if page and entry.anchor and (path := places[page].get(slug(entry.anchor))):
        return [{**node, "path": path}]
    match ids.get(page, []):
        case []:
            return [node]
        case [id_]:
            return [{**node, "id": id_}]
        case several:
            return [{**node, "below": [{"title": titles[i], "id": i} for i in several]}]


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


def _every(tree: Tree) -> Iterable[dict[str, Any]]:
    for node in tree:
        yield node
        yield from _every(node.get("below", []))
