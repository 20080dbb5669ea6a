"""Sort the files to take away: for readers by need, for professionals, of many texts."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Any
from urllib.parse import quote

from ppun_access.formats import READERS, WORK, Need
from ppun_access.site.pages.listing import (
    FILES,
    Catalogue,
    Line,
    contents,
    files_of,
    inside_of,
    page_of,
    versions_of,
    whole_files,
)
from ppun_access.writers.labels import FormatLabel
from ppun_access.writers.model import Download
from ppun_access.writers.needs import FileLink, by_need
from ppun_access.writers.units import NBSP, length, lower_first, size

DOWNLOADS = "telechargements/index.html"
PROFESSIONALS = "professionnels/index.html"
"""What a radio, a printer of braille or a developer asks for; there with such files."""
MOST = 240
"""How many files of texts a page names: 10 kB over the network, of the 40 it may take."""


@dataclass(frozen=True, slots=True)
class KindFiles:
    """The files of one kind, each with the name of its text and version."""

    label: FormatLabel
    files: tuple[tuple[str, FileLink], ...]


@dataclass(frozen=True, slots=True)
class NeedFiles:
    """The files for one need: of texts, by kind, and of the whole site."""

    need: Need
    kinds: tuple[KindFiles, ...]
    whole: tuple[FileLink, ...]

    @property
    def others(self) -> str:
        """The names of the kinds that wait in a box which opens."""
        return ", ".join(lower_first(kind.label.name) for kind in self.kinds[1:])


@dataclass(frozen=True, slots=True)
class WorkPage:
    """A page with the files for professionals of some of many texts."""

    path: str
    name: str
    first: str
    """The title of its first text."""
    last: str
    texts: Catalogue
    """The part of the catalogue that it shows."""


def reader_files(catalogue: Catalogue, root: str) -> tuple[NeedFiles, ...]:
    """Return what the page of downloads names, by need; a need without a file is left out.

    Of many texts, it names only the files that no page of a text offers.
    """
    if _many(catalogue, READERS):
        catalogue = _only(catalogue, lambda *version: not page_of(*version))
    return _needs(catalogue, root, READERS)


def texts_with_files(catalogue: Catalogue, root: str) -> tuple[Line, ...]:
    """Return many texts, nested as in the contents, with where their pages offer files.

    Nothing where the page of downloads names all files itself.
    """
    if not _many(catalogue, READERS):
        return ()
    offered = _only(
        catalogue, lambda *version: bool(page_of(*version) and _serving(READERS, *version))
    )
    texts = {text["id"]: text for text in offered["publications"]}
    lines = [*_lines(catalogue.get("navigation", ()), texts)]
    lines += texts.values()  # those that no line of the contents names
    return contents({**offered, "navigation": lines}, root, FILES)


def _lines(nodes: Iterable[Catalogue], texts: dict[str, Catalogue]) -> Iterator[Catalogue]:
    """Yield what the contents say of ``texts``, and take from these what they name."""
    for node in nodes:
        text = texts.pop(node.get("id", ""), None)
        below = [*_lines(node.get("below", ()), texts)]
        if text or below:
            known = {"id": node["id"]} if text else {}
            yield {"title": node["title"], **known, "below": below}


def work_files(catalogue: Catalogue, root: str) -> NeedFiles | None:
    """Return the files for professionals, None when there are none."""
    return next(iter(_needs(catalogue, root, (WORK,))), None)


def work_pages(catalogue: Catalogue) -> tuple[WorkPage, ...]:
    """Return the pages that share the files for professionals of many texts; else none."""
    if not _many(catalogue, (WORK,)):
        return ()
    groups: list[list[Catalogue]] = []
    room = 0
    for text in _only(catalogue, lambda *v: bool(_serving((WORK,), *v)))["publications"]:
        named = sum(len(_serving((WORK,), text, version)) for version in text["versions"])
        if named > room:
            groups.append([])
            room = MOST
        groups[-1].append(text)
        room -= named
    return tuple(_work_pages(groups))


def _work_pages(groups: Iterable[Sequence[Catalogue]]) -> Iterator[WorkPage]:
    before = 0
    for number, texts in enumerate(groups, 1):
        name = f"Textes {before + 1} à {before + len(texts)}"
        before += len(texts)
        path = f"{PurePosixPath(PROFESSIONALS).parent}/{number}/index.html"
        shown = {"publications": texts}
        yield WorkPage(path, name, texts[0]["title"], texts[-1]["title"], shown)


def _needs(
    catalogue: Catalogue, root: str, needs: tuple[Need, ...]
) -> tuple[NeedFiles, ...]:
    found = (_for_need(need, catalogue, root) for need in needs)
    return tuple(one for one in found if one.kinds or one.whole)


def _for_need(need: Need, catalogue: Catalogue, root: str) -> NeedFiles:
    kinds: dict[FormatLabel, list[tuple[str, FileLink]]] = {}
    for publication, version in versions_of(catalogue):
        about = f"{publication['title']}, {inside_of(version)}"
        for file in _serving((need,), publication, version, root):
            kinds.setdefault(file.label, []).append((about, file))
    listed = tuple(KindFiles(label, tuple(files)) for label, files in kinds.items())
    whole = by_need(whole_files(catalogue, root), (need,))
    return NeedFiles(need, listed, tuple(file for served in whole for file in served.files))


def _serving(
    needs: tuple[Need, ...], publication: Catalogue, version: Catalogue, root: str = ""
) -> tuple[FileLink, ...]:
    served = by_need(files_of(publication, version, root), needs)
    return tuple(file for one in served for file in one.files)


def _many(catalogue: Catalogue, needs: tuple[Need, ...]) -> bool:
    """Return whether the files of the texts are more than one page may name."""
    return sum(len(_serving(needs, *version)) for version in versions_of(catalogue)) > MOST


def _only(
    catalogue: Catalogue, wanted: Callable[[Catalogue, Catalogue], bool]
) -> Catalogue:
    """Return a catalogue of the ``wanted`` versions, without the texts that have none."""
    found: dict[str, dict[str, Any]] = {}
    for text, version in versions_of(catalogue):
        if wanted(text, version):
            found.setdefault(text["id"], {**text, "versions": []})["versions"].append(
                version
            )
    return {**catalogue, "publications": [*found.values()]}


# The block of GitBook


FOLDER = "gitbook"
"""Where the blocks are, in the team's folder: ``gitbook/<id>.md``."""
_OPENING = '{% hint style="info" %}\n**Ce texte existe aussi sous d’autres formes**\n'
_CLOSING = "{% endhint %}\n"
_SOUNDS = ("mp3", "m4b", "opus")
"""The sounds to lead to, the one that most devices play first."""


