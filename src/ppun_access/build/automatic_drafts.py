"""Write an automatic easy draft of each text that has no easy version.

A draft is written to the team's folder, for an editor to correct, and is published only if
the settings say so. The cache keeps it under a key of all its inputs. A draft that a person
has corrected is never overwritten.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Generator, Iterable, Iterator
from contextlib import ExitStack, closing
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING

from ppun_access.build.ledger import PARSER, fingerprint, library_version, program_digest
from ppun_access.build.rewriting import open_rewriter
from ppun_access.build.runner import Task
from ppun_access.document.build import keep_front_matter, size_of
from ppun_access.document.model import Document, Link
from ppun_access.document.packing import digest, register
from ppun_access.document.walk import nodes, plain_text, sentences
from ppun_access.easy.draft.essential import KEY as ESSENTIAL
from ppun_access.easy.draft.model import Parser
from ppun_access.easy.review.ties import units
from ppun_access.easy.review.version import TO_WRITE, automatic_version
from ppun_access.errors import MissingToolError, OutputError
from ppun_access.failures import Breakdown, attempt, isolated
from ppun_access.project.project import Source, easy_file
from ppun_access.project.text_lexicon import draft_lexicon, spoken_texts
from ppun_access.readers import ReaderOptions, read_markdown
from ppun_access.report import Finding, Report
from ppun_access.runtime.cache import cache_key
from ppun_access.runtime.disk import write_private
from ppun_access.runtime.progress import Progress
from ppun_access.runtime.untrusted_files import RECORD, content_bytes, read_regular
from ppun_access.settings.lexique_toml import Lexicon
from ppun_access.transforms import EASY, TransformOptions, apply

if TYPE_CHECKING:
    from ppun_access.build.context import Build

FOLDER = "brouillons"
PHASE = "Brouillons"
PATIENCE = 3
"""Drafts in a row on which the parser fails, after which it is asked no more."""
MOST_SENTENCES = 5_000
"""Of one draft: some 250 pages, which nobody would correct, nor a machine write in time."""
_LOST = "Le brouillon n’est pas fait"
_GIVEN_UP = (
    f"Des brouillons n’ont pas été faits. L’analyse de la syntaxe a échoué {PATIENCE} fois "
    "de suite. Installez-la de nouveau, puis relancez la commande."
)
_NOTICE = re.compile(r"<!-- Brouillon automatique ([0-9a-f]{16})\..*?-->\n\n", re.DOTALL)


@dataclass(frozen=True, slots=True)
class AutomaticDraft:
    """The draft of one text, a whole Markdown file."""

    document: Document
    name: str
    """The easy version that it may become: « facile/<id>.md »."""
    links: tuple[Link, ...] = ()
    """Those of its text, as ``name`` writes them."""
    content: bytes | Path = b""
    corrected: bool = False
    """Whether a person has worked on the one that is in the team's folder."""

    @property
    def path(self) -> str:
        """Where it stands in the team's folder."""
        return f"{FOLDER}/{self.document.id}.md"


def automatic_drafts(
    build: Build, pages: Iterable[tuple[Source, Document]]
) -> Callable[[Path | None], tuple[AutomaticDraft, ...]]:
    """Start to draft each text that has no easy version, not even an invalid one.

    Return what waits for them, and tells what became of them. ``pages`` are the texts with
    where they were read. In the folder that is then given, if
    any, they wait to be moved there, each as soon as it is written.
    """
    from ppun_access.easy.draft.first_draft import links_of

    project, runner, report = build.project, build.runner, build.report
    texts = [
        AutomaticDraft(document, name, links_of(source.document, source.page.name, name))
        for source, document in pages
        for name, path in [easy_file(source, project.settings)]
        if document.is_french and not path.exists()
    ]
    wanted = list[AutomaticDraft]()

    def tasks() -> Iterator[DraftTask]:
        for text in texts:
            make = partial(_task, text, project.lexicon, report)
            task = attempt(make, partial(_untold, text, report), runner.seconds)
            if task:
                wanted.append(text)
                yield task

    phase = _Phase(len(texts), build.tell)
    begun = runner.map(tasks(), on_done=phase.goes_on, background=True)

    def drafts(place: Path | None) -> tuple[AutomaticDraft, ...]:
        with closing(_made(begun, phase, report)) as made:
            return tuple(
                _told(_put(one, draft.content, place), build.folder, report)
                for draft, one in zip(made, wanted, strict=False)  # a failure ends them
                if draft.lost is None
            )

    return drafts


