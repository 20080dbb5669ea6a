"""Readability: our speed beside textstat's, on the same text."""

from __future__ import annotations

from collections.abc import Iterator

from benchmarks.measure import RUNS, Figure, figure, seconds
from benchmarks.texts import editorials
from ppun_access.readability import score
from ppun_access.readability.document import sentence_rows
from ppun_access.readability.textstat_scores import textstat_scores


def figures() -> Iterator[Figure]:
    rows = (row.text for document in editorials() for row in sentence_rows(document))
    text = "\n".join(rows) * 5
    # textstat remembers the texts that it has seen: each run gets a new one.
    texts = [f"{text} Voici le texte {n}." for n in range(RUNS)]
    textstat_scores("Un premier texte, pour charger textstat.")
    times = [
        seconds(lambda t=t: textstat_scores(t)) / seconds(lambda t=t: score(t))
        for t in texts
    ]
    yield figure("Lisibilité : notre vitesse par rapport à textstat", "fois", times)
    speeds = [len(t) / 1e6 / seconds(lambda t=t: score(t)) for t in texts]
    yield figure("Lisibilité : caractères mesurés par seconde", "millions", speeds)
