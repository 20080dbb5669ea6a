"""Voices side by side on the second editorial: speed, memory, time to the first sound.

Each runs in a process of its own, so that all a user waits for is counted: starting,
loading the model, saying, levelling, writing. No sentence is in the cache.
"""

from __future__ import annotations

import re
import sys
import wave
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from pathlib import Path

from benchmarks.figures import Outcome, figure
from benchmarks.measure import OURS, Plan, absent, by_turns, ratio
from benchmarks.models import official_model, styles_file
from benchmarks.processes import Cost, process, program
from benchmarks.texts import CONTENT, editorials, said
from ppun_access.cache import default_root
from ppun_access.speech.engines import kokoro_model

PEER, STREAM = "kokoro-onnx", "kokoro-onnx, create_stream"
TARGET, AIM, MEMORY = 2.0, 3.0, 900.0
"""Times kokoro-onnx's speed: what is asked and hoped for; megabytes."""
PAGE = f"{CONTENT / 'politique-publique-des-usages-numeriques.md'}#edito-du-vice-president"
LENGTHY = Path("reference") / "politique-publique" / "developpement.txt"
MANY = 140
"""Sentences of half an hour of sound: what is held of it must not grow with it."""
LONG = 2
"""Sentences of 500 phonemes in the text that memory is measured on."""


def figures(plan: Plan) -> Iterator[Outcome]:
    kokoro_model.store().ready()  # so that no measure holds its installation
    text = plan.folder / "texte.txt"
    text.write_text(" ".join(said("integral", editorials()[1])), "utf-8")
    count = len(re.findall(r"\w+", text.read_text("utf-8")))
    works = {OURS: partial(_ours, plan, PAGE, "kokoro-siwis", "wav")}
    if gone := absent(PEER):
        yield gone
    else:
        works[PEER] = partial(_kokoro_onnx, plan.folder, text, first=False)
        works[STREAM] = partial(_kokoro_onnx, plan.folder, text, first=True)
    turns = by_turns(works, plan)
    yield from turns.missing
    for name, costs in turns.of.items():
        if name == STREAM:
            yield figure(f"{STREAM} : premier son", "s", [cost.seconds for cost in costs])
        else:
            yield from _speed(f"Kokoro, {name}", count, costs)
    yield from _sound("Kokoro", plan, "kokoro-siwis", turns.of[OURS])
    if PEER in turns.of:
        theirs, ours = ((who, [c.seconds for c in turns.of[who]]) for who in (PEER, OURS))
        yield ratio("Dire un texte", theirs, ours, TARGET)
        yield ratio("Dire un texte (espéré)", theirs, ours, AIM)
    yield from _ours_alone(plan, count)


def _speed(name: str, count: int, costs: Sequence[Cost]) -> Iterator[Outcome]:
    yield figure(name, "mots/s", [count / cost.seconds for cost in costs])
    yield figure(f"{name} : premier son", "s", [cost.first for cost in costs])
    goal = MEMORY if name == f"Kokoro, {OURS}" else None
    yield figure(f"{name} : mémoire", "Mo", [cost.megabytes for cost in costs], goal)


def _sound(name: str, plan: Plan, voice: str, costs: Sequence[Cost]) -> Iterator[Outcome]:
    """Yield the seconds of sound made in a second, of the last WAV of a voice."""
    length = _length(plan.folder / f"{voice}-wav-{plan.warm + plan.runs - 1}" / "son.wav")
    label = f"{name}, {OURS} : son dit en une seconde"
    yield figure(label, "s/s", [length / cost.seconds for cost in costs])


def _ours_alone(plan: Plan, count: int) -> Iterator[Outcome]:
    """Yield what coding adds, Pico, and the memory of long sentences among short ones."""
    page = plan.folder / "longues.md"
    page.write_text(long_text(), "utf-8")

    def costs(text: str, voice: str, suffix: str, name: str = "") -> Sequence[Cost]:
        work = partial(_ours, plan, text, voice, suffix, name=name)
        return by_turns({OURS: work}, plan).of[OURS]

    mp3 = costs(PAGE, "kokoro-siwis", "mp3")
    yield figure(
        f"Kokoro, {OURS}, en MP3", "mots/s", [count / cost.seconds for cost in mp3]
    )
    pico = costs(PAGE, "pico", "wav")
    yield from _speed(f"Pico, {OURS}", count, pico)
    yield from _sound("Pico", plan, "pico", pico)
    long = costs(str(page), "kokoro-siwis", "mp3", "long")
    label = f"Kokoro : mémoire, avec {LONG} phrases de 500 phonèmes"
    yield figure(label, "Mo", [cost.megabytes for cost in long], MEMORY)
    lines = LENGTHY.read_text("utf-8").splitlines()[:MANY]
    page.write_text("\n\n".join(["# Un long texte", *lines]), "utf-8")
    lengthy = costs(str(page), "silence", "mp3", "lengthy")
    label = f"Sans voix : mémoire, texte de {MANY} longues phrases"
    yield figure(label, "Mo", [cost.megabytes for cost in lengthy], MEMORY)


def long_text() -> str:
    """Return a page where the long sentences come one after the other."""
    clause = "les habitants des villages voisins viennent au marché chaque samedi matin"
    long = ", ".join([clause] * 9).capitalize() + "."
    short = "\n\n".join(["Le marché ouvre à huit heures."] * 6)
    return f"# Un marché\n\n{short}\n\n" + f"{long}\n\n" * LONG + f"{short}\n"


def _ours(
    plan: Plan, page: str, voice: str, suffix: str, run: int, *, name: str = ""
) -> Cost:
    """Say a page with an empty cache, where the model is installed and nothing more."""
    folder = plan.place(f"{name or voice}-{suffix}-{run}")
    root = folder / "cache" / default_root().name
    models = root / "voices" / "kokoro"
    models.parent.mkdir(parents=True)
    models.symlink_to(kokoro_model.store().folder)
    output = folder / f"son.{suffix}"
    arguments = ["speak", page, "--voice", voice, "-o", str(output)]
    return program(arguments, root.parent, _sounds(root))


def _sounds(folder: Path) -> Callable[[], bool]:
    """Return what says whether a sentence is in the cache: a WAV, complete."""

    def there() -> bool:
        for path in folder.glob("[0-9a-f][0-9a-f]/*"):
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


def _length(path: Path) -> float:
    with wave.open(str(path)) as wav:
        return float(wav.getnframes() / wav.getframerate())
