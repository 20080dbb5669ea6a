"""Find the footnotes of a web page, an item and a mark that link to each other.

The tree is rewritten to hold them as Markdown writes footnotes, the form that ``tree``
reads.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import islice

from bs4 import BeautifulSoup
from bs4.element import NavigableString, Tag

_MARK = re.compile(r"[\s([]*(?:\d{1,3}|[a-z]|[ivx]{1,5}|[*†‡§]{1,3})[\s)\].]*")
_NAMES = re.compile(
    r"(?:les )?(?:notes?(?: (?:et|and) (?:références|references)| de bas de page)?"
    r"|footnotes?|références)\s*:?",
    re.IGNORECASE,
)
_HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
_HOLDERS = ("div", "section", "aside", "footer", "ol", "ul")
_MOST_STRINGS = 8
"""Pieces of text in a mark: « [ », « 1 », « ] »."""
_PLACES = ("div", "section", "article", "main", "td", "body")


def as_notes(soup: BeautifulSoup) -> None:
    """Write the notes of a page as ``elements.footnotes`` takes them."""
    if soup.find("div", class_="footnote"):
        return
    box = soup.new_tag("ol")
    links: dict[str, list[Tag]] = {}
    for link in soup.find_all("a", href=re.compile("^#.")):
        links.setdefault(str(link["href"])[1:], []).append(link)
    taken: set[int] = set()
    holder: Tag | None = None
    for item in soup.find_all("li", id=True):
        calls = [a for a in links.get(str(item["id"]), []) if _is_call(a, item)]
        if not calls or any(id(above) in taken for above in item.parents):
            continue
        taken.add(id(item))
        places = {f"#{name}" for call in calls for name in _ids(call)}
        if backs := [a for a in item.find_all("a", href=True) if a["href"] in places]:
            holder = holder or calls[0].find_parent(_PLACES)
            _add(item, calls, backs, box, soup)
    if box.contents:
        division = soup.new_tag("div", attrs={"class": "footnote"})
        division.append(box)
        (holder or soup).append(division)


def _is_call(link: Tag, item: Tag) -> bool:
    """Return whether a link is the mark of a note: a number, or a letter set above."""
    text = "".join(islice(link.strings, _MOST_STRINGS))
    if not _MARK.fullmatch(text) or any(above is item for above in link.parents):
        return False
    raised = link.find("sup") or link.find_parent("sup")
    return bool(raised) or not text.strip().isalpha()


def _ids(call: Tag) -> Iterator[str]:
    parent = call.parent
    around = [parent] if parent is not None and parent.name in ("sup", "span") else []
    for tag in (call, *around, *call.find_all(True)):
        if tag.has_attr("id"):
            yield str(tag["id"])


def _add(
    item: Tag, calls: Iterable[Tag], backs: Iterable[Tag], box: Tag, soup: BeautifulSoup
) -> None:
    """Put a note in the box of notes, and write its marks."""
    for back in backs:
        _take_back(back, item)
    source = item.parent
    box.append(item.extract())
    for call in calls:
        parent = call.parent
        raised = parent is not None and parent.name == "sup"
        if raised and parent is not None and _MARK.fullmatch(parent.get_text()):
            call["class"] = "footnote-ref"
        else:
            _raise(call, soup)
    if source is not None:
        _without_empty(source)


def _raise(call: Tag, soup: BeautifulSoup) -> None:
    """Turn a link into a footnote mark, in place."""
    attributes = {"class": "footnote-ref", "href": str(call["href"])}
    link = soup.new_tag("a", attrs=attributes)
    link.string = call.get_text()
    call.clear()
    call.name, call.attrs = "sup", {}
    call.append(link)


def _take_back(back: Tag, item: Tag) -> None:
    """Take out the way back to a mark, and what held it alone."""
    before, parent = back.previous_sibling, back.parent
    if isinstance(before, NavigableString):
        before.replace_with(before.rstrip())
    back.extract()
    while parent is not None and parent is not item:
        above = parent.parent
        if any(map(str.isalnum, parent.get_text())) or parent.find("img"):
            break
        parent.extract()
        parent = above


def _without_empty(holder: Tag) -> None:
    """Take out a list of which all are notes, with its name and its rule."""
    if holder.find(("li", "img")) or _words(holder):
        return
    while (
        (parent := holder.parent) is not None
        and parent.name in _HOLDERS
        and not parent.find("img")
        and _NAMES.fullmatch(_words(parent) or "notes")
    ):
        holder = parent
    before = holder.find_previous_sibling()
    after = holder.find_next_sibling()
    holder.extract()
    named = before is not None and before.name in _HEADINGS
    if before is None or (after is not None and after.name not in _HEADINGS):
        return
    if before.name == "hr" or (named and _NAMES.fullmatch(_words(before))):
        before.extract()


def _words(tag: Tag) -> str:
    return " ".join(tag.get_text(" ").split())
