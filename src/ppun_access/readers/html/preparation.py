"""Prepare an HTML tree for conversion: limit depth, link media, open folded parts."""

from __future__ import annotations

import re
from collections.abc import Iterator

from bs4 import BeautifulSoup
from bs4.element import PreformattedString, Tag

from ppun_access.readers.context import Context
from ppun_access.readers.depth import TOO_DEEP
from ppun_access.readers.html.elements import placed

# Depth


DEEPEST = 120
"""Elements in one another; a list in a list is two or three of them."""


def limit_depth(soup: BeautifulSoup, context: Context, part: Tag | None = None) -> None:
    """Turn the words that are nested too deep into paragraphs, and report it.

    ``part`` of the page is alone read when it is given: it will be a page of its own.
    """
    for passage in _cut(soup if part is None else part, soup, 0 if part is None else 1):
        context.tell("imbrication-profonde", TOO_DEEP, passage)


def _cut(part: Tag, soup: BeautifulSoup, depth: int) -> list[Tag]:
    found: list[Tag] = []
    stack: list[tuple[Tag, int]] = [(part, depth)]
    while stack:
        tag, depth = stack.pop()
        if depth == DEEPEST:
            found += [tag] if _flat(tag, soup) else []
        else:
            below = (child for child in tag.children if isinstance(child, Tag))
            stack += [(child, depth + 1) for child in below]
    return found


def _flat(tag: Tag, soup: BeautifulSoup) -> bool:
    """Give a tag its words alone, if there are tags in it."""
    if not any(isinstance(child, Tag) for child in tag.children):
        return False
    texts = [t for t in tag.strings if t.strip() and not isinstance(t, PreformattedString)]
    tag.clear()
    for text in texts:
        line = placed(soup.new_tag("p"), text)
        line.string = str(text)
        tag.append(line)
    return True


# Media


_MEDIA = ("iframe", "video", "audio", "embed", "object")
_OWN = ("data:", "javascript:", "about:")
"""How an address begins that leads nowhere."""


def link_media(soup: Tag) -> None:
    """Replace each medium of a tree by a link, with its content as the link text."""
    for tag in reversed(soup.find_all(_MEDIA)):  # what one holds is read before it
        _linked(tag)


def _linked(tag: Tag) -> None:
    source = tag.find("source")
    inner = source.get("src") if isinstance(source, Tag) else ""
    address = str(tag.get("src") or tag.get("data") or inner or "")
    words = str(tag.get("title") or tag.get("aria-label") or "") or tag.get_text(" ")
    link = BeautifulSoup("", "html.parser").new_tag("a", href=address)
    link.string = " ".join(words.split()) or address
    if address and not address.lower().startswith(_OWN):
        tag.replace_with(placed(link, tag))
    else:
        tag.unwrap()


# What opens on request


_TITLES = tuple(f"h{level}" for level in range(1, 7))
_BOXES = ("ul", "ol", "li", "div", "nav")
_WINDOWS = ("dialog", "alertdialog")


def unfold(soup: BeautifulSoup) -> None:
    """Replace each folded part of a page by its content, under its name as a heading."""
    places = {str(tag["id"]): tag for tag in reversed(soup.find_all(id=True))}
    _name_panels(soup, places)
    for button in soup.find_all(_opens):
        for part in _opened(button, places):
            _show(part)
            if (
                button.name == "button"
                and not _is_titled(button)
                and _follows(part, button)
            ):
                button.name = f"h{_level(button)}"
    for button in soup.find_all("button"):
        if _is_titled(button) or button.get("role") == "tab":
            button.name = "span"


def _opens(tag: Tag) -> bool:
    return tag.has_attr("aria-controls") or (
        tag.has_attr("aria-expanded") and not tag.has_attr("aria-haspopup")
    )


def _opened(tag: Tag, places: dict[str, Tag]) -> Iterator[Tag]:
    """Yield the parts of a page that ``tag`` opens; a window is none.

    One that does not name them opens what is hidden just after it, or after its box.
    """
    if tag.has_attr("aria-controls"):
        found = [places.get(name) for name in str(tag["aria-controls"]).split()]
    else:
        next_ones = (_after(tag), _after(tag.parent))
        found = [part for part in next_ones if part and is_hidden(part)]
    for part in found:
        if part and not any(map(_is_window, (part, *part.parents))):
            yield part


def is_hidden(tag: Tag) -> bool:
    """Return whether a page does not show ``tag``."""
    style = re.sub(r"\s", "", str(tag.get("style", ""))).lower()
    return (
        tag.has_attr("hidden") or "display:none" in style or "visibility:hidden" in style
    ) and tag.name not in ("html", "body")


def _is_window(tag: Tag) -> bool:
    return tag.name == "dialog" or tag.get("role") in _WINDOWS


def _show(part: Tag) -> None:
    part.attrs.pop("hidden", None)
    part.attrs.pop("style", None)


def _is_titled(button: Tag) -> bool:
    """Return whether a button is all that a heading holds."""
    title = button.find_parent(_TITLES)
    return title is not None and title.get_text().strip() == button.get_text().strip()


def _follows(part: Tag, button: Tag) -> bool:
    """Return whether a part comes just after its button, or the box of its button."""
    return part in (button.find_next_sibling(), _after(button.parent))


def _after(tag: Tag | None) -> Tag | None:
    found = tag.find_next_sibling() if tag else None
    return found if isinstance(found, Tag) else None


def _level(tag: Tag) -> int:
    """Return the level of a heading that would stand where ``tag`` does."""
    before = tag.find_previous(_TITLES)
    return min(int(before.name[1]) + 1, 6) if isinstance(before, Tag) else 2


def _name_panels(soup: BeautifulSoup, places: dict[str, Tag]) -> None:
    """Put the name of each tab above its panel, and remove the list of tabs."""
    tabs = {
        str(tab.get("aria-controls")): tab for tab in reversed(soup.find_all(role="tab"))
    }
    level = 0
    for panel in soup.find_all(role="tabpanel"):
        _show(panel)
        tab = places.get(str(panel.get("aria-labelledby"))) or tabs.get(
            str(panel.get("id"))
        )
        if tab is None or tab.get("role") != "tab" or panel in tab.parents:
            continue
        level = level if _follows_panel(panel) else _level(panel)
        title = placed(soup.new_tag(f"h{level}"), tab)
        title.string = tab.get_text(" ").strip()
        panel.insert_before(title)
        _take_out(tab)


def _take_out(tag: Tag) -> None:
    """Take ``tag`` out of a page, with the boxes that held nothing else."""
    box = tag.parent
    tag.extract()
    empty = box and not box.find(True) and not box.get_text().strip()
    if box and box.parent and box.name in _BOXES and empty:
        _take_out(box)


def _follows_panel(panel: Tag) -> bool:
    before = panel.find_previous_sibling()
    return isinstance(before, Tag) and before.get("role") == "tabpanel"
