"""Coverage-guided fuzzing of what comes from outside; a tool by hand.

    python tests/fuzz.py WHAT FOLDER -max_total_time=600

needs ``pip install atheris`` (Python 3.11) and is never collected by pytest. ``WHAT`` is
``readers`` (through transforms and writers: ``fuzz_inputs.py``), ``pictures``,
``recordings``, ``settings``, ``sheets`` (that come back from a group) or ``requests`` (to
the server): ``fuzz_files.py``. ``FOLDER`` keeps the corpus (``corpus/``, seeded with what
the tests have) and each kind of failure once (``failures/``); other arguments are
libFuzzer's. ``replay WHAT FILE…`` runs files again. A failure is an exception that is not
one of our own errors, more than ``SLOW`` seconds of processor, or what the target forbids:
a word that is lost, anything that acts in a page or in a picture, a file that nobody
published. What it finds becomes a case of the tests: see CONTRIBUTING.md.
"""

from __future__ import annotations

import hashlib
import re
import sys
import traceback
from collections.abc import Callable, Iterator
from pathlib import Path

import atheris

TESTS = Path(__file__).parent
sys.path[:0] = [str(TESTS), str(TESTS.parent / "src")]
WATCHED = {
    "readers": ("readers", "writers", "transforms", "document", "french"),
    "pictures": ("writers",),
    "recordings": ("tools",),
    "settings": (
        "settings",
        "runtime",
        "project",
        "build",
        "speech",
        "readers",
    ),
    "sheets": ("readers", "easy"),
    "requests": ("serving",),
}
"""The rooms whose branches guide each target."""


def load(what: str) -> tuple[Iterator[bytes], Callable[[bytes], None], int]:
    """Return the first inputs of a target, what runs one, and how long one may be."""
    rooms = [f"ppun_access.{room}" for room in WATCHED[what]]
    with atheris.instrument_imports(
        include=["markdown", "markdown_it", "pymdownx", *rooms]
    ):
        if what == "readers":
            import fuzz_inputs

            return fuzz_inputs.seeds(), fuzz_inputs.check, fuzz_inputs.MOST
        import fuzz_files

        target = fuzz_files.TARGETS[what]
        return target.seeds(), target.check, fuzz_files.MOST


def signature(error: BaseException) -> str:
    """Return what tells a kind of failure from another one."""
    frames = traceback.extract_tb(error.__traceback__)
    where = next((f for f in reversed(frames) if "/src/ppun_access/" in f.filename), None)
    place = f"{Path(where.filename).stem}-{where.lineno}" if where else ""
    said = re.sub(r"\W+", "-", str(error).partition(":")[0])[:40]
    return f"{type(error).__name__}-{place}-{said}".strip("-")


def main(arguments: list[str]) -> None:
    """Fuzz, or run files again."""
    if arguments[0] == "replay":
        _, check, _ = load(arguments[1])
        for name in arguments[2:]:
            check(Path(name).read_bytes())
        return
    folder = Path(arguments[1])
    corpus, failures = folder / "corpus", folder / "failures"
    for path in (corpus, failures):
        path.mkdir(parents=True, exist_ok=True)
    seeds, check, most = load(arguments[0])
    for seed in seeds:
        name = hashlib.sha256(seed).hexdigest()[:16]
        (corpus / name).write_bytes(seed[:most])

    def one(data: bytes) -> None:
        try:
            check(data)
        except Exception as error:
            keep(failures / signature(error), data)

    options = [f"-max_len={most}", "-timeout=60", "-print_final_stats=1"]
    atheris.Setup([sys.argv[0], str(corpus), *options, *arguments[2:]], one)
    atheris.Fuzz()


def keep(path: Path, data: bytes) -> None:
    """Keep the shortest input of each kind of failure, and how it fails."""
    if not path.exists() or path.stat().st_size > len(data):
        path.write_bytes(data)
        path.with_suffix(".txt").write_text(traceback.format_exc(), "utf-8")


if __name__ == "__main__":
    main(sys.argv[1:])
