"""Voices side by side on the second editorial: speed, memory, time to the first sound.

Each runs in a process of its own, so that all a user waits for is counted: starting,
loading the model, saying, levelling, writing. No sentence is in the cache.
"""

from __future__ import annotations

import re
import sys
import tempfile
import wave
from collections.abc import Callable, Iterator
from pathlib import Path
from statistics import median

from benchmarks.measure import Cost, Figure, figure, process, program
from benchmarks.models import official_model, styles_file
from benchmarks.texts import CONTENT, editorials, said
from ppun_access.cache import default_root
from ppun_access.speech.engines import kokoro_model

RUNS = 2
TARGET, AIM, MEMORY = 2.0, 3.0, 900.0
"""Times kokoro-onnx's speed: what is asked and hoped for; megabytes."""
PAGE = f"{CONTENT / 'politique-publique-des-usages-numeriques.md'}#edito-du-vice-president"
LONG = 2
"""Sentences of 500 phonemes in the text that memory is measured on."""


def figures() -> Iterator[Figure]:
    kokoro_model.store().ready()  # so that no measure holds its installation
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        text = folder / "texte.txt"
        text.write_text(" ".join(said("integral", editorials()[1])), "utf-8")
        count = len(re.findall(r"\w+", text.read_text("utf-8")))
        theirs, ours = list[Cost](), list[Cost]()
        for number in range(RUNS):  # one after the other, so that ratios are fair
            theirs.append(_kokoro_onnx(folder, text))
            ours.append(_ours(folder / f"k{number}", PAGE, "kokoro-siwis", "wav"))
        yield from _compared(count, theirs, ours, _length(folder / "k0" / "son.wav"))
        stream = _kokoro_onnx(folder, text, first=True)
        yield figure("kokoro-onnx, par create_stream : premier son", "s", [stream.seconds])
        yield from _ours_alone(folder, count)
        yield from _memory(folder)


def _compared(
    count: int, theirs: list[Cost], ours: list[Cost], length: float
) -> Iterator[Figure]:
    yield from _speed("kokoro-onnx", count, theirs)
    yield from _speed("Kokoro, chez nous", count, ours)
    yield figure(
        "Kokoro, chez nous : secondes d’audio par seconde",
        "s/s",
        [length / cost.seconds for cost in ours],
    )
    ratios = [t.seconds / o.seconds for t, o in zip(theirs, ours, strict=True)]
    yield figure(
        f"Kokoro : notre vitesse par rapport à kokoro-onnx (voulu : {TARGET:.0f})",
        "fois",
        ratios,
        median(ratios) >= TARGET,
    )
    yield figure(
        f"Kokoro : la même (espéré : {AIM:.0f})", "fois", ratios, median(ratios) >= AIM
    )


def _speed(name: str, count: int, costs: list[Cost]) -> Iterator[Figure]:
    speeds = [count / cost.seconds for cost in costs]
    yield figure(f"{name} : mots par seconde", "mots/s", speeds)
    yield figure(f"{name} : premier son", "s", [cost.first for cost in costs])
    yield figure(f"{name} : mémoire", "Mo", [cost.megabytes for cost in costs])


def _ours_alone(folder: Path, count: int) -> Iterator[Figure]:
    mp3 = [_ours(folder / "mp3", PAGE, "kokoro-siwis", "mp3")]
    speeds = [count / cost.seconds for cost in mp3]
    yield figure("Kokoro, chez nous, en MP3 : mots par seconde", "mots/s", speeds)
    pico = [_ours(folder / f"p{n}", PAGE, "pico", "wav") for n in range(RUNS)]
    yield from _speed("Pico, chez nous", count, pico)
    length = _length(folder / "p0" / "son.wav")
    yield figure(
        "Pico, chez nous : secondes d’audio par seconde",
        "s/s",
        [length / cost.seconds for cost in pico],
    )


def _memory(folder: Path) -> Iterator[Figure]:
    """Measure the memory of a text with sentences of 500 phonemes among short ones."""
    page = folder / "longues.md"
    page.write_text(long_text(), "utf-8")
    cost = _ours(folder / "long", str(page), "kokoro-siwis", "mp3")
    yield figure(
        f"Kokoro : mémoire, avec {LONG} phrases de 500 phonèmes (voulu : {MEMORY:.0f})",
        "Mo",
        [cost.megabytes],
        cost.megabytes <= MEMORY,
    )


def long_text() -> str:
    """Return a page where the long sentences come one after the other."""
    clause = "les habitants des villages voisins viennent au marché chaque samedi matin"
    long = ", ".join([clause] * 9).capitalize() + "."
    short = "\n\n".join(["Le marché ouvre à huit heures."] * 6)
    return f"# Un marché\n\n{short}\n\n" + f"{long}\n\n" * LONG + f"{short}\n"


def _ours(folder: Path, page: str, voice: str, suffix: str) -> Cost:
    folder.mkdir()
    root = folder / "cache" / default_root().name
    models = root / "voices" / "kokoro"
    models.parent.mkdir(parents=True)
    models.symlink_to(kokoro_model.store().folder)  # the model is installed, no more
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


def _kokoro_onnx(folder: Path, text: Path, *, first: bool = False) -> Cost:
    output = folder / "kokoro-onnx.wav"
    output.unlink(missing_ok=True)
    arguments = [official_model(folder), styles_file(folder), text, output, int(first)]
    command = [sys.executable, "-m", "benchmarks.kokoro_onnx_child", *map(str, arguments)]
    return process(command, {}, output.exists)


def _length(path: Path) -> float:
    with wave.open(str(path)) as wav:
        return float(wav.getnframes() / wav.getframerate())
