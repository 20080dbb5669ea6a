"""``score``: measure how hard texts are to read, sentence by sentence, and why."""

from __future__ import annotations

import io
import json
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager
from dataclasses import asdict
from queue import SimpleQueue
from typing import Any, Literal

from rich.console import Console, Group, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from ppun_access.commands.scored_texts import (
    HARDEST,
    ScoredText,
    ScoreRequest,
    measured_texts,
)
from ppun_access.commands.texts import Outcome
from ppun_access.document.place_in_page import PlacesInPage, places_in_page
from ppun_access.errors import ExitCode, UsageError
from ppun_access.readability.document import (
    ScoredSentence,
    hardest,
    parts_as_json,
)
from ppun_access.readability.scores import Scores
from ppun_access.readability.syntax import SyntaxScores
from ppun_access.readability.textstat_scores import TextstatScores
from ppun_access.report import Report, excerpt
from ppun_access.runtime.console import printable
from ppun_access.site.report.measures import Line, lines
from ppun_access.site.report.model import Figures
from ppun_access.tools.run import Completed, run
from ppun_access.writers.units import length


def score(
    request: ScoreRequest, report: Report, read_stdin: Callable[[], bytes]
) -> Outcome:
    """Measure every text of the files; ``read_stdin`` is called for ``-`` alone.

    A line tells of each text that is over the limit. Raises InputError when a file cannot
    be read or has nothing to measure.
    """
    _check_limit(request.fail_over)
    if request.as_json:
        with TextstatBeside() as textstat:
            found = measured_texts(request, report, read_stdin)
            shown = _json(found, textstat)
    else:
        found = measured_texts(request, report, read_stdin)
        from ppun_access.commands.score import tables  # rich is only needed here

        shown = tables(found, request)
    over = tuple(_over(found, request.fail_over))
    return Outcome(shown, over, ExitCode.FATAL_FINDINGS if over else ExitCode.DONE)


def _check_limit(limit: float | None) -> None:
    if limit is not None and not 0 <= limit <= 100:
        raise UsageError(
            f"--fail-over {limit:g} : la difficulté va de 0 à 100.",
            next_step="Écrivez par exemple « --fail-over 60 ».",
        )


def _over(found: Sequence[ScoredText], limit: float | None) -> Iterator[str]:
    for text in found:
        if limit is not None and text.difficulty > limit:
            yield f"{text.file} : {text.described}, au-dessus de {limit:g}."


def _json(found: Sequence[ScoredText], textstat: TextstatBeside) -> str:
    """Return the contract's JSON: one text, or ``documents`` when there are several."""
    theirs = textstat.scores(["\n".join(s.text for s in t.sentences) for t in found])
    values = [_values(*pair) for pair in zip(found, theirs, strict=True)]
    if len(found) == 1:
        whole: Mapping[str, Any] = values[0]
    else:
        named = zip(found, values, strict=True)
        several = [{"id": t.document.id, "file": t.file, **own} for t, own in named]
        whole = {"documents": several}
    return json.dumps(whole, ensure_ascii=False, indent=1)


def _values(text: ScoredText, theirs: TextstatScores) -> dict[str, Any]:
    """Return the values of a text; what another program counts stands apart in it."""
    sentences = list(map(_sentence_values, text.sentences))
    listed = list(map(_sentence_values, text.listed))
    syntax = {} if text.syntax is None else {"syntax": _rounded(asdict(text.syntax))}
    many = {"sentence_count": text.scores.body.sentences, "sentences": sentences}
    return {
        **parts_as_json(text.scores), **syntax, **many, "list_sentences": listed,
        "textstat": _rounded(asdict(theirs)),
    }  # fmt: skip


def _sentence_values(sentence: ScoredSentence) -> dict[str, Any]:
    return {
        "text": sentence.text,
        "line": sentence.line,
        "words": sentence.words,
        "difficulty": round(sentence.difficulty, 1),
        "level": sentence.level,
        "causes": [asdict(cause) for cause in sentence.causes],
    }


def _rounded(values: Mapping[str, float]) -> dict[str, float]:
    return {key: round(value, 4) for key, value in values.items()}


# textstat in a process of its own


_CHILD = "ppun_access.readability.textstat_child"


class TextstatBeside(AbstractContextManager["TextstatBeside"]):
    """Starts on entry; ``scores`` may be asked once; ends on exit, asked or not."""

    def __enter__(self) -> TextstatBeside:
        self._asked: SimpleQueue[bytes] = SimpleQueue()
        self._pool = ThreadPoolExecutor(1)
        self._done = self._pool.submit(self._run)
        return self

    def __exit__(self, *error: object) -> None:
        self._asked.put(b"[]")
        self._pool.shutdown()

    def scores(self, texts: Sequence[str]) -> list[TextstatScores]:
        """Return textstat's scores of each of ``texts``, in order."""
        self._asked.put(json.dumps(texts).encode())
        found = json.loads(self._done.result().stdout)
        return [TextstatScores(**values) for values in found]

    def _run(self) -> Completed:
        return run(
            [sys.executable, "-P", "-m", _CHILD],
            name="La comparaison avec textstat",
            install="Relancez « make », qui installe textstat.",
            stdin=self._pieces(),
        )

    def _pieces(self) -> Iterator[bytes]:
        yield self._asked.get()


# Tables


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
