"""Hard sentences as annotations of GitHub Actions, shown beside the lines of a change.

Syntax: https://docs.github.com/actions/reference/workflow-commands-for-github-actions.
GitHub shows ten warnings a step: those of the ten hardest sentences are written,
when they are over the threshold of difficulty.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from pathlib import Path

from ppun_access.commands.score import HARDEST, ScoredText
from ppun_access.commands.texts import STDIN_NAME
from ppun_access.readability.sentence_scores import ScoredSentence, hardest
from ppun_access.report import excerpt

_MESSAGE = str.maketrans({"%": "%25", "\r": "%0D", "\n": "%0A"})
_PROPERTY = _MESSAGE | str.maketrans({":": "%3A", ",": "%2C"})


def annotation_lines(
    found: Sequence[ScoredText], limit: float | None, folder: Path
) -> Iterator[str]:
    """Yield a line for each hard sentence, and one for each text over ``limit``.

    Paths are relative to ``folder``, where the program runs.
    """
    for text in found:
        place = _path(text.file, folder)
        if limit is not None and text.difficulty > limit:
            yield _line("error", place, 1, f"{text.told}, au-dessus de {limit:g}.")
        hardest_first = hardest((*text.sentences, *text.listed), HARDEST)
        hard = [s for s in hardest_first if s.difficulty > text.thresholds.difficulty]
        for sentence in sorted(hard, key=lambda s: s.line or 0):
            yield _line("warning", place, sentence.line, _message(sentence, text))


def _message(sentence: ScoredSentence, text: ScoredText) -> str:
    causes = [f"{cause.message} → {cause.suggestion}" for cause in sentence.causes[:3]]
    limit = text.thresholds.difficulty
    head = f"Phrase {sentence.level} ({sentence.difficulty:.0f}/100, seuil {limit}) : "
    return "\n".join([f"{head}« {excerpt(sentence.text, 12)} »", *causes])


def _path(file: str, folder: Path) -> str:
    """Return ``file`` relative to ``folder``; empty for standard input."""
    if file == STDIN_NAME:
        return ""
    return Path(os.path.relpath(Path(file).resolve(), folder.resolve())).as_posix()


def _line(kind: str, file: str, line: int | None, message: str) -> str:
    properties = [f"file={file.translate(_PROPERTY)}"] if file else []
    if file and line:
        properties.append(f"line={line}")
    properties.append("title=Lisibilité")
    return f"::{kind} {','.join(properties)}::{message.translate(_MESSAGE)}"
