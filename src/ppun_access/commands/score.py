"""``score``: how hard a page is to read."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from ppun_access.commands.texts import texts
from ppun_access.document.model import Document
from ppun_access.readability.document import score_document, sentence_rows
from ppun_access.readability.scores import Scores, as_json
from ppun_access.report import Report, excerpt

HARDEST = 5
"""How many of the longest sentences the table shows."""
_ROWS = (
    ("Phrases", "sentences", ""),
    ("Mots", "words", ""),
    ("Syllabes", "syllables", ""),
    ("Mots de la plus longue phrase", "longest_sentence", "viser 25 au plus"),
    ("Kandel-Moles", "kandel_moles", "plus c’est grand, plus c’est facile ; viser 60"),
    ("LIX", "lix", "plus c’est petit, plus c’est facile ; viser 45"),
    ("RIX", "rix", "plus c’est petit, plus c’est facile ; viser 4"),
)


def score_table(file: str, report: Report) -> str:
    """Return the scores of the texts of ``file`` as a table for a person."""
    tables = [_table(document) for document in texts(file, report).documents]
    return "\n\n".join(tables)


def score_json(file: str, report: Report) -> str:
    """Return the scores of the texts of ``file`` as the JSON of the contract."""
    documents = texts(file, report).documents
    if len(documents) == 1:
        return json.dumps(_values(documents[0]), ensure_ascii=False, indent=1)
    values = {"documents": [{"id": d.id, **_values(d)} for d in documents]}
    return json.dumps(values, ensure_ascii=False, indent=1)


def _values(document: Document) -> dict[str, Any]:
    sentences: list[dict[str, Any]] = [
        {"text": row.text, "line": row.line, "difficulty": None, "causes": []}
        for row in sentence_rows(document)
    ]
    return {**as_json(score_document(document)), "sentences": sentences}


def _table(document: Document) -> str:
    return "\n".join(
        [document.title, *_lines(score_document(document)), *_longest(document)]
    )


def _lines(scores: Scores) -> Iterator[str]:
    for name, field, advice in _ROWS:
        value = getattr(scores, field)
        shown = f"{value:.1f}".replace(".", ",") if isinstance(value, float) else str(value)
        yield f"  {name:<31}{shown:>8}   {advice}".rstrip()


def _longest(document: Document) -> Iterator[str]:
    rows = sorted(sentence_rows(document), key=lambda row: -row.words)[:HARDEST]
    if rows:
        yield "  Les plus longues phrases :"
    for row in rows:
        place = f"ligne {row.line}" if row.line else "ligne inconnue"
        yield f"    {row.words:>3} mots, {place} : « {excerpt(row.text)} »"
