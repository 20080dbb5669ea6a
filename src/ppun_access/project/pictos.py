"""Read ``pictos/pictos.toml``: the pictograms of easy versions and their licences.

A pictogram without a licence is not published: who makes them wants to be named.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import product
from pathlib import Path
from urllib.parse import unquote

from ppun_access.document.model import (
    Block,
    Div,
    Document,
    Figure,
    Heading,
    Image,
    Inline,
    Link,
    Node,
    Para,
    Text,
)
from ppun_access.document.sources import spellings
from ppun_access.document.walk import nodes, plain_text, walk
from ppun_access.errors import UsageError
from ppun_access.readers.space.places import is_given
from ppun_access.report import Finding, Report
from ppun_access.runtime.disk import write_atomically
from ppun_access.runtime.untrusted_files import MB, SETTINGS, is_readable, read_regular
from ppun_access.settings.fields import read_records, read_toml, setting, toml_string
from ppun_access.settings.reach import OUT_OF_REACH, Reach, own_file

FOLDER, RECORDS = "pictos", "pictos.toml"
_UNDESCRIBED = "image-sans-description"
"""The finding that a pictogram beside its heading silences: the heading says it all."""


@dataclass(frozen=True, slots=True)
class Picto:
    """What is recorded of one pictogram."""

    licence: str = setting("licence", "", "sa licence ; il la faut", example="CC BY 4.0")
    author: str = setting(
        "auteur", "", "son auteur ; il le faut", example="Prénom Nom, ARASAAC"
    )
    source: str = setting(
        "source", "", "l’adresse de sa page", example="https://exemple.fr/telephone"
    )
    description: str = setting(
        "description", "", "ce qu’il montre", example="Une personne au téléphone"
    )


def load_pictos(root: Path, reach: Reach) -> Mapping[str, Picto]:
    """Return the record of each file of ``pictos/``, by name.

    Raises UsageError for a file that cannot be read or leads outside, an unknown key, a
    wrong value.
    """
    path = own_file(root / FOLDER / RECORDS, root, reach)
    table = read_toml(path) if path.is_file() else {}
    return read_records(Picto, table, path)


def add_picto(name: str, content: bytes, picto: Picto, root: Path, reach: Reach) -> bool:
    """Put a picture in ``pictos/`` with its record; return False if its name is taken.

    What is there is kept, the record too. Raises UsageError when the folder leads outside,
    or a record that is there cannot be read.
    """
    path, records = root / FOLDER / name, root / FOLDER / RECORDS
    for one in (path, records):
        if not reach.holds(one, root):
            raise UsageError(
                f"{one} : ce lien mène hors du dossier du projet. Rien n’a été écrit.",
                next_step=OUT_OF_REACH,
            )
    is_recorded, is_new = name in load_pictos(root, reach), not path.exists()
    if is_new:
        write_atomically(path, content)
    if not is_recorded:
        there = read_regular(records, SETTINGS) if records.is_file() else b""
        before = there.decode("utf-8-sig").rstrip()
        text = f"{before}\n\n{_as_toml(name, picto)}".lstrip()
        write_atomically(records, text.encode())
    return is_new


def _as_toml(name: str, picto: Picto) -> str:
    values = {
        "licence": picto.licence, "auteur": picto.author, "source": picto.source,
        "description": picto.description,
    }  # fmt: skip
    lines = (f"{key} = {toml_string(value)}" for key, value in values.items())
    return "\n".join((f'["{name}"]', *lines, ""))


def picture_file(
    src: str, folders: Iterable[Path], root: Path, reach: Reach, most: int = 0
) -> Path | None:
    """Return the file of a picture, looked for from ``folders``.

    None when it is hidden, is out of ``reach`` from ``root``, or has more than ``most``
    MB, which are those that ``reach`` gives to a picture.
    """
    most = (most or reach.limits.picture) * MB
    if ":" in src or src.startswith("/") or "\0" in src:
        return None
    written = spellings([unquote(src)])
    for folder, name in product(folders, written):
        try:
            path = (folder / name).resolve()
            if is_given(path, root, reach) and is_readable(path, most):
                return path
        except OSError:
            continue
    return None


@dataclass(frozen=True, slots=True)
class Pictos:
    """The pictograms that a page may show: ``folders`` is where its addresses start."""

    root: Path
    folders: tuple[Path, ...]
    records: Mapping[str, Picto]
    reach: Reach

    def file(self, image: Image) -> Path | None:
        """Return the file of a picture, or None if it may not be read."""
        return picture_file(image.src, self.folders, self.root, self.reach)

    def name(self, image: Image) -> str:
        """Return the name of a picture inside ``pictos/``, empty for any other."""
        file = self.file(image)
        home = (self.root / FOLDER).resolve()
        return str(file.relative_to(home)) if file and file.is_relative_to(home) else ""

    def record(self, image: Image) -> Picto | None:
        """Return the record of a picture, None when it may not be published."""
        found = self.records.get(self.name(image))
        return found if found and found.licence.strip() and found.author.strip() else None

    def licensed(self, page: Document, report: Report) -> Document:
        """Return ``page`` without the pictograms that have no licence, each reported.

        The others have their description, unless they stand beside a heading: there they
        only decorate.
        """
        refused: set[str] = set()
        for image in _images(page):
            if self.name(image) and self.record(image) is None:
                refused.add(image.src)
                _report_unlicensed(image, self.name(image), page, report)

        def described(node: Node) -> Node:
            record = self.record(node) if isinstance(node, Image) else None
            if not isinstance(node, Image) or record is None or plain_text(node).strip():
                return node
            if node.pos and _UNDESCRIBED in node.pos.silenced:
                return node
            words = record.description.strip()
            return replace(node, children=(Text(words),)) if words else node

        blocks = tuple(self._beside_headings(page.blocks))
        return _without(walk(replace(page, blocks=blocks), described), refused)

    def _beside_headings(self, blocks: tuple[Block, ...]) -> Iterator[Block]:
        """Yield ``blocks``, what touches a heading marked as only decorating.

        A walk would drop the marks: places take no part in equality.
        """
        for at, block in enumerate(blocks):
            touching = (*blocks[max(0, at - 1) : at], *blocks[at + 1 : at + 2])
            if isinstance(block, Figure) and any(isinstance(b, Heading) for b in touching):
                pos = block.image.pos
                if pos and not plain_text(block) and self.record(block.image):
                    silenced = pos.silenced | {_UNDESCRIBED}
                    image = replace(block.image, pos=replace(pos, silenced=silenced))
                    block = replace(block, image=image)
            yield block

    def credits(self, page: Document) -> tuple[Block, ...]:
        """Return whose the pictograms of ``page`` are; empty without any."""
        shown = (self.record(image) for image in _images(page))
        known = dict.fromkeys(
            (one.author.strip(), one.licence.strip(), one.source.strip())
            for one in shown
            if one
        )
        lines = tuple(Para(tuple(_credit(*whose))) for whose in known)
        return (Div(lines, "credits"),) if lines else ()


def _images(page: Document) -> Iterator[Image]:
    return (node for node in nodes(page) if isinstance(node, Image))


def _without(page: Document, refused: set[str]) -> Document:
    """Return ``page`` with the words of the refused pictures in their places."""

    def figure(node: Node) -> Node | tuple[Node, ...]:
        if not isinstance(node, Figure) or node.image.src not in refused:
            return node
        lines = [line for line in (node.image.children, node.caption) if line]
        paras = tuple(Para(line, pos=node.pos) for line in lines)
        return (Div(paras, "description", pos=node.pos),) if paras else ()

    def inline(node: Node) -> Node | tuple[Node, ...]:
        return node.children if isinstance(node, Image) and node.src in refused else node

    return walk(walk(page, figure), inline) if refused else page


_CREATIVE_COMMONS = re.compile(r"CC (BY(?:-(?:NC|ND|SA))*) (\d\.\d)", re.IGNORECASE)


def _credit(author: str, licence: str, source: str) -> Iterator[Inline]:
    """Yield whose pictures are: the author, the licence, where to read both."""
    yield Text("Pictogrammes\N{NO-BREAK SPACE}: ")
    yield Link((Text(author),), source) if source else Text(author)
    named = licence if licence.lower().startswith("licence") else f"licence {licence}"
    yield Text(", ")
    if found := _CREATIVE_COMMONS.search(licence):
        place = (
            f"https://creativecommons.org/licenses/{found[1].lower()}/{found[2]}/deed.fr"
        )
        yield Link((Text(named),), place)
    else:
        yield Text(named)
    yield Text(".")


def _report_unlicensed(image: Image, name: str, page: Document, report: Report) -> None:
    code = "picto-sans-licence"
    message = (
        f"L’image {FOLDER}/{name} n’est pas publiée : rien ne dit qui l’a faite ni sous "
        f"quelle licence. Notez-le dans {FOLDER}/{RECORDS}, dans une partie "
        f'["{name}"] avec « licence » et « auteur ».'
    )
    words = plain_text(image)
    report.add(Finding(code, message, image.pos, page.title, words))
