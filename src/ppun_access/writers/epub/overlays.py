"""Make the media overlay of a page: when each sentence is heard (EPUB 3.3)."""

from __future__ import annotations

import re
from collections.abc import Container, Iterable, Iterator, Mapping
from dataclasses import dataclass
from urllib.parse import quote

from lxml import etree

from ppun_access.document.model import Clip, Narration
from ppun_access.writers.html.xhtml import OPS, TYPE, elements, ids, name_of, tag
from ppun_access.writers.units import exact_seconds

SMIL = "http://www.w3.org/ns/SMIL"
TEXTREF = f"{{{OPS}}}textref"
ACTIVE, PLAYING = "-epub-media-overlay-active", "-epub-media-overlay-playing"
"""The classes of the sentence that is heard, and of a page while it is."""
UNHEARD = ("data-son", "incomplet")
"""The attribute of a passage that the sound has not, or not wholly."""

_EMPTY = f'<smil xmlns="{SMIL}" xmlns:epub="{OPS}" version="3.0"/>'
_PARTS = {
    tag("table"): "table",
    tag("tr"): "table-row",
    tag("ul"): "list",
    tag("ol"): "list",
    tag("figure"): "figure",
}
"""What listeners may skip or leave; reading systems know these names."""


@dataclass(frozen=True, slots=True)
class Overlay:
    """The overlay of one page, how long it lasts, and the ids that it says."""

    content: bytes
    ms: int
    said: frozenset[str]


def overlay(
    root: etree._Element, page: str, sound: str, narration: Narration
) -> Overlay | None:
    """Return the overlay of ``page``, None when nothing of it is heard.

    ``root`` is the tree of the page: its parts that can be skipped get ids. ``sound`` is
    the file of the sound, seen from the overlay.
    """
    writer = _Writer(page, sound, _times(narration), set(ids(root)))
    smil = etree.fromstring(_EMPTY)
    body = etree.SubElement(smil, f"{{{SMIL}}}body")
    body.set(TEXTREF, page)
    writer.fill(body, root)
    if not writer.said:
        return None
    etree.indent(smil, " ")
    content = etree.tostring(smil, encoding="utf-8", xml_declaration=True)
    return Overlay(content + b"\n", writer.ms, frozenset(writer.said))


def mark_unheard(root: etree._Element, heard: Container[str]) -> None:
    """Mark the passages of a page whose id is not in ``heard``."""
    for passage in passages(root):
        if passage.get("id") not in heard:
            passage.set(*UNHEARD)


def is_all_heard(root: etree._Element) -> bool:
    """Return whether no passage of a page is marked."""
    return not any(passage.get(UNHEARD[0]) for passage in passages(root))


def passages(root: etree._Element) -> Iterator[etree._Element]:
    """Yield what is heard by itself: title, sentences, pictures that are in none."""
    for element in elements(root, "h1", "span", "img"):
        if _is_passage(element) and re.search(r"\w", name_of(element)):
            yield element


def _is_passage(element: etree._Element) -> bool:
    if any(one.get("aria-hidden") for one in element.iterancestors()):
        return False  # a caption that repeats its picture
    above = {span.get("class") for span in element.iterancestors(tag("span"))}
    picture = element.tag == tag("img") or element.get("class") == "image-absente"
    own = picture or element.get("id") == "titre" or element.get("class") == "s"
    return own and "s" not in above


def _times(narration: Narration) -> dict[str, list[tuple[int, int]]]:
    """Return when each node is heard, in ms inside the file."""
    last = int(narration.seconds * 1000)
    found: dict[str, list[tuple[int, int]]] = {}
    for clip in narration.clips:
        begin, end = _ms(clip.begin), min(_ms(clip.end), last)
        if begin < end:
            found.setdefault(clip.node_id, []).append((begin, end))
    return found


def unsaid(clips: Iterable[Clip], said: frozenset[str]) -> list[str]:
    """Return the ids of the clips that no page holds."""
    return [clip.node_id for clip in clips if clip.node_id not in said]


def _ms(seconds: float) -> int:
    return round(seconds * 1000)


class _Writer:
    """Writes an overlay as it goes through a page."""

    def __init__(
        self,
        page: str,
        sound: str,
        times: Mapping[str, list[tuple[int, int]]],
        taken: set[str],
    ) -> None:
        self._page, self._sound, self._times, self._taken = page, sound, times, taken
        self._parts = 0
        self.said: set[str] = set()
        self.ms = 0

    def fill(self, seq: etree._Element, node: etree._Element) -> None:
        """Add to ``seq`` what is heard of the children of ``node``."""
        for child in node.iterchildren("{*}*"):
            id_ = child.get("id") or ""
            if id_ in self._times:
                self._say(seq, id_)
            elif kind := _kind(child):
                self._part(seq, child, kind)
            else:
                self.fill(seq, child)

    def _say(self, seq: etree._Element, id_: str) -> None:
        self.said.add(id_)
        for begin, end in self._times[id_]:
            par = etree.SubElement(seq, f"{{{SMIL}}}par")
            text = etree.SubElement(par, f"{{{SMIL}}}text")
            text.set("src", self._address(id_))
            audio = etree.SubElement(par, f"{{{SMIL}}}audio")
            audio.set("src", self._sound)
            audio.set("clipBegin", exact_seconds(begin))
            audio.set("clipEnd", exact_seconds(end))
            self.ms += end - begin

    def _part(self, seq: etree._Element, node: etree._Element, kind: str) -> None:
        part = etree.SubElement(seq, f"{{{SMIL}}}seq")
        self.fill(part, node)
        if not len(part):
            seq.remove(part)
            return
        part.set(TEXTREF, self._address(self._named(node)))
        part.set(TYPE, kind)

    def _named(self, node: etree._Element) -> str:
        """Return the id of a part, a new one if it has none."""
        while not node.get("id"):
            self._parts += 1
            if (id_ := f"bloc-{self._parts}") not in self._taken:
                node.set("id", id_)
        return str(node.get("id"))

    def _address(self, id_: str) -> str:
        return f"{self._page}#{quote(id_)}"


def _kind(node: etree._Element) -> str:
    if node.get("role") == "doc-footnote":
        return "footnote"
    return _PARTS.get(str(node.tag), "")
