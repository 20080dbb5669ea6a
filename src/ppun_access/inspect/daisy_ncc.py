"""Verify the ncc.html of a DAISY 2.02 book: metadata, headings, links."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from ppun_access.inspect.daisy_files import (
    NCC,
    XHTML,
    OpenBook,
    Place,
    Tree,
    children_of,
    place_of,
    words_of,
)

_STRUCK = "(texte supprimé :"
ONCE = (
    "dc:date", "dc:format", "dc:identifier", "dc:publisher", "dc:title", "ncc:charset",
    "ncc:pageFront", "ncc:pageNormal", "ncc:pageSpecial", "ncc:tocItems", "ncc:totalTime",
)  # fmt: skip
"""Mandatory, exactly once."""
AT_LEAST_ONCE = ("dc:creator", "dc:language")
"""Mandatory."""
AT_MOST_ONCE = (
    "ncc:depth", "ncc:files", "ncc:footnotes", "ncc:generator", "ncc:kByteSize",
    "ncc:maxPageNormal", "ncc:multimediaType", "ncc:prodNotes", "ncc:producer",
    "ncc:setInfo", "ncc:sidebars", "ncc:sourceDate", "ncc:sourcePublisher",
    "ncc:sourceTitle",
)  # fmt: skip
_INTEGER = r"\d+"
FORMS = {
    "dc:date": r"\d{4}-\d\d-\d\d",
    "dc:format": r"Daisy 2\.02",
    "dc:language": r"[A-Za-z]{2,3}(-[A-Za-z0-9]{1,8})*",
    "ncc:charset": r"utf-8",
    "ncc:depth": r"[1-6]",
    "ncc:multimediaType": r"audioFullText|textPartAudio|textNcc",
    "ncc:setInfo": r"[1-9]\d* of [1-9]\d*",
    "ncc:totalTime": r"\d{2,}:[0-5]\d:[0-5]\d",
    **dict.fromkeys(
        ("ncc:files", "ncc:kByteSize", "ncc:tocItems", "ncc:footnotes", "ncc:prodNotes",
         "ncc:sidebars", "ncc:maxPageNormal", "ncc:pageFront", "ncc:pageNormal",
         "ncc:pageSpecial"), _INTEGER,
    ),
}  # fmt: skip
"""Name → how its value is written."""
_COUNTED = {
    "ncc:pageFront": "page-front",
    "ncc:pageNormal": "page-normal",
    "ncc:pageSpecial": "page-special",
    "ncc:footnotes": "noteref",
    "ncc:prodNotes": "optional-prodnote",
    "ncc:sidebars": "sidebar",
}
"""Name → class of the elements that it counts."""
_HEADINGS = tuple(f"{XHTML}h{level}" for level in range(1, 7))


def metadata_of(tree: Tree) -> dict[str, list[str]]:
    """Return the metadata of a file: name → values."""
    found: dict[str, list[str]] = {}
    for meta in tree.iter(f"{XHTML}meta", "meta"):
        if name := meta.get("name"):
            found.setdefault(name, []).append(meta.get("content") or "")
    return found


def items_of(book: OpenBook) -> list[Tree]:
    """Return the lines of the table of contents."""
    body = book.ncc.find(f"{XHTML}body")
    return [] if body is None else children_of(body)


def check_ncc(book: OpenBook) -> Iterator[str]:
    """Yield the faults of the ncc, one a line."""
    for fault in (*_metadata(book), *_counts(book), *_headings(book), *_links(book)):
        yield f"{NCC} : {fault}"


def _metadata(book: OpenBook) -> Iterator[str]:
    found = metadata_of(book.ncc)
    for name in (*ONCE, *AT_LEAST_ONCE):
        if not any(value.strip() for value in found.get(name, ())):
            yield f"« {name} » manque."
    for name in (*ONCE, *AT_MOST_ONCE):
        if len(found.get(name, ())) > 1:
            yield f"« {name} » est là plusieurs fois."
    for name, form in FORMS.items():
        for value in found.get(name, ()):
            if not re.fullmatch(form, value):
                yield f"« {name} » : « {value} » n’est pas écrit comme il faut."
    types = [m.get("content") for m in book.ncc.iter(f"{XHTML}meta") if m.get("http-equiv")]
    if types != ["text/html; charset=utf-8"]:
        yield "le jeu de caractères doit être déclaré (Content-type, utf-8)."


def _counts(book: OpenBook) -> Iterator[str]:
    items = items_of(book)
    levels = [int(item.tag[-1]) for item in items if item.tag in _HEADINGS]
    size = sum(map(len, book.files.values()))
    true = {
        "ncc:tocItems": len(items),
        "ncc:depth": max(levels, default=0),
        "ncc:files": len(book.files),
        "ncc:kByteSize": -(-size // 1024),
        **{
            name: sum(item.get("class") == class_ for item in items)
            for name, class_ in _COUNTED.items()
        },
    }
    found = metadata_of(book.ncc)
    for name, number in true.items():
        for value in found.get(name, ()):
            if value.isdigit() and int(value) != number:
                yield f"« {name} » annonce {value}, il y en a {number}."


def _headings(book: OpenBook) -> Iterator[str]:
    items = items_of(book)
    if not items or items[0].tag != _HEADINGS[0] or items[0].get("class") != "title":
        yield 'le premier élément doit être <h1 class="title">.'
    for item in items:
        links = item.findall(f"{XHTML}a")
        if item.tag not in _HEADINGS or not item.get("id"):
            yield f"« {words_of(item)} » doit être un titre avec un id."
        if len(links) != 1 or len(children_of(item)) != 1 or not words_of(item):
            yield f"« {words_of(item)} » doit tenir dans un seul lien."
    levels = [int(item.tag[-1]) for item in items if item.tag in _HEADINGS]
    if 1 in levels[1:] or any(b > a + 1 for a, b in pairwise(levels)):
        yield "un niveau de titre est sauté."


def _links(book: OpenBook) -> Iterator[str]:
    """Yield the lines that do not lead, in order, to the same heading of the text."""
    seen: list[tuple[str, int]] = []
    ranks, files = _ranks(book), set(book.smil())
    for item in items_of(book):
        link = item.find(f"{XHTML}a")
        place = place_of("" if link is None else link.get("href") or "", NCC)
        event = book.places.get(place) if place.file in files else None
        if event is None or event.tag not in ("par", "text"):
            yield f"« {words_of(item)} » ne mène nulle part ({place.file}#{place.id})."
            continue
        seen.append((place.file, ranks[place]))
        text = event if event.tag == "text" else event.find("text")
        source = "" if text is None else text.get("src") or ""
        heading = book.places.get(place_of(source, place.file))
        if heading is not None and not _same(item, heading):
            yield f"« {words_of(item)} » ne mène pas à ce titre dans le texte."
    if seen != sorted(seen) or len(set(seen)) < len(seen):
        yield "les titres ne sont pas dans l’ordre du livre."
    if seen and seen[0][1] > 0:
        yield "le début du livre n’est pas dans le premier titre."
    named = list(dict.fromkeys(file for file, _ in seen))
    if named != book.smil():
        yield "la table des matières ne nomme pas tous les fichiers SMIL."


def _ranks(book: OpenBook) -> dict[Place, int]:
    """Return the rank of each event in its file."""
    return {
        Place(name, str(element.get("id"))): rank
        for name in book.smil()
        for rank, par in enumerate(book.trees[name].iter("par"))
        for element in par.iter("par", "text")
    }


def _same(item: Tree, heading: Tree) -> bool:
    """Return whether a heading of the text is that of the table of contents."""
    inside = "".join("".join(_words(heading)).split())
    wanted = "".join(words_of(item).split())
    return heading.tag == item.tag and (wanted == inside or not inside)


def _words(element: Tree) -> Iterator[str]:
    """Yield the words of a heading, without the calls of its footnotes.

    A table of contents strikes nothing: it says what is struck.
    """
    if element.get("class") != "noteref":
        before, after = (_STRUCK, ")") if element.tag == f"{XHTML}del" else ("", "")
        yield f"{before}{element.text or ''}"
        for child in children_of(element):
            yield from _words(child)
            yield child.tail or ""
        yield after
