"""What each format that was asked for gives of a page of a space, and what it lost.

Every file of a publication is read as its readers have it: the pages, the books, large
print, braille read back, the captions of the sound; then what holds all the pages: the
book of the site, the offline kit, the USB stick, the podcast.
"""

from __future__ import annotations

import json
import re
import zipfile
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from html import unescape
from pathlib import Path
from xml.etree import ElementTree

from benchmarks.space_blocks import Block
from benchmarks.spaces import Page, Told
from braille_reading import kept, pages_of, text_of
from pdf_documents import read_again
from projects import UNSAID, catalogue
from test_hostile import FOOT, described, member, shown, squeezed

PEF = "{http://www.daisy.org/ns/2008/pef}"
BRAILLE_KEPT = 0.9
"""Of the words of a block in contracted braille: a sign may read as letters."""
_PLAIN = re.compile(r"[^\W\d_]{3,}")
"""The words that liblouis reads back: no address, no formula."""


@dataclass(frozen=True)
class Looked:
    """What was compared: how many blocks, how many words in all the formats, the losses."""

    blocks: int
    words: int
    lost: tuple[tuple[str, str, str], ...]
    """(format, page, words)."""


def look(out: Path, pages: Sequence[Page]) -> Looked:
    """Compare the words of every block of ``pages`` with every format in ``out``."""
    whole = dict(_whole(out))
    blocks = words = 0
    lost: list[tuple[str, str, str]] = []
    for page in pages:
        id_ = id_of(out, page)
        texts = {**dict(_own(out / id_)), **_parts(out, whole, id_)}
        blocks += len(page.blocks)
        for name, text in texts.items():
            flat = squeezed(text)
            for block in page.blocks:
                wanted = wanted_of(block, name)
                words += sum(len(passage.split()) for passage in wanted)
                lost += [(name, page.name, w) for w in wanted if squeezed(w) not in flat]
                lost += [(name, page.name, f"! {w}") for w in block.hidden if w in text]
        lost += _contracted(out / id_, page)
    return Looked(blocks, words, tuple(lost))


def wanted_of(block: Block, name: str) -> tuple[str, ...]:
    """Return the words that a format must have of a block."""
    return block.words if name == "captions" else (*block.words, *block.written)


def id_of(out: Path, page: Page) -> str:
    """Return the name under which a page is published."""
    texts = catalogue(out)["publications"]
    (id_,) = (text["id"] for text in texts if text["source"] == page.name)
    return str(id_)


def _own(folder: Path) -> Iterator[tuple[str, str]]:
    """Yield each format of a publication and its words; no file is empty."""
    for path in sorted(folder.iterdir()):
        assert path.stat().st_size
        kind = path.name.removeprefix(folder.name)
        if kind in _READERS:
            name, read = _READERS[kind]
            yield name, read(path)
    _check_copies(folder)


def _check_copies(folder: Path) -> None:
    """Look for what has the words of another file: PEF those of BRF, the zip of two."""
    name = folder.name
    if (pef := folder / f"{name}.pef").exists():
        assert _cells(pef) == pages_of((folder / f"{name}.brf").read_bytes())
    if (archive := folder / f"{name}.zip").exists():
        for kind in (".txt", ".mp3"):
            alone = (folder / f"{name}{kind}").read_bytes()
            assert member(archive, f"{name}{kind}") == alone
    if (chapters := folder / f"{name}-chapitres.json").exists():
        assert json.loads(chapters.read_bytes())["chapters"]


def _captions(path: Path) -> str:
    """Return the words of captions, as a player shows them."""
    cues = [cue.split("\n") for cue in path.read_text("utf-8").split("\n\n")]
    return unescape(" ".join(" ".join(lines[2:]) for lines in cues if len(lines) > 2))


def printed(path: Path) -> str:
    """Return the words of a PDF, and those that describe its pictures."""
    pages = read_again(path)["pages"]
    text = FOOT.sub(" ", " ".join(page["text"] for page in pages))
    return text + described(path.read_bytes())


