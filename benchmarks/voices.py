"""Kokoro beside kokoro-onnx on the second editorial: speed, memory, first sound.

Each runs in a process of its own, so that all a user waits for is counted: starting,
loading the model, saying, levelling, writing. No sentence is in the cache.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

from benchmarks.measure import OURS, Figure, Outcome, Plan, absent, by_turns, ratio
from benchmarks.models import official_model, styles_file
from benchmarks.processes import Cost, process, program
from benchmarks.texts import CONTENT, editorials, said
from ppun_access.runtime.cache import default_root
from ppun_access.speech.engines import kokoro_model

PEER, STREAM = "kokoro-onnx", "kokoro-onnx, create_stream"
TARGET, FIRST = 2.4, 1.5
"""Times kokoro-onnx's speed, and seconds until the first sound."""
PAGE = f"{CONTENT / 'politique-publique-des-usages-numeriques.md'}#edito-du-vice-president"


def figures(plan: Plan) -> Iterator[Outcome]:
    if gone := absent(PEER):
        yield gone
        return
    kokoro_model.store().loadable()  # so that no measure holds its installation
    text = plan.folder / "texte.txt"
    text.write_text(" ".join(said("integral", editorials()[1])), "utf-8")
    works = {
        OURS: partial(_ours, plan),
        PEER: partial(_kokoro_onnx, plan.folder, text, first=False),
        STREAM: partial(_kokoro_onnx, plan.folder, text, first=True),
    }
    turns = by_turns(works, plan)
    yield from turns.missing
    count = len(re.findall(r"\w+", text.read_text("utf-8")))
    for name, costs in turns.of.items():
        goal = FIRST if name == OURS else None
        first = tuple(cost.first for cost in costs)
        yield Figure(f"{name} : premier son", "s", first, goal)
        if name != STREAM:
            speeds = tuple(count / cost.seconds for cost in costs)
            yield Figure(f"Kokoro, {name}", "mots/s", speeds)
            work = tuple(cost.processor for cost in costs)
            yield Figure(f"{name} : temps de processeur", "s", work)
            yield Figure(f"{name} : mémoire", "Mo", tuple(c.megabytes for c in costs))
    if PEER in turns.of:
        theirs, ours = ((who, [c.seconds for c in turns.of[who]]) for who in (PEER, OURS))
        yield ratio("Dire un texte", theirs, ours, TARGET)


def _ours(plan: Plan, run: int) -> Cost:
    """Say the page with an empty cache, where the model is installed and nothing more."""
    folder = plan.place(f"nous-{run}")
    root = folder / "cache" / default_root().name
    models = root / "voices" / "kokoro"
    models.parent.mkdir(parents=True)
    models.symlink_to(kokoro_model.store().folder)
    asked = ["speak", PAGE, "--voice", "kokoro-siwis", "-o", folder / "son.wav"]
    return program(asked, root.parent, sounds(root))


def sounds(root: Path) -> Callable[[], bool]:
    """Return what says whether a sentence is in the cache: a WAV, complete."""

    def there() -> bool:
        for path in root.glob("speech/*/*"):
            try:
                with path.open("rb") as file:
                    if file.read(4) == b"RIFF":
                        return True
            except OSError:
                continue
        return False

    return there


def _kokoro_onnx(folder: Path, text: Path, run: int, *, first: bool) -> Cost:
    output = folder / "kokoro-onnx.wav"
    output.unlink(missing_ok=True)
    arguments = [official_model(folder), styles_file(folder), text, output, int(first)]
    command = [sys.executable, "-m", "benchmarks.kokoro_onnx_child", *map(str, arguments)]
    return process(command, sign=output.exists)
