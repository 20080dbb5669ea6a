"""Verify the media overlays of an EPUB against its sound, as EPUBCheck does not.

Each clip is inside its sound, none covers another, they follow the page, their lengths add
up to what the book says, and nearly every word of a page that is read is heard, but in the
passages that the page says are not: the book must then tell it in its metadata.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from posixpath import dirname, join, normpath
from typing import Protocol
from urllib.parse import unquote, urldefrag

from lxml import etree

from ppun_access.tools.mp3_frames import seconds
from ppun_access.writers.epub.book import FRAME
from ppun_access.writers.epub.metadata import PARTLY_HEARD
from ppun_access.writers.epub.overlays import UNHEARD, is_all_heard
from ppun_access.writers.html.xhtml import TYPE

LEAST_COVERAGE = 0.99
TOLERANCE = 0.1
"""Seconds: what a length may be wrong by."""
SLACK = 0.05
"""Seconds that a clip may go past the frames of its sound: less than two frames."""
LABELS = frozenset(
    ("appel", "retour-note", "note-nom", "encart-nom", "hors-ecran", "auteur", "credit")
)  # fmt: skip
"""Classes of what the page shows and the voice says otherwise: « Note 1 »."""

PAGE_TYPE = "application/xhtml+xml"
_X = "{http://www.w3.org/1999/xhtml}"
_SMIL = "{http://www.w3.org/ns/SMIL}"
_PARTS = (f"{_X}body", f"{_X}section")
_HEADINGS = frozenset(f"{_X}h{n}" for n in range(2, 7))
_CLOCK = re.compile(r"(?:(?:(\d+):)?(\d+):)?(\d+(?:\.\d+)?)s?")


class Package(Protocol):
    """What is needed of the package document."""

    @property
    def items(self) -> Mapping[str, tuple[str, etree._Element]]:
        """Path and item by id."""

    def metas(self, name: str) -> list[str]:
        """Return the values of a property of the book."""

    def refined(self, name: str) -> dict[str, str]:
        """Return the values of a property by the id of an item."""


@dataclass(frozen=True, slots=True)
class HeardPassage:
    """A passage of a page, by its id, and when it is heard in which file."""

    page: str
    id: str
    sound: str
    begin: float
    end: float


def check_overlays(
    package: Package, files: Mapping[str, bytes], trees: Mapping[str, etree._Element]
) -> Iterator[str]:
    """Yield the faults of the overlays of a book, in French."""
    lasting = {path: seconds(files[path]) for path, _ in package.items.values()
               if path.endswith(".mp3") and path in files}  # fmt: skip
    total = 0.0
    stated = package.refined("media:duration")
    for path, item in package.items.values():
        id_ = item.get("media-overlay")
        if id_ is None:
            continue
        smil = package.items.get(id_, ("", None))[0]
        if smil not in trees or path not in trees:
            yield f"{path} demande un son (« {id_} ») qui manque."
            continue
        try:
            heard = list(_clips(trees[smil], smil))
        except ValueError as error:
            yield f"{smil} : {error}."
            continue
        yield from _times(heard, lasting, smil)
        yield from _order(heard, path, trees[path], smil)
        yield from _coverage(heard, path, trees[path])
        length = sum(clip.end - clip.begin for clip in heard)
        yield from _length(stated.get(id_, ""), length, smil)
        total += length
    if total:
        yield from _length("".join(package.metas("media:duration")[:1]), total, "le livre")
        yield from _styled(package, files)
        yield from _declared(package, trees)


def _declared(package: Package, trees: Mapping[str, etree._Element]) -> Iterator[str]:
    """Yield the contradictions between the metadata of the sound and the pages."""
    told = any(PARTLY_HEARD in s for s in package.metas("schema:accessibilitySummary"))
    partly = [
        path
        for path, item in package.items.values()
        if path in trees and item.get("media-type") == PAGE_TYPE
        and "nav" not in (item.get("properties") or "").split()
        and not any(part.get(TYPE) in FRAME for part in trees[path].iter(*_PARTS))
        and not (item.get("media-overlay") and is_all_heard(trees[path]))
    ]  # fmt: skip
    if partly and not told:
        yield f"{partly[0]} n’est pas lu en entier, et le résumé du livre ne le dit pas."
    if told and not partly:
        yield "le résumé dit qu’une partie du livre n’est pas dans le son, et tout y est."
    if partly and "auditory" in package.metas("schema:accessModeSufficient"):
        yield f"le livre dit que le son suffit, et {partly[0]} n’est pas lu en entier."


def _clips(smil: etree._Element, path: str) -> Iterator[HeardPassage]:
    """Yield the passages of an overlay; ValueError for one that cannot be understood."""
    for par in smil.iter(f"{_SMIL}par"):
        text, audio = par.find(f"{_SMIL}text"), par.find(f"{_SMIL}audio")
        if text is None or audio is None:
            raise ValueError("un passage n’a pas de texte ou pas de son")
        page, anchor = urldefrag(text.get("src") or "")
        begin, end = clock(audio.get("clipBegin") or "0"), clock(audio.get("clipEnd") or "")
        yield HeardPassage(
            path_inside(path, page), unquote(anchor),
            path_inside(path, audio.get("src") or ""), begin, end,
        )  # fmt: skip


def clock(value: str) -> float:
    """Return a clock value of SMIL in seconds; ValueError for anything else.

    >>> clock("0:01:02.5"), clock("62.500s")
    (62.5, 62.5)
    """
    found = _CLOCK.fullmatch(value)
    if found is None:
        raise ValueError(f"« {value} » n’est pas une durée")
    hours, minutes, rest = (float(part or 0) for part in found.groups())
    return hours * 3600 + minutes * 60 + rest


def path_inside(base: str, href: str) -> str:
    """Return the path in the book of what ``href`` of the file ``base`` names."""
    return normpath(join(dirname(base), unquote(href)))


def _times(
    heard: list[HeardPassage], lasting: Mapping[str, float], smil: str
) -> Iterator[str]:
    ends: dict[str, float] = {}
    for clip in heard:
        where = f"{smil}, « {clip.id} »"
        if clip.sound not in lasting:
            yield f"{where} : le son {clip.sound} manque."
            continue
        if clip.begin >= clip.end:
            yield f"{where} : ce passage finit avant de commencer."
        if clip.end > lasting[clip.sound] + SLACK:
            yield (
                f"{where} : ce passage finit à {clip.end:.3f} s, après la fin du son "
                f"({lasting[clip.sound]:.3f} s)."
            )
        if clip.begin < ends.get(clip.sound, 0.0) - 0.0005:
            yield f"{where} : ce passage commence avant la fin du précédent."
        ends[clip.sound] = max(clip.end, ends.get(clip.sound, 0.0))


def _order(
    heard: list[HeardPassage], path: str, page: etree._Element, smil: str
) -> Iterator[str]:
    """Yield the passages that are not in the page, or not where they are read."""
    places = {
        id_: at for at, element in enumerate(page.iter()) if (id_ := element.get("id"))
    }
    last = -1
    for clip in heard:
        place = places.get(clip.id) if clip.page == path else None
        if place is None:
            yield f"{smil} : « {clip.page}#{clip.id} » n’est pas dans la page."
            continue
        if place < last:
            yield f"{smil}, « {clip.id} » : le son ne suit pas l’ordre de la page."
        last = max(place, last)


def _coverage(heard: list[HeardPassage], path: str, page: etree._Element) -> Iterator[str]:
    said = {clip.id for clip in heard}
    body = page.find(f"{_X}body")
    words = list(_words(body, said, False)) if body is not None else []
    covered = sum(is_heard for is_heard in words)
    if words and covered < LEAST_COVERAGE * len(words):
        share = 100 * covered / len(words)
        yield f"{path} : {share:.1f} % des mots sont dans le son, au lieu de 99 %."


def _words(element: etree._Element, said: set[str], inside: bool) -> Iterator[bool]:
    """Yield, for each word below ``element``, whether it is heard."""
    inside = inside or element.get("id") in said
    if not inside and (element.get(UNHEARD[0]) or element.get("aria-hidden")):
        return
    if inside or not _is_label(element):
        yield from (inside for _ in _found(element.text))
        if element.tag == f"{_X}img":
            yield from (inside for _ in _found(element.get("alt")))
        for child in element.iterchildren("{*}*"):
            yield from _words(child, said, inside)
            yield from (inside for _ in _found(child.tail))


def _found(text: str | None) -> list[str]:
    words = re.findall(r"\w+", text or "")
    return [w for w in words if any(c.isalpha() or c.isdecimal() for c in w)]


def _is_label(element: etree._Element) -> bool:
    """Return whether the voice says this with the passage that follows, or not at all.

    Lines of code are not read; a finding says so to the author.
    """
    if element.get("class") in LABELS and element.tag != f"{_X}div":
        return True
    if element.tag in _HEADINGS:
        return element.find(f".//{_X}span[@class='s']") is None
    if element.tag == f"{_X}pre" or (element.get("id") or "").startswith("appel-"):
        return True
    text = "".join(map(str, element.itertext())).strip()
    if element.tag == f"{_X}a":  # a link without words shows its address
        return unquote(element.get("href") or "") == unquote(text)
    return element.tag == f"{_X}strong" and text.endswith(":")


def _length(stated: str, length: float, what: str) -> Iterator[str]:
    try:
        told = clock(stated)
    except ValueError:
        yield f"{what} : la durée (media:duration) manque ou n’en est pas une."
        return
    if abs(told - length) > TOLERANCE:
        yield f"{what} : la durée annoncée est de {told:.3f} s, et il y a {length:.3f} s."


def _styled(package: Package, files: Mapping[str, bytes]) -> Iterator[str]:
    """Yield a fault unless the passage that is heard has a class with a style."""
    active = "".join(package.metas("media:active-class"))
    sheets = (
        files.get(path, b"").decode("utf-8", "replace")
        for path, item in package.items.values()
        if item.get("media-type") == "text/css"
    )
    if not active:
        yield "ce livre ne dit pas comment montrer le passage lu (media:active-class)."
    elif not any(re.search(rf"\.{re.escape(active)}\s*\{{", sheet) for sheet in sheets):
        yield f"aucune feuille de style ne montre le passage lu (.{active})."
