"""``score``: measure how hard texts are to read, sentence by sentence, and why."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager
from dataclasses import asdict
from queue import SimpleQueue
from typing import Any

from ppun_access.commands.scored_texts import ScoredText, ScoreRequest, measured_texts
from ppun_access.commands.texts import Outcome
from ppun_access.errors import ExitCode, UsageError
from ppun_access.readability.document import (
    ScoredSentence,
    parts_as_json,
)
from ppun_access.readability.textstat_scores import TextstatScores
from ppun_access.report import Report
from ppun_access.tools.run import Completed, run


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
        from ppun_access.commands.score_table import tables  # rich is only needed here

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