def _put(one: AutomaticDraft, content: bytes, place: Path | None) -> AutomaticDraft:
    """Return a draft with its content, which waits in ``place`` if there is one.

    Raises OutputError when there is no room.
    """
    if place is None:
        return replace(one, content=content)
    path = place / one.path
    write_private(path, content)
    return replace(one, content=path)


def _untold(one: AutomaticDraft, report: Report, breakdown: Breakdown) -> None:
    report.add(breakdown.finding(one.document.title, _LOST))


def _task(one: AutomaticDraft, lexicon: Lexicon, report: Report) -> DraftTask | None:
    """Return the work on a draft, None for a text with nothing to draft, or too much."""
    if not units(one.document):
        return None
    found = sum(1 for _ in sentences(one.document))
    if found > MOST_SENTENCES:
        message = (
            f"Ce texte a {found} phrases : aucun brouillon n’en est fait au-delà de "
            f"{MOST_SENTENCES}. Coupez la page en plusieurs, une par sujet ; ou écrivez "
            f"vous-même {one.name}, sur ce qui compte le plus."
        )
        report.add(Finding("brouillon-trop-long", message, page=one.document.title))
        return None
    document = keep_front_matter(one.document, ESSENTIAL)
    own = draft_lexicon(lexicon, spoken_texts(document))
    parser = [library_version(name) for name in PARSER]
    told = (digest(document), one.name, repr(one.links), fingerprint(own), parser)
    key = cache_key("brouillon", program_digest(), *told)
    return DraftTask(document, one.name, one.links, own, key)


@dataclass(frozen=True, slots=True)
class DraftPage:
    """A draft as a whole Markdown file, or the message on one that could not be made."""

    content: bytes
    lost: Finding | None = None
    by_tool: bool = False
    """Whether it is lost because the parser failed."""

    @property
    def failed(self) -> bool:
        """Whether it is to be written again."""
        return self.lost is not None


@dataclass(frozen=True, slots=True)
class DraftTask(Task[DraftPage]):
    """A draft to write, in any process."""

    document: Document
    name: str
    links: tuple[Link, ...]
    lexicon: Lexicon
    key: str = ""

    @property
    def weight(self) -> float:
        """How many blocks the text has."""
        return size_of(self.document)

    def run(self) -> DraftPage:
        """Return the draft, by the parser of this process, one thread at a time."""
        from ppun_access.easy.draft.first_draft import first_draft

        with _TURN:
            try:
                draft = first_draft(self.document, self.lexicon, _PARSER(), self.links)
            except BaseException:  # the next draft has a parser that works
                _PARSER.close()
                raise
        return DraftPage(_with_notice(draft.page(self.document), self.name).encode())

    def on_failure(self, breakdown: Breakdown) -> DraftPage:
        """Return the result that replaces a draft on which the program fails."""
        fault = breakdown.finding(self.document.title, _LOST)
        return DraftPage(b"", fault, breakdown.by_tool)


@dataclass(slots=True)
class _Phase:
    """Report the progress of drafts, from the first one that is not in the cache."""

    total: int
    tell: Progress
    done: int = 0
    works: bool = False

    def goes_on(self, task: DraftTask, kept: bool) -> None:
        """Tell that a draft is next."""
        self.works = self.works or not kept
        if self.works:
            self.tell(PHASE, self.done, self.total, task.document.title)

    def ends(self) -> None:
        """Tell that all are there."""
        if self.works:
            self.tell(PHASE, self.total, self.total)


def _made(
    drafts: Generator[DraftPage, None, None], phase: _Phase, report: Report
) -> Generator[DraftPage, None, None]:
    """Yield drafts; spaCy is loaded once in each process."""
    failures = 0
    try:
        with closing(drafts):
            for draft in drafts:
                if draft.lost:
                    report.add(draft.lost)
                failures = failures + 1 if draft.by_tool else 0
                if failures == PATIENCE:
                    report.add(Finding("brouillon-absent", _GIVEN_UP))
                    return
                phase.done += 1
                yield draft
        phase.ends()
    except (MissingToolError, OutputError) as error:
        message = f"Des brouillons n’ont pas été faits. {error.message} {error.next_step}"
        report.add(Finding("brouillon-absent", message.strip()))
    finally:
        close_parser()


