"""What the writing screen works with: a text opened, its source read once, the parser."""

from __future__ import annotations

import atexit
from collections.abc import Sequence
from contextlib import ExitStack, suppress
from dataclasses import dataclass
from threading import Lock, Thread

from ppun_access.atelier.space import Space, Stamp
from ppun_access.atelier.writing.file import EasyFile, easy_file
from ppun_access.atelier.writing.passages import EasyText, cut, digest
from ppun_access.atelier.writing.told import Around
from ppun_access.build.rewriting import open_rewriter
from ppun_access.commands.facile import refuse_outside
from ppun_access.commands.reviews import Review, Reviews
from ppun_access.easy.draft.model import Parse, Parser
from ppun_access.easy.review.record import Record, record
from ppun_access.easy.review.ties import relinked
from ppun_access.easy.review.version import is_written_from
from ppun_access.errors import InputError, PpunError
from ppun_access.readers import ReaderOptions, read_markdown
from ppun_access.readers.front_matter import split_front_matter
from ppun_access.report import Report


@dataclass(frozen=True, slots=True)
class Opened:
    """One text, as its file is now."""

    review: Review
    """Its easy version may be older than ``text``: its source is what counts here."""
    project: Reviews
    file: EasyFile
    text: EasyText
    around: Around

    @property
    def digest(self) -> str:
        """That of its file."""
        return digest(self.text.written)

    @property
    def is_old(self) -> bool:
        """Whether the source is no longer what the text says that it was written from."""
        with suppress(InputError):
            name, text = self.review.name, self.text.written.lstrip("\ufeff")
            (page,) = read_markdown(text, name, ReaderOptions(), Report())
            return not is_written_from(page, self.record.stamp, self.review.source)
        return False

    @property
    def record(self) -> Record:
        """What its front matter notes of its reviews."""
        front, _, _ = split_front_matter(self.text.front, self.review.name)
        return record({key: str(value) for key, value in front.items()})

    @property
    def tied(self) -> list[tuple[str, ...]]:
        """The paragraphs of each passage, or those that took their places in the source."""
        again = cut(relinked(self.text.written, self.review.units))
        return [one.digests or () for one in again.passages]

    def find(self, number: int, marked: str) -> int | None:
        """Return where the passage is that a page knows by its number and its mark.

        The words of one field may have become several passages, of as many marks. The file
        may have changed meanwhile: None when these passages did, or are in doubt.
        """
        marks, wanted = [one.mark for one in self.text.passages], marked.split()
        found = [
            n for n in range(len(marks)) if wanted and marks[n : n + len(wanted)] == wanted
        ]
        if number in found:
            return number
        return found[0] if len(found) == 1 else None


class Desk:
    """Opens the texts of a space; what does not change with an easy text is read once."""

    def __init__(self, space: Space) -> None:
        self.space = space
        self.rewriter = Rewriter()
        self._read: dict[str, tuple[dict[str, Stamp], Reviews, Review]] = {}

    def opened(self, id_: str) -> Opened:
        """Return a text. Raises InputError when there is none, or its file is no text."""
        with self.space.lock:
            reviews, review = self._known(id_)
            refuse_outside(review)
            file = easy_file(review.path, reviews.project.folder, id_)
            around = Around(
                review.source,
                {unit.digest: unit for unit in review.units},
                reviews.project.settings,
                reviews.project.lexicon,
                self.rewriter.parser,
            )
            return Opened(review, reviews, file, cut(file.text), around)

    def _known(self, id_: str) -> tuple[Reviews, Review]:
        """Return a text and its project, read again when another file has changed."""
        known, files = self._read.get(id_), self.space.files()
        if known:
            files.pop(str(known[2].path.resolve()), None)
            if known[0] == files:
                return known[1], known[2]
        reviews, review = self.space.now().reviews, self.space.review(id_)
        files.pop(str(review.path.resolve()), None)
        self._read[id_] = files, reviews, review
        return reviews, review


class Rewriter:
    """The parser of drafts: loaded once, in the background, for that takes seconds."""

    def __init__(self) -> None:
        self._parser: Parser | None = None
        self._loading: Thread | None = None
        self._open, self._lock = ExitStack(), Lock()

    @property
    def parser(self) -> Parser | None:
        """The parser, None while it is not there: fewer rules then apply."""
        return self._parse if self._parser else None

    @property
    def is_loading(self) -> bool:
        """Whether it will be there soon."""
        return self._loading is not None and self._loading.is_alive()

    def start(self) -> None:
        """Begin to load it, unless it was begun."""
        with self._lock:
            if not (self.is_loading or self._parser):
                atexit.register(self._open.close)
                self._loading = Thread(target=self._load, daemon=True)
                self._loading.start()

    def wait(self) -> None:
        """Wait until it is there, or cannot be."""
        self.start()
        if self._loading:
            self._loading.join()

    def stop(self) -> None:
        """End one that failed: the next page begins another."""
        with self._lock, suppress(PpunError):
            self._parser = None
            self._open.close()

    def _load(self) -> None:
        with suppress(PpunError):
            parser = self._open.enter_context(open_rewriter())
            if parser:
                parser(["Bonjour."])  # it answers once it is loaded
            self._parser = parser

    def _parse(self, sentences: Sequence[str]) -> Sequence[Parse]:
        with self._lock:
            return self._parser(sentences) if self._parser else ()
