"""Convert pictures, ``![description](file "title")``, and the titles of links.

A title is shown by a browser to whoever holds a mouse, and to nobody else: it becomes the
caption of a picture that stands by itself and has none; elsewhere it ends the description,
or the words of the link, between parentheses, unless it says nothing more than they do.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from html import unescape

from bs4.element import PageElement, Tag

from ppun_access.document.model import Figure, Image, Inline, Pos, Text
from ppun_access.document.walk import plain_text
from ppun_access.readers.spaces import SPACE, merged


def figure(tag: Tag, caption: tuple[Inline, ...], pos: Pos) -> Figure:
    """Return a picture that stands by itself; its title is its caption if it has none."""
    if caption:
        return Figure(titled_image(tag, caption, pos), caption, pos=pos)
    title = _title(tag)
    return Figure(_image(tag, "", pos), (Text(title),) if title else (), pos=pos)


def titled_image(
    tag: Tag, caption: tuple[Inline, ...] = (), pos: Pos | None = None
) -> Image:
    """Return a picture whose title, unless the caption says it, ends the description."""
    shown = "".join(map(plain_text, caption))
    title = _title(tag)
    return _image(tag, "" if title in shown else title, pos)


def only_image(elements: Iterable[PageElement]) -> Tag:
    """Return the picture that is alone in ``elements``; StopIteration without any."""
    tags = (element for element in elements if isinstance(element, Tag))
    found = (tag if tag.name == "img" else tag.find("img") for tag in tags)
    return next(image for image in found if isinstance(image, Tag))


def _image(tag: Tag, title: str, pos: Pos | None) -> Image:
    alt = _words(tag, "alt")
    words = f"{alt} ({title})" if alt and title else alt or title
    return Image((Text(words),) if words else (), str(tag.get("src", "")), pos=pos)


def _title(tag: Tag) -> str:
    """Return the title of a picture, nothing when its description says the same."""
    title = _words(tag, "title")
    return "" if title.casefold() in _words(tag, "alt").casefold() else title


def _words(tag: Tag, attribute: str) -> str:
    return SPACE.sub(" ", str(tag.get(attribute, ""))).strip()


# Addresses


_HELD = ("data:", "blob:", "javascript:", "vbscript:")


def picture_source(src: str, tell: Callable[[str, str], None]) -> str:
    """Return where a picture is; empty, and reported, when its address is no place.

    A picture written inside its address (``data:``) would weigh on every page.
    """
    scheme = "".join(src.split())[:12].lower()
    if not scheme.startswith(_HELD):
        return src
    message = (
        f"Cette image est écrite dans son adresse ({scheme.partition(':')[0]}:…) : elle "
        "n’est pas publiée. Mettez-la dans un fichier à côté de la page."
    )
    tell("image-dans-adresse", message)
    return ""


# Titles of links


_WINDOW = re.compile(
    r"(?:(?:\A|(?<!\s)\s*+[(\[:;,.–—-]\s*+)(?:(?:s[’'])?ouv(?:re|erture) )?"
    r"(?:dans )?(?:une? )?(?:nouvelle fenêtre|nouvel onglet|new window|new tab)[)\]]?)+\Z",
    re.IGNORECASE,
)
"""What editing tools write at the end of titles: of a window that we do not open."""
_MENTION = "mention"
"""What GitBook writes on a link to a page."""
_AROUND = " ()[]:;,.\u00a0\u202f–—-"


def titled(children: tuple[Inline, ...], tag: Tag) -> tuple[Inline, ...]:
    """Return the words of a link with what its title adds to them."""
    return with_title(children, str(tag.get("title", "")), str(tag.get("href", "")))


def with_title(children: tuple[Inline, ...], title: str, href: str) -> tuple[Inline, ...]:
    """Return the words of a link to ``href`` with what ``title`` adds to them."""
    said = _WINDOW.sub("", " ".join(unescape(title).split()))
    added = _added(said, children)
    if not added or added in (href, _MENTION):
        return children
    return tuple(merged((*children, Text(f" ({added})" if children else added))))


def _added(title: str, children: Sequence[Inline]) -> str:
    """Return what ``title`` says after the words of the link; nothing if they say it."""
    words = " ".join("".join(map(plain_text, children)).split())
    own, said = (text.casefold().replace("’", "'") for text in (words, title))
    if said in own:
        return ""
    if words and said.startswith(own):
        return title[len(words) :].strip(_AROUND)
    return title
