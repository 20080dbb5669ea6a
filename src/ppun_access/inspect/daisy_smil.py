"""Verify a DAISY 2.02 book: structure and times of its SMIL files, links both ways."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from ppun_access.inspect.daisy_files import (
    MASTER,
    NCC,
    XHTML,
    OpenBook,
    Place,
    Tree,
    UnreadableBookError,
    children_of,
    opened,
    place_of,
    words_of,
)
from ppun_access.inspect.daisy_ncc import check_ncc, metadata_of
from ppun_access.writers.daisy.model import UNHEARD

_CLOCK = re.compile(r"(\d+):([0-5]\d):([0-5]\d)(?:\.(\d{3}))?")
_CLIP = re.compile(r"npt=(\d+)\.(\d{3})s")
_LABELS = ("annonce", "auteur", "noteref", "note-nom")
"""Classes of what is written around the text or said with the sentence after it."""
_LATE = 1
"""Milliseconds by which rounding may put an end after its sound."""


@dataclass(frozen=True, slots=True)
class _Clip:
    src: str
    begin: int
    end: int


def check_smil(book: OpenBook) -> Iterator[str]:
    """Yield the faults of the SMIL files, and of the links between them and the text."""
    elapsed = 0
    for name in book.smil():
        for fault in (*_structure(book, name), *_times(book, name, elapsed)):
            yield f"{name} : {fault}"
        elapsed += _length(book, name)
    yield from _master(book, elapsed)
    yield from _total(book, elapsed)
    yield from _order(book)
    yield from _back(book)
    yield from _coverage(book)
    yield from _media(book)


# Structure


def _structure(book: OpenBook, name: str) -> Iterator[str]:
    tree = book.trees[name]
    sequences = tree.findall("body/seq")
    if len(sequences) != 1 or tree.find("head/layout/region") is None:
        yield "il faut une région et une seule séquence dans le corps."
    if not list(_pars(book, name)):
        yield "il n’y a rien à entendre ni à lire."
    for par in _pars(book, name):
        texts = par.findall("text")
        if par.get("endsync") != "last" or len(texts) != 1:
            yield f'<par> {par.get("id")} : il faut endsync="last" et un seul texte.'
            continue
        place = place_of(texts[0].get("src") or "", name)
        if place.file not in book.texts() or book.places.get(place) is None:
            yield f"le texte {place.file}#{place.id} n’existe pas."
    for element in tree.iter("text", "audio", "par"):
        if not element.get("id"):
            yield f"un élément <{element.tag}> n’a pas d’id."
    if _values(tree, "dc:format") != ["Daisy 2.02"]:
        yield "« dc:format » doit être « Daisy 2.02 »."
    if _values(tree, "dc:identifier") != _values(book.ncc, "dc:identifier"):
        yield f"« dc:identifier » n’est pas celui de {NCC}."


def _pars(book: OpenBook, name: str) -> Iterator[Tree]:
    yield from book.trees[name].iter("par")


def _values(tree: Tree, name: str) -> list[str]:
    return metadata_of(tree).get(name, [])


# Times


def _times(book: OpenBook, name: str, elapsed: int) -> Iterator[str]:
    tree, length = book.trees[name], _length(book, name)
    for told, true in (("ncc:timeInThisSmil", length), ("ncc:totalElapsedTime", elapsed)):
        if [_ms(value) for value in _values(tree, told)] != [true]:
            yield f"« {told} » est faux : la somme des passages fait {true / 1000:.3f} s."
    sequence = tree.find("body/seq")
    if sequence is not None and sequence.get("dur") != f"{length / 1000:.3f}s":
        yield f"la durée de la séquence est fausse : il faut {length / 1000:.3f}s."
    before: dict[str, int] = {}
    for element in tree.iter("audio"):
        clip = _clip(element)
        if clip is None or clip.end <= clip.begin:
            yield f"le passage {element.get('id')} n’a pas de début et de fin."
            continue
        if clip.begin < before.get(clip.src, 0):
            yield f"le passage {element.get('id')} revient en arrière."
        before[clip.src] = clip.end
        sound = book.sounds.get(clip.src)
        if sound is None:
            yield f"le son {clip.src} n’existe pas."
        elif clip.end > sound.seconds * 1000 + _LATE:
            yield f"le passage {element.get('id')} finit après le son."


def _clip(element: Tree) -> _Clip | None:
    times = [_CLIP.fullmatch(element.get(f"clip-{end}") or "") for end in ("begin", "end")]
    if times[0] is None or times[1] is None:
        return None
    begin, end = (int(t[1]) * 1000 + int(t[2]) for t in times if t)
    return _Clip(element.get("src") or "", begin, end)


def _length(book: OpenBook, name: str) -> int:
    clips = (_clip(element) for element in book.trees[name].iter("audio"))
    return sum(clip.end - clip.begin for clip in clips if clip)


def _ms(value: str) -> int | None:
    found = _CLOCK.fullmatch(value)
    if found is None:
        return None
    hours, minutes, seconds = (int(part) for part in found.groups()[:3])
    return (hours * 3600 + minutes * 60 + seconds) * 1000 + int(found[4] or 0)


def _total(book: OpenBook, length: int) -> Iterator[str]:
    told = [_ms(value) for value in _values(book.ncc, "ncc:totalTime")]
    if told and told != [(length + 500) // 1000 * 1000]:
        yield f"{NCC} : « ncc:totalTime » est faux : le livre dure {length / 1000:.3f} s."
    partly = any(_partly_heard(book))
    kind = "textNcc" if not length else "textPartAudio" if partly else "audioFullText"
    if _values(book.ncc, "ncc:multimediaType") != [kind]:
        yield f"{NCC} : « ncc:multimediaType » doit être « {kind} »."


def _partly_heard(book: OpenBook) -> Iterator[Place]:
    """Yield the places of the text of which some words are not heard."""
    for name in book.smil():
        for par in _pars(book, name):
            text = par.find("text")
            place = place_of("" if text is None else text.get("src") or "", name)
            shown = book.places.get(place)
            if shown is None:
                continue
            told = UNHEARD in (shown.get("class") or "").split()
            if told or (par.find(".//audio") is None and _words(shown)):
                yield place


def _words(element: Tree) -> list[str]:
    """Return the words of an element, those that describe its pictures among them."""
    images = element.iter(f"{XHTML}img")
    described = " ".join(image.get("alt") or "" for image in images)
    return _worded(f"{words_of(element)} {described}")


def _master(book: OpenBook, length: int) -> Iterator[str]:
    tree = book.trees.get(MASTER)
    if tree is None:
        yield f"{MASTER} manque."
        return
    named = [(ref.get("src") or "").partition("#")[0] for ref in tree.iter("ref")]
    if named != book.smil():
        yield f"{MASTER} : la liste des fichiers SMIL n’est pas celle du livre."
    if [_ms(value) for value in _values(tree, "ncc:timeInThisSmil")] != [length]:
        yield f"{MASTER} : « ncc:timeInThisSmil » est faux."


# Text and sound, both ways


def _targets(book: OpenBook) -> Iterator[tuple[Place, Place]]:
    """Yield where each event is, and the place of the text that it shows."""
    for name in book.smil():
        for text in book.trees[name].iter("text"):
            place = place_of(text.get("src") or "", name)
            yield Place(name, text.get("id") or ""), place


def _order(book: OpenBook) -> Iterator[str]:
    """Yield the texts that the events do not show in order, each place once."""
    for file in book.texts():
        ids = [e.get("id") for e in book.trees[file].iter() if e.get("id")]
        ranks = {id_: rank for rank, id_ in enumerate(ids)}
        shown = [p.id for _, p in _targets(book) if p.file == file and p.id in ranks]
        order = [ranks[id_] for id_ in shown]
        if order != sorted(set(order)):
            yield f"{file} : les passages ne suivent pas l’ordre du texte."


def _back(book: OpenBook) -> Iterator[str]:
    """Yield the places of the text that do not link back to their event."""
    events = dict(_targets(book))
    shown = {place: event for event, place in events.items()}
    for file in book.texts():
        for element in book.trees[file].iter():
            if not isinstance(element.tag, str):
                continue
            event = shown.get(Place(file, element.get("id") or ""))
            if event is not None and not _leads(element, event, file):
                yield f"{file} : « {words_of(element)[:60]} » ne mène pas à son passage."
        for link in book.trees[file].iter(f"{XHTML}a"):
            if any(True for _ in link.iterancestors(f"{XHTML}a")):
                yield f"{file} : « {words_of(link)[:60]} » est un lien dans un lien."
            place = place_of(link.get("href") or "", file)
            if place.file.endswith(".smil") and place not in events:
                yield f"{file} : un lien mène à {place.file}#{place.id}, qui n’existe pas."
            elif place.file == file and book.places.get(place) is None:
                yield f"{file} : un lien mène à #{place.id}, qui n’existe pas."


def _leads(element: Tree, event: Place, file: str) -> bool:
    """Return whether the links of ``element`` to the sound all lead to ``event``.

    It may have none when every word of it belongs to links of the author's.
    """
    links = [place_of(a.get("href") or "", file) for a in element.iter(f"{XHTML}a")]
    heard = {place for place in links if place.file.endswith(".smil")}
    return heard == {event} or (not heard and bool(links)) or not words_of(element)


def _coverage(book: OpenBook) -> Iterator[str]:
    """Yield the words of the text that no event shows: readers would jump over them."""
    shown = {place for _, place in _targets(book)}
    for file in book.texts():
        body = book.trees[file].find(f"{XHTML}body")
        lost = [] if body is None else list(_lost(body, file, shown))
        if lost:
            yield f"{file} : on ne peut pas aller à « {' '.join(lost)[:60]} »."


def _lost(element: Tree, file: str, shown: set[Place]) -> Iterator[str]:
    """Yield the words below ``element`` that no event covers, our labels apart."""
    if Place(file, element.get("id") or "") in shown or _is_label(element):
        return
    yield from _worded(element.text)
    if element.tag == f"{XHTML}img":
        yield from _worded(element.get("alt"))
    for child in children_of(element):
        yield from _lost(child, file, shown)
        yield from _worded(child.tail)


def _is_label(element: Tree) -> bool:
    """Return whether a voice says this with the sentence after it, or has no need to.

    A link or an abbreviation without words shows its address, or what it stands for.
    """
    href = element.get("href") or ""
    back = href.startswith("#appel-") or (bool(href) and href == words_of(element))
    label = element.tag in (f"{XHTML}strong", f"{XHTML}abbr")
    return back or label or element.get("class") in _LABELS


def _worded(text: str | None) -> list[str]:
    return [word for word in (text or "").split() if any(map(str.isalnum, word))]


def _media(book: OpenBook) -> Iterator[str]:
    """Yield the files that are absent, and those that nothing uses."""
    used = {
        a.get("src") or "" for name in book.smil() for a in book.trees[name].iter("audio")
    }
    images = {
        image.get("src") or ""
        for name in book.texts()
        for image in book.trees[name].iter(f"{XHTML}img")
    }
    styles = {
        link.get("href") or ""
        for name in book.texts()
        for link in book.trees[name].iter(f"{XHTML}link")
    }
    for name in sorted({*images, *styles} - {*book.files}):
        yield f"{name} n’est pas dans le livre."
    known = {*used, *images, *styles, *book.trees}
    for name in sorted(set(book.files) - known):
        yield f"{name} ne sert à rien dans le livre."


# Books


def check_daisy(path: Path) -> Iterator[str]:
    """Yield the faults of the book in the ZIP ``path``, in French, one fault a line.

    Names, XML, charset, metadata, counts, headings, times, order, links both ways and the
    MP3 itself are looked at.
    """
    try:
        book, wrong = opened(path)
    except UnreadableBookError as error:
        yield str(error)
        return
    yield from wrong
    yield from check_ncc(book)
    yield from check_smil(book)