_READERS: Mapping[str, tuple[str, Callable[[Path], str]]] = {
    "index.html": ("html", lambda path: shown(path.read_bytes())),
    ".txt": ("text", lambda path: path.read_text("utf-8-sig")),
    ".epub": ("epub", lambda path: shown(member(path, f"{path.stem}.xhtml"))),
    "-daisy202.zip": ("daisy", lambda path: shown(member(path, "content.html"))),
    ".pdf": ("pdf", printed),
    ".vtt": ("captions", _captions),
    ".brf": ("braille", lambda path: text_of(path.read_bytes(), "integral")),
}
"""For each end of a name, the format and how its words are read."""


def _cells(path: Path) -> list[list[str]]:
    """Return the lines of each page of a PEF file."""
    pages = ElementTree.parse(path).getroot().iter(f"{PEF}page")
    return [[row.text or "" for row in page.iter(f"{PEF}row")] for page in pages]


def _contracted(folder: Path, page: Page) -> Iterator[tuple[str, str, str]]:
    path = folder / f"{folder.name}-abrege.brf"
    if path.exists():
        text = text_of(path.read_bytes(), "abrege")
        for block in page.blocks:
            wanted = " ".join(wanted_of(block, "braille")).split()
            words = " ".join(word for word in wanted if _PLAIN.fullmatch(word))
            if words and kept(words, text) < BRAILLE_KEPT:
                yield "contracted braille", page.name, words


# What holds all the pages


def _whole(out: Path) -> Iterator[tuple[str, str]]:
    """Yield what has the words of all the pages at once."""
    if booklets := [*(out / "kit-hors-ligne").glob("livret*.pdf")]:
        yield "booklet", " ".join(map(printed, booklets))


def _parts(out: Path, whole: Mapping[str, str], id_: str) -> dict[str, str]:
    """Return what the book of the site, the kit and the USB stick have of a page."""
    found = dict(whole)
    if (out / "ppun.epub").exists():
        found["book of the site"] = shown(member(out / "ppun.epub", f"{id_}.xhtml"))
    if (stick := out / "cle-usb.zip").exists():
        with zipfile.ZipFile(stick) as archive:
            found["USB stick"] = shown(archive.read(f"fichiers/{id_}/index.html"))
    place = [text["id"] for text in catalogue(out)["publications"]].index(id_) + 1
    if (kit := out / "kit-hors-ligne/lecteur-daisy-mp3.zip").exists():
        with zipfile.ZipFile(kit) as archive:
            names = archive.namelist()
            folder = next(name for name in names if name.startswith("livre-"))
            number = f"{place:0{len(folder.partition('/')[0]) - len('livre-')}}"
            found["kit"] = shown(archive.read(f"livre-{number}/content.html"))
        assert sum(name.startswith(f"{number} ") for name in names) == 1
    return found


def check_podcast(out: Path, pages: Sequence[Page]) -> None:
    """Look for an episode for each page, whose transcript and sound are there."""
    feed = ElementTree.parse(out / "podcast.xml").getroot()
    links = {link.text or "" for link in feed.iter("link")}
    sounds = {str(one.get("url")) for one in feed.iter("enclosure")}
    transcript = "{https://podcastindex.org/namespace/1.0}transcript"
    written = {str(one.get("url")) for one in feed.iter(transcript)}
    for id_ in (id_of(out, page) for page in pages):
        base = f"https://textes.exemple.fr/{id_}"
        assert f"{base}/index.html" in links
        assert f"{base}/{id_}.mp3" in sounds
        assert f"{base}/{id_}.vtt" in written
        assert (out / id_ / f"{id_}.mp3").stat().st_size > 1000


# What editors are told


def told(out: Path) -> list[Told]:
    """Return every finding of a build, in an order of its own."""
    log = json.loads((out.with_name("output-rapport") / "build.json").read_text("utf-8"))
    found = (f for f in log["findings"] if f["code"] not in UNSAID)
    return in_order((f["code"], f["file"] or "", f["line"]) for f in found)


def in_order(findings: Iterable[Told]) -> list[Told]:
    """Return findings by page, line and code."""
    return sorted(findings, key=lambda one: (one[1], one[2] or 0, one[0]))
