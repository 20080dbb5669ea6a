"""Measure the texts of files: the data that ``score`` prints."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import partial
from itertools import islice
from pathlib import Path

from ppun_access.commands.texts import (
    STDIN,
    STDIN_NAME,
    Spaces,
    stdin_text,
    texts,
    within_time,
)
from ppun_access.document.model import Document
from ppun_access.easy.review.record import version_of
from ppun_access.errors import InputError
from ppun_access.readability.document import (
    DocumentScores,
    ScoredSentence,
    listed_sentences,
    score_parts,
    scored_sentences,
)
from ppun_access.readability.syntax import SyntaxScores, syntax_scores
from ppun_access.report import Report
from ppun_access.runtime.processor_time import TEXT_SECONDS
from ppun_access.settings.ppun_toml import Settings, find_settings, load_settings
from ppun_access.settings.thresholds import (
    ENDLESS_CHARACTERS,
    ENDLESS_SENTENCE,
    THRESHOLDS,
    Thresholds,
)
from ppun_access.tools import spacy_french

HARDEST = 10
"""How many sentences are shown."""


@dataclass(frozen=True, slots=True)
class ScoreRequest:
    """What the user asked for, and the width and colours of his terminal."""

    files: tuple[str, ...]
    """``FILE``, ``FILE#id`` or ``-``."""
    as_json: bool = False
    fail_over: float | None = None
    """The hardest that a text may be, 0 to 100."""
    syntax: bool = False
    width: int = 92
    colour: bool = False
    seconds: float = TEXT_SECONDS
    """Of processor, for each text."""


@dataclass(frozen=True, slots=True)
class ScoredText:
    """One text of a file, and all that was measured of it."""

    file: str
    document: Document
    scores: DocumentScores
    sentences: tuple[ScoredSentence, ...]
    """Of the body."""
    listed: tuple[ScoredSentence, ...] = ()
    """Of the lists, which are scored apart and have hard sentences all the same."""
    thresholds: Thresholds = THRESHOLDS
    syntax: SyntaxScores | None = None

    @property
    def difficulty(self) -> float:
        """Of the body or of the lists, the harder of the two."""
        return max(self.scores.body.difficulty, self.scores.lists.difficulty)

    @property
    def described(self) -> str:
        """The difficulty in words, with where it is when that is in the lists."""
        in_lists = self.scores.lists.difficulty > self.scores.body.difficulty
        where = " dans ses listes" if in_lists else ""
        value = f"{self.difficulty:.1f}".replace(".", ",")
        return f"« {self.document.title} » a une difficulté de {value}{where}"


def measured_texts(
    request: ScoreRequest, report: Report, read_stdin: Callable[[], bytes]
) -> list[ScoredText]:
    """Measure every text of the files, each once."""
    files, spaces = dict.fromkeys(request.files), Spaces()
    found = [
        text
        for file in files
        for text in _scored(file, request, report, spaces, read_stdin)
    ]
    return _with_syntax(found) if request.syntax else found


def _with_syntax(found: Sequence[ScoredText]) -> list[ScoredText]:
    """Parse the sentences of every text at once: the parser takes long to load.

    What is endless is no sentence, and is not parsed.
    """
    sentences = (s for text in found for s in text.sentences)
    parsed = iter(spacy_french.parse(["" if _is_endless(s) else s.text for s in sentences]))
    return [
        replace(text, syntax=syntax_scores(islice(parsed, len(text.sentences))))
        for text in found
    ]


def _is_endless(one: ScoredSentence) -> bool:
    return one.words > ENDLESS_SENTENCE or len(one.text) > ENDLESS_CHARACTERS


def _scored(
    file: str, request: ScoreRequest, report: Report, spaces: Spaces,
    read_stdin: Callable[[], bytes],
) -> list[ScoredText]:  # fmt: skip
    documents: tuple[Document, ...]
    if file == STDIN:
        file, documents = STDIN_NAME, (stdin_text(read_stdin(), report),)
        settings = load_settings(find_settings(Path.cwd()))
    else:
        found_texts = texts(file, report, spaces)
        documents, settings = found_texts.documents, found_texts.project.settings
    works = (partial(_scored_text, file, document, settings) for document in documents)
    found = [within_time(file, work, request.seconds) for work in works]
    if not any(text.scores.body.words or text.scores.lists.words for text in found):
        raise InputError(
            f"{file} : il n’y a rien à mesurer, ni phrase ni liste.",
            next_step="Ajoutez du texte à cette page, ou donnez-en une autre.",
        )
    return found


def _scored_text(file: str, document: Document, settings: Settings) -> ScoredText:
    """Measure a text; it is judged by the thresholds of its project and its version."""
    return ScoredText(
        file.partition("#")[0],
        document,
        score_parts(document),
        scored_sentences(document),
        listed_sentences(document),
        settings.thresholds_of(version_of(document)),
    )
