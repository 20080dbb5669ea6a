"""Format scores as tables for a terminal."""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from rich.console import Console, Group, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from ppun_access.commands.scored_texts import HARDEST, ScoredText, ScoreRequest
from ppun_access.readability.document import ScoredSentence, hardest
from ppun_access.readability.scores import Scores
from ppun_access.readability.syntax import SyntaxScores
from ppun_access.readability.textstat_scores import TextstatScores
from ppun_access.report import excerpt
from ppun_access.runtime.console import printable
from ppun_access.settings.thresholds import Thresholds
from ppun_access.writers.units import length

NARROW = 64
"""Under this many columns, a table has no room for the aims."""
VERY_NARROW = 42
"""Under this many, none for textstat's figures."""
_EXCERPT = 18
_CAUSES = 3
_COLOURS = {
    "très facile": "green",
    "facile": "green",
    "moyen": "yellow",
    "difficile": "red",
    "très difficile": "bold red",
}
_NEVER = "jamais jugées"
_VERDICTS = {True: ("bien", "green"), False: ("à revoir", "red"), None: ("", "")}


def tables(
    found: Sequence[ScoredText], theirs: Sequence[TextstatScores], request: ScoreRequest
) -> str:
    """Return the scores, hardest sentences and advice of every text, fitted to the width.

    ``theirs`` are textstat's scores of the texts, in the same order.
    """
    console = Console(
        file=io.StringIO(),
        width=max(request.width, 30),
        force_terminal=request.colour,
        no_color=not request.colour,
        highlight=False,
        emoji=False,
        markup=False,
    )
    with console.capture() as captured:
        for text, compared in zip(found, theirs, strict=True):
            console.print(Group(*_parts(text, compared, console.width)))
    lines = captured.get().rstrip().split("\n")
    return "\n".join(line.rstrip() for line in lines).translate(_UNTIED)


_SPACES = "\u00a0\u202f"
_TIED = str.maketrans(_SPACES, "\ue000\ue001")
_UNTIED = str.maketrans("\ue000\ue001", _SPACES)
"""rich breaks lines at no-break spaces: characters that it knows nothing of stand in."""


def _text(words: str, style: str = "") -> Text:
    return Text(printable(words).translate(_TIED), style)


def _parts(
    text: ScoredText, theirs: TextstatScores, width: int
) -> Iterator[RenderableType]:
    title, file = text.document.title, text.file
    place = "" if file == title else f" ({file})"
    yield Text.assemble(_text(title, "bold"), _text(place))
    yield from _headline(text.scores.body)
    if text.scores.body.words:
        yield Padding(_measures(text, theirs, width), (1, 0))
    yield from _apart(text)
    if text.syntax is not None:
        yield _syntax(text.syntax)
    if rows := hardest((*text.sentences, *text.listed), HARDEST):
        yield Text("Les phrases les plus difficiles :", "bold")
        yield _sentences(rows)
    yield Text("")


def _headline(body: Scores) -> Iterator[RenderableType]:
    if not body.words:
        yield Text("Aucune phrase hors des titres et des listes.")
        return
    yield Text.assemble(
        "Difficulté : ",
        (f"{body.difficulty:.0f} sur 100, {body.level}", _COLOURS[body.level]),
        f". Lecture : environ {length(body.reading_seconds)}.",
    )


def _measures(text: ScoredText, theirs: TextstatScores, width: int) -> Table:
    compared = "pour comparaison (textstat)" if width >= NARROW else "(textstat)"
    columns: tuple[tuple[str, Literal["left", "right"], bool], ...] = (
        ("Mesure", "left", True),
        ("Ici", "right", True),
        ("Viser", "left", width >= NARROW),
        ("Avis", "left", True),
        (compared, "right", width >= VERY_NARROW),
    )
    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0))
    for name, side, is_shown in columns:
        if is_shown:
            table.add_column(name, justify=side, no_wrap=name in ("Ici", "Viser", "Avis"))
    for measure in MEASURES:
        cells = zip(_row(measure, text, theirs), columns, strict=True)
        table.add_row(*[cell for cell, (_, _, is_shown) in cells if is_shown])
    if width >= VERY_NARROW:
        _add_english(table, theirs)
    return table


def _add_english(table: Table, theirs: TextstatScores) -> None:
    """Add textstat's scores for English: no French text should be judged by them."""
    between = [""] * (len(table.columns) - 2)
    table.add_row()
    table.add_row(Text("Faites pour l’anglais :", "dim"), *between, Text(_NEVER, "dim"))
    for measure in ENGLISH_MEASURES:
        shown = measure.shown(measure.value(theirs) or 0.0)
        table.add_row(Text(measure.label, "dim"), *between, Text(shown, "dim"))


def _row(
    measure: Measure, text: ScoredText, theirs: TextstatScores
) -> Iterator[RenderableType]:
    body = text.scores.body
    ours, other = measure.value(body), measure.value(theirs)
    yield measure.label
    yield measure.shown(ours or 0.0)
    yield measure.goal(text.thresholds)
    yield Text(*_VERDICTS[measure.is_good(body, text.thresholds)])
    yield Text("" if other is None else measure.shown(other), "dim")


