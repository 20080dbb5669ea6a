"""The off-line kit: its PDFs, each as a pure function of a record, and its sounds.

A volume of the booklet, or the poster, is work for one process, whose memory comes back
when it ends, and is kept by the cache under all that it is made from.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from ppun_access.build.ledger import Parts, Unit, fingerprint
from ppun_access.build.revisions import making
from ppun_access.build.write_tasks import WrittenText, alone, kept, lines_of, lost
from ppun_access.document.codec import digest
from ppun_access.document.model import Edition
from ppun_access.failures import WHOLE_SITE, Breakdown, isolated
from ppun_access.report import Report
from ppun_access.runtime.cache import Cache
from ppun_access.settings.ppun_toml import Settings
from ppun_access.site.kit.contents import Item, write_item
from ppun_access.site.kit.sound import about_players, kit_sounds, note, player_files
from ppun_access.site.kit.texts import KitText, kit_texts
from ppun_access.writers import WRITERS
from ppun_access.writers.model import DaisyOptions, Download, Files, path_of
from ppun_access.writers.pdf.booklet import Volume

KIT = "kit"
NO_NOTE = "Le mode d’emploi du kit hors ligne n’est pas fait"
_LOST = "Ce fichier du kit hors ligne n’est pas publié"


@dataclass(frozen=True, slots=True)
class KitTask:
    """A PDF of the kit to make; with a ``key``, it goes into ``cache`` under it."""

    item: Item
    key: str = ""
    cache: Cache | None = None

    @property
    def name(self) -> str:
        """Return the format that it belongs to."""
        return KIT

    @property
    def unit(self) -> Unit:
        """What the account of a build calls it."""
        return Unit(KIT, "integral", self.item.name, self.item.title)

    @property
    def lines(self) -> str:
        """A digest of where the parts of its texts are in their pages."""
        content = self.item.content
        if not isinstance(content, Volume):
            return ""
        return lines_of(*content.book.opening, *(document for _, document in content.texts))

    def parts(self, tool: str) -> Parts:
        """Return what it is made from, each part with its digest."""
        item, content = self.item, self.item.content
        made = {
            "un réglage ou une image": fingerprint(item.options),
            "le programme": fingerprint((making(), tool)),
        }
        if not isinstance(content, Volume):
            return {"ses mots": fingerprint(content), **made}
        book = content.book
        around = (book.title, book.lang, book.publisher, [*map(digest, book.opening)])
        texts = [(version, digest(document)) for version, document in content.texts]
        place = (content.number, content.of, content.elsewhere)
        return {
            "un de ses textes": fingerprint(texts),
            "le livre": fingerprint(around),
            "sa place parmi les volumes": fingerprint(place),
            **made,
        }


def make_item(task: KitTask) -> WrittenText:
    """Make one PDF of the kit; raises MissingToolError without typst."""
    return kept(task, _made)


def unmade(task: KitTask, breakdown: Breakdown) -> WrittenText:
    """Return what stands for a PDF on which the program fails."""
    return WrittenText({}, (breakdown.finding(task.item.title, _LOST),))


def _made(task: KitTask) -> WrittenText:
    report = Report()
    files = write_item(task.item, report)
    return WrittenText(files, (*report.findings, *report.silenced))


def weight(task: KitTask) -> float:
    """Return how long a PDF takes beside the others."""
    content = task.item.content
    if not isinstance(content, Volume):
        return 0.0
    return float(sum(len(document.blocks) for _, document in content.texts))


# The sounds


def kit_sound(
    editions: Sequence[Edition], files: Files, settings: Settings, options: DaisyOptions,
    report: Report,
) -> tuple[tuple[KitText, ...], tuple[Download, ...], Files]:  # fmt: skip
    """Return the texts of the kit, its sounds as the catalogue lists them, their files.

    ``files`` may have the DAISY books, which the folder for players holds unpacked. With
    the files is what tells how to use the kit.
    """
    texts, sounds = list[KitText](), list[Download]()
    made: dict[str, bytes | Path] = {}
    for text in kit_texts(editions):
        with isolated(report, text.document.title, lost(KIT)):
            heard = kit_sounds(text, settings.kit, report)
            in_folder = player_files(text, _book(text, files, options, report))
            made |= {**{download.path: path for download, path in heard}, **in_folder}
            sounds += (download for download, _ in heard)
            texts.append(text)
    with isolated(report, editions[0].book.title, NO_NOTE, WHOLE_SITE):
        made |= about_players(texts) if made else {}
        made |= note(editions, {**files, **made}, settings.contact)
    return tuple(texts), tuple(sounds), made


def _book(
    text: KitText, files: Files, options: DaisyOptions, report: Report
) -> bytes | Path | None:
    """Return the DAISY book of a text, made if it is not among ``files``."""
    path = path_of("daisy202", text.document.id, text.edition.version)
    if path in files:
        return files[path]
    own = alone(text.edition, text.document, "daisy202")
    return WRITERS["daisy202"](own, options, report).get(path)
