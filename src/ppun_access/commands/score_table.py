"""Format scores as tables for a terminal."""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from typing import Literal

from rich.console import Console, Group, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from ppun_access.commands.scored_texts import HARDEST, ScoredText, ScoreRequest
from ppun_access.document.place_in_page import PlacesInPage, places_in_page
from ppun_access.readability.document import ScoredSentence, hardest
from ppun_access.readability.scores import Scores
from ppun_access.readability.syntax import SyntaxScores
from ppun_access.report import excerpt
from ppun_access.runtime.console import printable
from ppun_access.site.report.measures import Line, lines
from ppun_access.site.report.model import Figures
from ppun_access.writers.units import length

NARROW = 64
"""Under this many columns, a table has no room for the aims."""
_EXCERPT = 18
_CAUSES = 3
_COLOURS = {
    "très facile": "green",
    "facile": "green",
    "moyen": "yellow",
    "difficile": "red",
    "très difficile": "bold red",
}


def tables(found: Sequence[ScoredText], request: ScoreRequest) -> str:
    """Return the scores of every text, its hardest sentences and what to do."""
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
        for text in found:
            console.print(Group(*_parts(text, console.width)))
    printed = captured.get().rstrip().split("\n")
    return "\n".join(line.rstrip() for line in printed).translate(_UNTIED)


_SPACES = "\u00a0\u202f"
_TIED = str.maketrans(_SPACES, "\ue000\ue001")
_UNTIED = str.maketrans("\ue000\ue001", _SPACES)
"""rich breaks lines at no-break spaces: characters that it knows nothing of stand in."""


def _text(words: str, style: str = "") -> Text:
    return Text(printable(words).translate(_TIED), style)


def _parts(text: ScoredText, width: int) -> Iterator[RenderableType]:
    title, file = text.document.title, text.file
    place = "" if file == title else f" ({file})"
    yield Text.assemble(_text(title, "bold"), _text(place))
    yield from _headline(text.scores.body)
    if text.scores.body.words:
        judged = lines(Figures.of(text.scores.body), text.thresholds)
        yield Padding(_measures(judged, width), (1, 0))
        yield from _todo(judged)
    yield from _apart(text)
    if text.syntax is not None:
        yield _syntax(text.syntax)
    if rows := hardest((*text.sentences, *text.listed), HARDEST):
        yield Text("Les phrases les plus difficiles :", "bold")
        yield _sentences(rows, places_in_page(text.document))
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


def _measures(lines: Sequence[Line], width: int) -> Table:
    columns: tuple[tuple[str, Literal["left", "right"], bool], ...] = (
        ("Mesure", "left", True),
        ("Ici", "right", True),
        ("Viser", "left", width >= NARROW),
        ("Avis", "left", True),
    )
    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0))
    for name, side, is_shown in columns:
        if is_shown:
            table.add_column(name, justify=side, no_wrap=name in ("Ici", "Viser", "Avis"))
    for line in lines:
        verdict = Text(line.verdict.lower(), "green" if line.good else "red")
        row = (Text(line.name), _text(line.value), _text(line.limit), verdict)
        shown = zip(row, columns, strict=True)
        table.add_row(*[cell for cell, (_, _, is_shown) in shown if is_shown])
    return table


def _todo(lines: Sequence[Line]) -> Iterator[RenderableType]:
    """Yield what a person should do, if anything."""
    if todo := [line.todo for line in lines if line.todo]:
        yield Text("À faire :", "bold")
        yield from (_text(f"– {one}") for one in todo)
        yield Text("")


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


def _sentences(rows: Sequence[ScoredSentence], places: PlacesInPage) -> Table:
    table = Table(box=None, show_header=False, pad_edge=False, padding=(0, 2, 0, 0))
    table.add_column(justify="right", no_wrap=True)
    table.add_column(ratio=1)
    for row in rows:
        number = Text(f"{row.difficulty:.0f}", _COLOURS[row.level])
        table.add_row(number, Group(*_advice(row, places.at(row.line))))
    return table


def _advice(row: ScoredSentence, place: str) -> Iterator[Text]:
    line = f"ligne {row.line}" if row.line else "ligne inconnue"
    place = ", ".join(part for part in (place, line) if part)
    quoted = f"«\u00a0{excerpt(row.text, _EXCERPT)}\u00a0»"
    yield _text(f"{place}, {row.level}\u00a0: {quoted}")
    for cause in row.causes[:_CAUSES]:
        yield _text(f"– {cause.message} → {cause.suggestion}", "dim")
    if not row.causes:
        yield _text("– rien ne pèse sur cette phrase", "dim")