def gitbook_block(downloads: Collection[Download], base_url: str) -> bytes:
    """Return the block of the text that has these files, with their true figures.

    Empty without ``base_url``, where the site is published, or when the text has no page.
    """
    links = "".join(f"* [{words}]({url})\n" for words, url in _links(downloads, base_url))
    return f"{_OPENING}\n{links}{_CLOSING}".encode() if links else b""


def _links(downloads: Collection[Download], base_url: str) -> Iterator[tuple[str, str]]:
    """Yield the words and the address of each link; none when the text has no page."""
    root = base_url.rstrip("/").replace("(", "%28").replace(")", "%29") + "/"
    plain = [d for d in downloads if not d.variant]
    files = {(d.version, d.format): d for d in plain}
    page = files.get(("integral", "html"))
    if not base_url or page is None:
        return
    sounds = (files.get(("integral", name)) for name in _SOUNDS)
    if sound := next((s for s in sounds if s and s.seconds), None):
        yield _to_listen(sound.seconds or 0, sound.bytes), root + quote(sound.path)
    if easy := files.get(("facile", "html")):
        yield "Version simplifiée", _folder(root, easy)
    yield "Tous les formats", f"{_folder(root, page)}#telecharger"


def _to_listen(seconds: float, bytes_: int) -> str:
    """Return the words of the link to a sound.

    >>> _to_listen(150, 1_100_000).replace(NBSP, " ")
    'Écouter, 2 min 30, 1,1 Mo'
    """
    lasts = length(seconds)
    if "min" in lasts:
        lasts = lasts.removesuffix(f"{NBSP}s")
    return f"Écouter, {lasts}, {size(bytes_)}"


def _folder(root: str, page: Download) -> str:
    return root + quote(page.path.removesuffix("index.html"))
