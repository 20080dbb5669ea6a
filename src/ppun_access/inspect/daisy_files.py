"""Open a DAISY 2.02 book: its files, and the trees of those that are XML."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeAlias
from zipfile import BadZipFile

from lxml import etree

from ppun_access.runtime.untrusted_files import RefusedFileError, open_zip, unpacked
from ppun_access.tools.mp3_frames import Sound, read_mp3

Tree: TypeAlias = etree._Element
NCC, MASTER = "ncc.html", "master.smil"
XHTML = "{http://www.w3.org/1999/xhtml}"
_NAME = re.compile(r"[a-z0-9_-]{1,8}\.[a-z0-9]{1,4}")
_FOLDER = re.compile(r"[A-Za-z0-9._-]{1,64}")
_DOCTYPES = {
    ".html": "-//W3C//DTD XHTML 1.0 Transitional//EN",
    ".smil": "-//W3C//DTD SMIL 1.0//EN",
}


class UnreadableBookError(Exception):
    """Nothing more can be said of a book; its message says why, in French."""


@dataclass(frozen=True, slots=True)
class Place:
    """An address inside a book: a file and an id in it."""

    file: str
    id: str


@dataclass(frozen=True, slots=True)
class OpenBook:
    """The files of a book by name, and what could be read of them."""

    files: Mapping[str, bytes]
    trees: dict[str, Tree] = field(default_factory=dict)
    places: dict[Place, Tree] = field(default_factory=dict)
    sounds: dict[str, Sound] = field(default_factory=dict)

    @property
    def ncc(self) -> Tree:
        """The navigation control centre."""
        return self.trees[NCC]

    def smil(self) -> list[str]:
        """Return the names of the SMIL files but the master, in order."""
        return sorted(n for n in self.trees if n.endswith(".smil") and n != MASTER)

    def texts(self) -> list[str]:
        """Return the names of the text documents."""
        return sorted(n for n in self.trees if n.endswith(".html") and n != NCC)


def opened(path: Path) -> tuple[OpenBook, list[str]]:
    """Return the book in ``path``, and the faults of its files.

    Raises UnreadableBookError when there is no book to look at.
    """
    entries = _entries(path)
    wrong = list(_names(entries))
    files = {name.rpartition("/")[2]: data for name, data in entries.items()}
    book = OpenBook(files)
    if NCC not in files:
        raise UnreadableBookError(f"ce n’est pas un livre DAISY : {NCC} manque.")
    for name, data in files.items():
        if name.endswith((".html", ".smil")):
            wrong.extend(_read_tree(book, name, data))
        elif name.endswith(".mp3"):
            wrong.extend(_read_sound(book, name, data))
    if NCC not in book.trees:
        raise UnreadableBookError(f"{NCC} ne peut pas être lu.")
    return book, wrong


def place_of(address: str, base: str) -> Place:
    """Return where ``address``, written in the file ``base``, leads in the book."""
    file, _, id_ = address.partition("#")
    return Place(file or base, id_)


def children_of(element: Tree) -> list[Tree]:
    """Return the elements just below one."""
    return [child for child in element if isinstance(child.tag, str)]


def words_of(element: Tree) -> str:
    """Return the words of an element, single spaces between."""
    return " ".join("".join(map(str, element.itertext())).split())


def _entries(path: Path) -> dict[str, bytes]:
    try:
        with open_zip(path) as archive:
            return {
                name: _entry(name, pieces)
                for name, pieces in unpacked(archive)
                if not name.endswith("/")
            }
    except RefusedFileError as error:
        raise UnreadableBookError(f"{error.message}.") from error
    except (BadZipFile, OSError) as error:
        raise UnreadableBookError("ce n’est pas une archive ZIP.") from error


def _entry(name: str, pieces: Iterator[bytes]) -> bytes:
    try:
        return b"".join(pieces)
    except BadZipFile as error:
        message = f"dans cette archive, {name} est abîmé."
        raise UnreadableBookError(message) from error


def _names(entries: Mapping[str, bytes]) -> Iterator[str]:
    folders = {name.rpartition("/")[0] for name in entries}
    if len(folders) != 1 or not _FOLDER.fullmatch("".join(folders)):
        yield "les fichiers du livre DAISY doivent être dans un seul dossier, en ASCII."
    for name in entries:
        if not _NAME.fullmatch(name.rpartition("/")[2]):
            yield f"{name} : ce nom doit être court, en minuscules, sans accent ni espace."


def _read_tree(book: OpenBook, name: str, data: bytes) -> Iterator[str]:
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
    try:
        root = etree.fromstring(data, parser)
    except etree.XMLSyntaxError as error:
        yield f"{name} : ce n’est pas du XML ({error})."
        return
    book.trees[name] = root
    for element in root.iter():
        if id_ := element.get("id"):
            book.places.setdefault(Place(name, id_), element)
    info = root.getroottree().docinfo
    wanted = next(d for ending, d in _DOCTYPES.items() if name.endswith(ending))
    if info.public_id != wanted:
        yield f"{name} : le type de document doit être « {wanted} »."
    if (info.encoding or "").lower() != "utf-8" or b"encoding=" not in data[:60]:
        yield f"{name} : le fichier doit dire qu’il est en utf-8."
    ids = Counter(id_ for e in root.iter() if (id_ := str(e.get("id") or "")))
    for id_ in sorted(id_ for id_, count in ids.items() if count > 1):
        yield f"{name} : deux éléments ont le même id « {id_} »."


def _read_sound(book: OpenBook, name: str, data: bytes) -> Iterator[str]:
    sound = read_mp3(data)
    if sound is None:
        yield f"{name} : le son ne commence pas par du MP3."
        return
    book.sounds[name] = sound
    if len(sound.kbits) > 1:
        yield f"{name} : le débit du MP3 change ; les lecteurs veulent un débit constant."
    if not sound.whole:
        yield f"{name} : le MP3 est coupé, ou contient autre chose que du son."
    if sound.told_frames not in (None, sound.frames):
        yield f"{name} : l’index du MP3 n’annonce pas les {sound.frames} trames qu’il y a."
