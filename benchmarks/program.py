"""The whole program, in a process of its own."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from pathlib import Path

from benchmarks.measure import RUNS, Figure, figure, program
from benchmarks.texts import CONTENT


def figures() -> Iterator[Figure]:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        out = ["build", str(CONTENT), "-o", str(folder / "out"), "--voice", "pico"]
        first = program(out, folder / "cache")
        yield figure("Première publication, audio compris", "s", [first.seconds])
        yield figure("Première publication : mémoire", "Mo", [first.megabytes])
        again = [program(out, folder / "cache") for _ in range(RUNS)]
        yield figure("Publication sans changement", "s", [c.seconds for c in again])
        texts = [
            program(
                ["build", str(CONTENT), "-o", str(folder / f"t{n}"), "--to", "html,text"],
                folder / "cache",
            )
            for n in range(RUNS)
        ]
        yield figure("Publication sans audio", "s", [c.seconds for c in texts])
        listed = [program(["voices"], folder / "cache") for _ in range(RUNS)]
        yield figure("Liste des voix", "s", [c.seconds for c in listed])
