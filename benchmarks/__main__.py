"""Print every figure with its median and spread, and write them as JSON."""

from __future__ import annotations

import json
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path

from benchmarks.measure import RUNS, Figure, figure, program
from benchmarks.scoring import scoring
from ppun_access.cache import Cache
from ppun_access.document.model import Document
from ppun_access.pipeline.narration import cast, narration_options
from ppun_access.pipeline.order import prepare
from ppun_access.pipeline.project import Project, load_project, read_sources
from ppun_access.report import Report
from ppun_access.speech.narrate import narrate
from ppun_access.speech.voices import prepared

CONTENT = Path("content")
RESULTS = Path("benchmarks") / "results.json"


def main() -> int:
    project = load_project((CONTENT,))
    documents = prepare(project, read_sources(project, Report()), Report()).integral
    found = []
    for one in (*scoring(documents), *_voices(project, documents[1]), *_program()):
        print(one, flush=True)
        found.append(one)
    text = json.dumps([asdict(one) for one in found], ensure_ascii=False, indent=1)
    RESULTS.write_text(text + "\n", "utf-8")
    return 0


def _voices(project: Project, document: Document) -> Iterator[Figure]:
    for name in ("kokoro-siwis", "pico", "pyttsx3"):
        speeds = [_speed(name, project, document) for _ in range(RUNS)]
        yield figure(f"Voix {name} : secondes d’audio par seconde", "s/s", speeds)


def _speed(name: str, project: Project, document: Document) -> float:
    """Return the seconds of sound made in a second, cache empty, MP3 included."""
    voice = prepared(name, cast(project, None).known)
    options = narration_options(project, "integral", jobs=2)
    with tempfile.TemporaryDirectory() as folder:
        begin = time.perf_counter()
        narration = narrate(document, voice, options, Cache(Path(folder)), Report())
        return narration.seconds / (time.perf_counter() - begin)


def _program() -> Iterator[Figure]:
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
        help_ = [program(["voices"], folder / "cache") for _ in range(RUNS)]
        yield figure("Liste des voix", "s", [c.seconds for c in help_])


if __name__ == "__main__":
    sys.exit(main())
