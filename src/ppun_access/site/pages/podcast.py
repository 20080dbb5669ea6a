"""Write ``podcast.xml``: an episode for each version of a text that has sound.

Sources: RSS 2.0; Apple's « Podcast RSS feed requirements » (itunes); the « podcast »
namespace of the Podcast Index, whose addresses are all https; PSP-1.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from email.utils import format_datetime
from html import escape
from typing import Any, TypeAlias
from urllib.parse import quote
from xml.etree import ElementTree as ET

from ppun_access.document.model import Version
from ppun_access.formats import FORMATS, SIGN
from ppun_access.writers.characters import clean, one_line
from ppun_access.writers.labels import labelled, quoted, status_inside, status_label
from ppun_access.writers.units import as_sentence

FEED = "podcast.xml"
COVER = "podcast.png"
"""Where the feed and its image stand in the site."""
MEDIA_TYPE = FORMATS["podcast"].media_type
SOUND_TYPE = FORMATS["mp3"].media_type
CHAPTERS_TYPE = "application/json+chapters"
TRANSCRIPTS = {name: FORMATS[name].media_type for name in ("vtt", "text")}
"""Format of the catalogue → media type, the one with times first."""
NAMESPACES = {
    "atom": "http://www.w3.org/2005/Atom",
    "itunes": "http://www.itunes.com/dtds/podcast-1.0.dtd",
    "podcast": "https://podcastindex.org/namespace/1.0",
}
GUIDS = uuid.UUID("ead4c236-bf58-58c6-a2c6-a6b28d128cb6")
"""The namespace in which podcasts have their UUID, version 5."""
CATEGORY = "Government"

Key: TypeAlias = tuple[Version, str]
"""Version and id of a document."""


@dataclass(frozen=True, slots=True)
class PodcastOptions:
    """What the feed says of the whole; ``base_url`` is where the site is published."""

    base_url: str
    publisher: str = ""
    lang: str = "fr"
    email: str = ""


@dataclass(frozen=True, slots=True)
class Episode:
    """The facts on an episode that the catalogue lacks; ``credit`` is the reader's."""

    title: str
    credit: str
    lang: str = "fr"
    author: str = ""
    role: str = ""
    description: str = ""
    reader: str = ""
    """The name of the person who reads; empty for a synthetic voice."""
    date: datetime | None = None


def podcast(
    catalogue: Mapping[str, Any], options: PodcastOptions, episodes: Mapping[Key, Episode]
) -> bytes:
    """Return the feed of what ``catalogue`` lists: a version without MP3 has no episode."""
    rss = ET.Element("rss", {"version": "2.0"})
    rss.attrib |= {f"xmlns:{name}": value for name, value in NAMESPACES.items()}
    channel = ET.SubElement(rss, "channel")
    _head(channel, str(catalogue["title"]), options)
    for number, (key, version) in enumerate(_versions(catalogue, episodes), 1):
        _item(channel, key, version, episodes[key], options, number)
    ET.indent(rss)
    text = ET.tostring(rss, encoding="unicode")
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{text}\n'.encode()


def address(base_url: str, path: str) -> str:
    """Return the whole address of a file of the site.

    >>> address("https://exemple.fr/textes/", "édito/a.mp3")
    'https://exemple.fr/textes/%C3%A9dito/a.mp3'
    """
    return f"{base_url.rstrip('/')}/{quote(path)}"


def feed_guid(url: str) -> str:
    """Return the identity of the feed at ``url``, as the namespace « podcast » makes it.

    >>> feed_guid("https://podnews.net/rss")
    '9b024349-ccf0-5f69-a609-6b82873eab3c'
    """
    return str(uuid.uuid5(GUIDS, url.partition("://")[2].rstrip("/")))


def episode_guid(document_id: str, version: Version) -> str:
    """Return the identity of an episode: it outlives its words, its voice, its address."""
    return f"{document_id}:{version}"


def _versions(
    catalogue: Mapping[str, Any], episodes: Mapping[Key, Episode]
) -> Iterator[tuple[Key, Mapping[str, Any]]]:
    """Yield what there is to hear, in reading order."""
    for publication in catalogue["publications"]:
        for version in publication["versions"]:
            key = version["version"], publication["id"]
            if key in episodes and "mp3" in _files(version):
                yield key, version


def _files(version: Mapping[str, Any]) -> dict[str, Mapping[str, Any]]:
    """Return the first file of each format of a version; a video's captions are none."""
    heard = (file for file in version["files"] if file.get("variant") != SIGN)
    return {file["format"]: file for file in reversed(tuple(heard))}


