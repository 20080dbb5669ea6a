"""Verify ``podcast.xml`` against the published specifications.

RSS 2.0; « Podcast RSS feed requirements » (Apple); the « podcast » namespace; PSP-1. What
the feed points to is looked for in the published folder, beside it.
"""

from __future__ import annotations

import re
import struct
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from email.utils import parsedate_to_datetime
from pathlib import Path, PurePosixPath
from typing import Any
from urllib.parse import unquote
from uuid import UUID
from xml.etree import ElementTree as ET

from ppun_access.inspect.plain_files import check_text
from ppun_access.inspect.sound import check_chapters, check_vtt
from ppun_access.runtime.untrusted_files import (
    PUBLISHED,
    RECORD,
    parse_json,
    read_regular,
    read_start,
)
from ppun_access.site.pages.podcast import (
    CHAPTERS_TYPE,
    NAMESPACES,
    SOUND_TYPE,
    TRANSCRIPTS,
    feed_guid,
)

SMALLEST, LARGEST = 1400, 3000
"""Pixels of the side of an image, after Apple's requirements."""
LONGEST = 4000
"""Characters of a description, after Apple's requirements."""
OF_CHANNEL = (
    "title", "link", "description", "language", "atom:link", "itunes:author",
    "itunes:category", "itunes:explicit", "itunes:image", "podcast:guid", "podcast:locked",
)  # fmt: skip
OF_ITEM = (
    "title", "description", "guid", "enclosure", "itunes:duration", "itunes:explicit",
    "podcast:transcript",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Site:
    """The folder of a feed: its files, and what the catalogue says of them."""

    folder: Path
    base: str
    """The address that the feed gives to the folder, with a final slash."""
    seconds: Mapping[str, float]
    """Path → length of the sound."""

    def path_of(self, url: str) -> str:
        """Return the path of a file in the site, empty for an address elsewhere."""
        path = unquote(url.removeprefix(self.base)) if url.startswith(self.base) else ""
        return "" if ".." in PurePosixPath(path).parts or path.startswith("/") else path

    def file_of(self, url: str) -> Path | None:
        """Return the file that an address leads to, or None."""
        path = self.path_of(url)
        file = self.folder / path
        return file if path and file.is_file() else None


def podcast_faults(path: Path) -> Iterator[str]:
    """Yield the faults of a feed, and of the files it links to."""
    try:
        root = ET.fromstring(read_regular(path, PUBLISHED))
    except ET.ParseError as error:
        yield f"ce XML est mal formé ({error})."
        return
    channel = root.find("channel")
    if root.tag != "rss" or root.get("version") != "2.0" or channel is None:
        yield "ce n’est pas un flux RSS 2.0."
        return
    own = _value(channel, "atom:link", "href")
    site = _Site(path.parent, own.removesuffix(path.name), _seconds(path.parent))
    yield from _channel_faults(channel, own, site)
    items = channel.findall("item")
    if not items:
        yield "ce podcast n’a pas un seul épisode."
    for name in ("guid", "itunes:episode"):
        counted = Counter(_text(item, name) for item in items)
        for value, times in counted.items():
            if value and times > 1:
                yield f"{times} épisodes ont le même {name} : {value}."
    for number, item in enumerate(items, 1):
        for fault in _item_faults(item, site):
            yield f"épisode {number} : {fault}"


def _channel_faults(channel: ET.Element, own: str, site: _Site) -> Iterator[str]:
    yield from _missing(channel, OF_CHANNEL)
    yield from _common_faults(channel, site)
    if _value(channel, "atom:link", "rel") != "self":
        yield 'atom:link ne dit pas rel="self".'
    if (told := _text(channel, "podcast:guid")) and told != feed_guid(own):
        yield f"podcast:guid n’est pas celui de cette adresse : {told}."
    if told and not _is_uuid(told):
        yield f"podcast:guid n’est pas un UUID : {told}."
    if _text(channel, "podcast:locked") not in ("yes", "no", ""):
        yield "podcast:locked ne dit ni yes ni no."
    if not re.fullmatch(r"[a-z]{2,3}(-\w{2,8})*|", _text(channel, "language")):
        yield "language n’est pas un code de langue."


def _item_faults(item: ET.Element, site: _Site) -> Iterator[str]:
    yield from _missing(item, OF_ITEM)
    yield from _common_faults(item, site)
    if item.find("guid") is not None and _value(item, "guid", "isPermaLink") != "false":
        yield 'guid ne dit pas isPermaLink="false".'
    if (date := _text(item, "pubDate")) and not _is_date(date):
        yield f"pubDate n’est pas une date de courrier (RFC 2822) : {date}."
    yield from _sound_faults(item, site)
    kinds = [_attribute(found, "type") for found in _all(item, "podcast:transcript")]
    if odd := [kind for kind in kinds if kind not in TRANSCRIPTS.values()]:
        yield f"podcast:transcript est d’un type inattendu : {', '.join(odd)}."
    chapters = _all(item, "podcast:chapters")
    if any(_attribute(found, "type") != CHAPTERS_TYPE for found in chapters):
        yield f"podcast:chapters n’est pas du type {CHAPTERS_TYPE}."


def _common_faults(element: ET.Element, site: _Site) -> Iterator[str]:
    """Yield what a channel and an episode can both have wrong."""
    if _text(element, "itunes:explicit") not in ("true", "false", ""):
        yield "itunes:explicit ne dit ni true ni false."
    if len(_text(element, "description")) > LONGEST:
        yield f"description a plus de {LONGEST} caractères."
    for url in _addresses(element):
        if not re.match(r"https://[^/\s]+/", url):
            yield f"cette adresse n’est pas complète, ou pas en https : {url}."
        if not url.isascii() or "?" in url or "#" in url:
            yield f"cette adresse a un « ? », un « # » ou une lettre non codée : {url}."
    if image := _value(element, "itunes:image", "href"):
        yield from _image_faults(image, site)
    for found in (*_all(element, "podcast:transcript"), *_all(element, "podcast:chapters")):
        url = _attribute(found, "url")
        file = site.file_of(url)
        if file is None:
            yield f"ce fichier n’existe pas : {url}."
        else:
            opened = _OPENED.get(_attribute(found, "type"))
            yield from (f"{url} : {fault}" for fault in (opened(file) if opened else ()))


_OPENED: Mapping[str, Callable[[Path], Iterator[str]]] = {
    TRANSCRIPTS["vtt"]: check_vtt,
    TRANSCRIPTS["text"]: check_text,
    CHAPTERS_TYPE: check_chapters,
}
"""Media type of what goes with an episode → how it is read again."""


def _addresses(element: ET.Element) -> Iterator[str]:
    yield from (found.text or "" for found in element.findall("link"))
    for child in element:
        if child.tag != "item":
            yield from (child.attrib[n] for n in ("url", "href") if n in child.attrib)


def _sound_faults(item: ET.Element, site: _Site) -> Iterator[str]:
    url = _value(item, "enclosure", "url")
    file = site.file_of(url)
    if file is None:
        yield f"le son n’existe pas : {url or 'aucune adresse'}."
        return
    size = str(file.stat().st_size)
    if (told := _value(item, "enclosure", "length")) != size:
        yield f"enclosure annonce {told or 'rien'} au lieu de {size} octets."
    if _value(item, "enclosure", "type") != SOUND_TYPE:
        yield f"enclosure n’est pas du type {SOUND_TYPE}."
    known = site.seconds.get(site.path_of(url))
    told = _text(item, "itunes:duration")
    if known is None or told != str(max(1, round(known))):
        yield f"itunes:duration dit {told or 'rien'}, le catalogue {known} s."


def _image_faults(url: str, site: _Site) -> Iterator[str]:
    file = site.file_of(url)
    if file is None:
        yield f"l’image n’existe pas : {url}."
        return
    head = read_start(file, 24)
    if head[:8] != b"\x89PNG\r\n\x1a\n" or len(head) < 24:
        yield f"l’image n’est pas en PNG : {url}."
        return
    width, height = struct.unpack(">II", head[16:24])
    if width != height or not SMALLEST <= width <= LARGEST:
        yield (
            f"l’image fait {width} × {height} pixels : il faut un carré de {SMALLEST} à "
            f"{LARGEST}."
        )


def _seconds(folder: Path) -> Mapping[str, float]:
    """Return the length of each sound that the catalogue lists; none without it."""
    try:
        values: Any = parse_json(read_regular(folder / "catalogue.json", RECORD))
        versions = [v for p in values["publications"] for v in p["versions"]]
        return {
            f["path"]: f["seconds"] for v in versions for f in v["files"] if "seconds" in f
        }
    except (OSError, ValueError, KeyError, TypeError):
        return {}


def _missing(element: ET.Element, names: tuple[str, ...]) -> Iterator[str]:
    for name in names:
        found = _all(element, name)
        if not any((f.text or "").strip() or f.attrib for f in found):
            yield f"il manque {name}."


def _all(element: ET.Element, name: str) -> list[ET.Element]:
    return element.findall(name, NAMESPACES)


def _text(element: ET.Element, name: str) -> str:
    return (element.findtext(name, "", NAMESPACES) or "").strip()


def _value(element: ET.Element, name: str, attribute: str) -> str:
    found = element.find(name, NAMESPACES)
    return "" if found is None else _attribute(found, attribute)


def _attribute(element: ET.Element, name: str) -> str:
    return element.get(name, "")


def _is_date(text: str) -> bool:
    try:
        return parsedate_to_datetime(text).tzinfo is not None
    except ValueError:
        return False


def _is_uuid(text: str) -> bool:
    try:
        return str(UUID(text)) == text
    except ValueError:
        return False
