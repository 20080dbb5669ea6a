"""The PDFs of the off-line kit, each as a pure function of a record.

A volume of the booklet, or the poster, is work for one process, whose memory comes back
when it ends, and is kept by the cache under all that it is made from.
"""

from __future__ import annotations

from dataclasses import dataclass

from ppun_access.cache import Cache
from ppun_access.document.codec import digest
from ppun_access.pipeline.breakdowns import Breakdown
from ppun_access.pipeline.ledger import Parts, Unit, fingerprint
from ppun_access.pipeline.revisions import making
from ppun_access.pipeline.write_tasks import WrittenText, kept, lines_of
from ppun_access.report import Report
from ppun_access.site.kit import Item, write_item
from ppun_access.writers.pdf_booklet import Volume

KIT = "kit"
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