def _head(channel: ET.Element, title: str, options: PodcastOptions) -> None:
    feed = address(options.base_url, FEED)
    publisher = options.publisher or title
    about = [
        f"{quoted(title)}, à écouter. Chaque épisode est un texte avec sa transcription."
    ]
    if options.publisher:
        about.append(f"{labelled('Éditeur', options.publisher)}.")
    _add(channel, "title", title)
    _add(channel, "link", address(options.base_url, ""))
    _add(channel, "description", _paragraphs(about))
    _add(channel, "language", options.lang)
    _add(channel, "generator", "ppun-access")
    _add(channel, "atom:link", href=feed, rel="self", type=MEDIA_TYPE)
    _add(channel, "itunes:author", publisher)
    if options.email:
        owner = _add(channel, "itunes:owner")
        _add(owner, "itunes:name", publisher)
        _add(owner, "itunes:email", options.email)
    _add(channel, "itunes:category", text=CATEGORY)
    _add(channel, "itunes:explicit", "false")
    _add(channel, "itunes:image", href=address(options.base_url, COVER))
    _add(channel, "itunes:type", "serial")
    _add(channel, "podcast:guid", feed_guid(feed))
    owner_of = {"owner": options.email} if options.email else {}
    _add(channel, "podcast:locked", "yes", **owner_of)


def _item(
    channel: ET.Element, key: Key, version: Mapping[str, Any], episode: Episode,
    options: PodcastOptions, number: int,
) -> None:  # fmt: skip
    files = _files(version)
    sound, page = files["mp3"], files.get("html")
    title = episode.title
    if key[0] == "facile":
        title = labelled(title, status_inside(version["status"], key[0]))
    at = address(options.base_url, page["path"] if page else "")
    item = ET.SubElement(channel, "item")
    _add(item, "title", title)
    _add(item, "link", at)
    about = _about(key[0], version["status"], episode, at if page else "")
    _add(item, "description", _paragraphs(about))
    _add(item, "guid", episode_guid(key[1], key[0]), isPermaLink="false")
    if episode.date:
        _add(item, "pubDate", format_datetime(episode.date))
    url, length = address(options.base_url, sound["path"]), str(sound["bytes"])
    _add(item, "enclosure", url=url, length=length, type=SOUND_TYPE)
    _add(item, "itunes:duration", str(max(1, round(sound["seconds"]))))
    _add(item, "itunes:episode", str(number))
    _add(item, "itunes:episodeType", "full")
    _add(item, "itunes:explicit", "false")
    if "cover" in files:
        _add(item, "itunes:image", href=address(options.base_url, files["cover"]["path"]))
    _reading(item, files, episode, options)


def _reading(
    item: ET.Element, files: Mapping[str, Mapping[str, Any]], episode: Episode,
    options: PodcastOptions,
) -> None:  # fmt: skip
    """Add the companions of the sound: transcript, chapters, people."""
    for name, kind in TRANSCRIPTS.items():
        if name in files:
            url = address(options.base_url, files[name]["path"])
            timed = {"rel": "captions"} if name == "vtt" else {}
            _add(
                item,
                "podcast:transcript",
                url=url,
                type=kind,
                language=episode.lang,
                **timed,
            )
    if "chapters" in files:
        url = address(options.base_url, files["chapters"]["path"])
        _add(item, "podcast:chapters", url=url, type=CHAPTERS_TYPE)
    people = ((episode.author, "author", "writing"), (episode.reader, "narrator", "cast"))
    for name, role, group in people:
        if name:
            _add(item, "podcast:person", name, role=role, group=group)


def _about(version: Version, status: str, episode: Episode, page: str) -> Iterator[str]:
    if version == "facile":
        yield as_sentence(status_label(status, version))
    if episode.description:
        yield as_sentence(episode.description)
    if episode.author:
        signed = ", ".join(part for part in (episode.author, episode.role) if part)
        yield as_sentence(labelled("Signature", signed))
    yield as_sentence(episode.credit)
    if page:
        yield labelled("Pour lire ce texte", page)


def _paragraphs(lines: Iterator[str] | list[str]) -> str:
    """Return ``lines`` as the HTML that players expect in a description."""
    return "".join(f"<p>{escape(one_line(line), quote=False)}</p>" for line in lines)


def _add(parent: ET.Element, tag: str, content: str = "", /, **values: str) -> ET.Element:
    """Add an element, its words cleaned of what XML cannot hold."""
    child = ET.SubElement(parent, tag, {name: clean(v) for name, v in values.items()})
    if content:
        child.text = one_line(content)
    return child
