"""Query beautifulsoup4 elements: children, footnotes, language, code, quotations."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import takewhile
from typing import Final, TypeVar

from bs4 import BeautifulSoup
from bs4.element import NavigableString, PageElement, Tag

from ppun_access.document.model import Inline, Text
from ppun_access.document.walk import plain_text
from ppun_access.readers.spaces import merged, trimmed

APART = (
    "form", "option", "optgroup", "textarea", "rt", "listing", "xmp",
    "text", "title", "desc", "foreignobject", "mi", "mo", "mn", "ms", "mtext",
)  # fmt: skip
"""Elements in a line whose words are not glued to others; the last are of drawings."""
EXTRA_CELLS: Final = "data-extra-cells"
"""Marks the first row of a table that has more cells than its header."""
_TASK = re.compile(r"[ \t\r\n]*\[([ xX])\](?=[ \t\r\n\u00a0])")
"""The box of a task in Markdown."""


_Element = TypeVar("_Element", bound=PageElement)


def placed(new: _Element, old: PageElement) -> _Element:
    """Return an element that takes the place of another one, with its line."""
    vars(new)["sourceline"] = vars(old).get("sourceline")
    return new


def ends_drawing(tag: Tag) -> bool:
    """Return whether an element is the last of a drawing or of a formula."""
    at: Tag | None = tag
    while at is not None and at.name not in ("svg", "math"):
        at = at.parent if at.next_sibling is None else None
    return at is not None


def direct_elements(
    tag: Tag, names: tuple[str, ...], through: tuple[str, ...] = ()
) -> Iterator[Tag]:
    """Yield the elements called ``names`` of ``tag`` itself, none of a nested one."""
    for element in tag.find_all(True, recursive=False):
        if element.name in names:
            yield element
        elif element.name in through:
            yield from direct_elements(element, names, through)


def stray_content(
    tag: Tag, names: tuple[str, ...], through: tuple[str, ...]
) -> Iterator[PageElement]:
    """Yield the content of ``tag`` that is not in the elements ``names`` it should hold."""
    for element in tag.children:
        if isinstance(element, Tag) and element.name in through:
            yield from stray_content(element, names, through)
        elif not (isinstance(element, Tag) and element.name in names):
            yield element


def spaced(captions: Iterable[Tag]) -> Iterator[PageElement]:
    """Yield the content of several captions, a space between two."""
    for number, caption in enumerate(captions):
        if number:
            yield NavigableString(" ")
        yield from [caption] if language(caption) else caption.children


def footnotes(soup: BeautifulSoup) -> dict[str, Tag]:
    """Take the list of footnotes out of ``soup``; return each note by its id."""
    box = soup.find("div", class_="footnote")
    if not isinstance(box, Tag):
        return {}
    box.extract()
    for back in box.find_all("a", class_="footnote-backref"):
        before = back.previous_sibling
        if isinstance(before, NavigableString):
            before.replace_with(before.rstrip("\u00a0 "))
        back.extract()
    notes = box.find_all("li", id=True)
    for note in notes:
        _with_strays(note)
    return {str(note["id"]): note for note in notes}


def _with_strays(note: Tag) -> None:
    """Put back in ``note`` the words after it: an end tag in it has ended it too soon."""
    beside = takewhile(lambda e: getattr(e, "name", "") != "li", note.next_siblings)
    for stray in list(beside):
        if not is_blank(stray):
            note.append(stray)


def note_id(sup: Tag) -> str:
    """Return the id of the footnote that a mark calls, empty when it is no such mark."""
    mark = sup.find("a", class_="footnote-ref", recursive=False)
    return str(mark.get("href", "")).removeprefix("#") if isinstance(mark, Tag) else ""


def checked(item: Tag) -> bool | None:
    """Return whether the task of a list item is done; None when it is no task.

    The mark that Markdown writes, « [x] », is removed.
    """
    box = item.find("input", type="checkbox")
    if isinstance(box, Tag) and box.find_parent("li") is item:
        return box.has_attr("checked")
    text = next((s for s in item.strings if s.strip()), None)
    mark = _TASK.match(text) if text and _leads(text, item) else None
    if text is None or mark is None:
        return None
    text.replace_with(placed(NavigableString(text[mark.end() :]), text))
    return mark[1] != " "


def _leads(text: NavigableString, item: Tag) -> bool:
    """Return whether a text opens an item, in no other tag than a paragraph."""
    return text.parent is item or (
        text.parent is not None and text.parent.name == "p" and text.parent.parent is item
    )


def language(tag: Tag) -> str:
    """Return the language that an author gives to an element, empty without one."""
    return str(tag.get("lang") or tag.get("xml:lang") or "").strip()


def code_text(tag: Tag, line_end: str) -> str:
    """Return the characters of ``tag`` as code; ``<br>`` ends a line.

    No picture is code: what describes it is.
    """
    for image in tag.find_all("img"):
        image.insert_before(NavigableString(str(image.get("alt", ""))))
    for line_break in tag.find_all("br"):
        line_break.insert_before(NavigableString(line_end))
    return tag.get_text()


def is_blank(element: PageElement) -> bool:
    """Return whether an element is only white space."""
    return isinstance(element, NavigableString) and not element.strip()


# Quotations


_ENGLISH = ("“", "”")
_MARKS = (("«\u202f", "\u202f»"), _ENGLISH)
_SINGLE = ("‘", "’")
_MARKED = re.compile(r"""\s*[«“"„].*[»”"]\s*""", re.DOTALL)


def marks(lang: str, within: int, *, single: bool = False) -> tuple[str, str]:
    """Return the quotation marks for a quotation nested in ``within`` others."""
    if single:
        return _SINGLE
    kinds = _MARKS if lang.partition("-")[0].lower() == "fr" else (_ENGLISH, _SINGLE)
    return kinds[within % 2]


def quoted(tag: Tag, children: Sequence[Inline], lang: str) -> list[Inline]:
    """Return the content of ``<q>`` between its marks, unless its author wrote some.

    ``lang``: the language of the page, which what is around may change.
    """
    inside = trimmed(list(children))
    if not inside or _MARKED.fullmatch("".join(map(plain_text, inside))):
        return list(children)
    around = next((said for p in tag.parents if (said := language(p))), lang)
    before, after = marks(around, len(tag.find_parents("q")))
    return merged([Text(before), *inside, Text(after)])