def _apart(text: ScoredText) -> Iterator[RenderableType]:
    for name, scores in (("Listes", text.scores.lists), ("Titres", text.scores.headings)):
        if scores.words:
            yield Text(
                f"{name}, à part : {_many(scores.sentences, 'phrase')}, "
                f"{_many(scores.words, 'mot')}, "
                f"difficulté {scores.difficulty:.0f} ({scores.level})."
            )


def _syntax(scores: SyntaxScores) -> RenderableType:
    ratio = f"{scores.nouns_a_verb:.1f}".replace(".", ",")
    return Text(
        f"Syntaxe : {_many(scores.passive_sentences, 'phrase')} au passif "
        f"({100 * scores.share_passive:.0f}\u00a0%) ; {ratio} noms par verbe."
    )


def _many(number: int, noun: str) -> str:
    return f"{number} {noun}{'s' if number > 1 else ''}"


def _sentences(rows: Sequence[ScoredSentence]) -> Table:
    table = Table(box=None, show_header=False, pad_edge=False, padding=(0, 2, 0, 0))
    table.add_column(justify="right", no_wrap=True)
    table.add_column(ratio=1)
    for row in rows:
        number = Text(f"{row.difficulty:.0f}", _COLOURS[row.level])
        table.add_row(number, Group(*_advice(row)))
    return table


def _advice(row: ScoredSentence) -> Iterator[Text]:
    place = f"ligne {row.line}" if row.line else "ligne inconnue"
    place += ", dans une liste" if row.in_list else ""
    quoted = f"«\u00a0{excerpt(row.text, _EXCERPT)}\u00a0»"
    yield _text(f"{place}, {row.level}\u00a0: {quoted}")
    for cause in row.causes[:_CAUSES]:
        yield _text(f"– {cause.message} → {cause.suggestion}", "dim")
    if not row.causes:
        yield _text("– rien ne pèse sur cette phrase", "dim")


# Measures


@dataclass(frozen=True, slots=True)
class Measure:
    """One field of ``Scores``."""

    field: str
    label: str
    percent: bool = False

    def value(self, scores: object) -> float | None:
        """Return the measure in ``scores``; None when these do not have it."""
        found = getattr(scores, self.field, None)
        return None if found is None else float(found) * (100 if self.percent else 1)

    def is_good(self, scores: Scores, thresholds: Thresholds) -> bool | None:
        """Return whether ``scores`` hold their limit; None for what only informs."""
        value, limit = self.value(scores), thresholds.limit(self.field)
        return None if limit is None or value is None else limit.holds(value)

    def shown(self, value: float) -> str:
        """Return a value as a person writes it: « 12,5 », « 38 % »."""
        whole = self.percent or self.field in _WHOLE
        text = f"{value:.0f}" if whole else f"{value:.1f}".replace(".", ",")
        return f"{text}\u00a0%" if self.percent else text

    def goal(self, thresholds: Thresholds) -> str:
        """Return the limit in words; empty without one."""
        limit = thresholds.limit(self.field)
        return f"{limit.value} {limit.side}" if limit else ""


_WHOLE = (
    "difficulty", "sentences", "words", "syllables", "longest_sentence", "reading_seconds",
)  # fmt: skip

MEASURES: tuple[Measure, ...] = (
    Measure("difficulty", "Difficulté (0 = facile)"),
    Measure("sentences", "Phrases"),
    Measure("words", "Mots"),
    Measure("syllables", "Syllabes"),
    Measure("mean_sentence", "Mots par phrase"),
    Measure("longest_sentence", "Plus longue phrase (mots)"),
    Measure("share_over_15", "Phrases de plus de 15 mots", percent=True),
    Measure("share_over_25", "Phrases de plus de 25 mots", percent=True),
    Measure("share_long_words", "Mots de 4 syllabes ou plus", percent=True),
    Measure("share_rare_words", "Mots rares", percent=True),
    Measure("lexical_density", "Mots pleins (densité)", percent=True),
    Measure("kandel_moles", "Kandel-Moles (100 = facile)"),
    Measure("lix", "LIX (20 = facile)"),
    Measure("rix", "RIX (0 = facile)"),
)

ENGLISH_MEASURES: tuple[Measure, ...] = (
    Measure("flesch", "Flesch (100 = facile)"),
    Measure("flesch_kincaid", "Flesch-Kincaid (classe)"),
    Measure("gunning_fog", "Gunning fog (classe)"),
    Measure("smog", "SMOG (classe)"),
    Measure("automated_readability", "ARI (classe)"),
    Measure("coleman_liau", "Coleman-Liau (classe)"),
    Measure("dale_chall", "Dale-Chall (5 = facile)"),
)
"""textstat's alone, made for English: shown for comparison, never judged."""