class _HeldParser:
    """The parser of a process: opened when it is first asked for, kept until closed."""

    def __init__(self) -> None:
        self._open, self._parsers = ExitStack(), list[Parser | None]()

    def __call__(self) -> Parser | None:
        """Return it, None without spaCy."""
        if not self._parsers:
            self._parsers.append(self._open.enter_context(open_rewriter()))
        return self._parsers[0]

    def close(self) -> None:
        """End it."""
        self._parsers.clear()
        self._open.close()


_PARSER, _TURN = _HeldParser(), Lock()


def close_parser() -> None:
    """End the parser of this process; a later draft opens another."""
    with _TURN:
        _PARSER.close()


def _with_notice(page: str, name: str) -> str:
    """Return a page that says what it is, under its front matter, with its own digest."""
    notice = (
        f"<!-- Brouillon automatique {_stamp(page)}.\n"
        "Un ordinateur a écrit ce texte : il peut contenir des erreurs.\n"
        "Corrigez-le phrase par phrase, à la troisième personne,\n"
        f"puis mettez-le dans {name}.\n"
        "-->\n\n"
    )
    at = page.index("\n---\n") + len("\n---\n")
    return page[:at] + notice + page[at:]


def is_untouched(text: str) -> bool:
    """Return whether a draft is as it was written, character for character."""
    found = _NOTICE.search(text)
    if found is None:
        return False
    return found[1] == _stamp(text[: found.start()] + text[found.end() :])


def _stamp(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def _told(one: AutomaticDraft, folder: Path, report: Report) -> AutomaticDraft:
    """Return a draft; report and mark one that a person has begun to correct."""
    there = _read(folder / one.path)
    if there is None or is_untouched(there):
        return one
    message = (
        f"Quelqu’un a corrigé le brouillon {one.path} : il n’est pas remplacé. Pour le "
        f"publier, mettez-le dans {one.name} ; pour avoir de nouveau le brouillon de "
        "l’ordinateur, effacez-le."
    )
    page = one.document.title
    report.add(Finding("brouillon-corrige", message, page=page))
    return replace(one, corrected=True)


def _read(path: Path) -> str | None:
    """Return the text of a file, empty if it is no text; None when it is not there."""
    try:
        return read_regular(path, RECORD, links=False).decode()
    except FileNotFoundError:
        return None
    except (OSError, UnicodeDecodeError):
        return ""


def files(drafts: Iterable[AutomaticDraft]) -> dict[str, bytes | Path]:
    """Return the files to write in the team's folder, by their paths."""
    return {one.path: one.content for one in drafts if not one.corrected}


def published(
    drafts: Iterable[AutomaticDraft], lexicon: Lexicon, report: Report
) -> Iterator[Document]:
    """Yield the easy version made of each draft, labelled as automatic.

    What was told of the text itself is not told again.
    """
    for one in drafts:
        made = None
        with isolated(report, one.document.title, "Son brouillon n’est pas publié"):
            made = _version(one, lexicon, report)
        if made:
            yield made


def _version(one: AutomaticDraft, lexicon: Lexicon, report: Report) -> Document:
    """Return the easy version that a draft makes."""
    options, silent = ReaderOptions(one.document.lang, sense_lines=True), Report()
    text = content_bytes(one.content).decode()
    (page,) = read_markdown(text, one.path, options, silent)
    is_whole = TO_WRITE not in text
    easy = automatic_version(page, one.document, report, is_whole=is_whole)
    led = {
        (node.pos, plain_text(node)): node.href
        for node in nodes(one.document)
        if isinstance(node, Link)
    }
    read = ((link.href, (link.pos, plain_text(link))) for link in one.links)
    files = {href: led[place] for href, place in read if place in led}
    return apply(EASY, easy, TransformOptions(lexicon, files=files), silent)


register(DraftPage)
