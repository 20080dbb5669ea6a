"""Coverage-guided fuzzing of the readers, through transforms and writers; a tool by hand.

    python tests/fuzz_readers.py FOLDER -max_total_time=3600

needs ``pip install atheris`` (Python 3.11) and is never collected by pytest. ``FOLDER``
keeps the corpus (``corpus/``, seeded with the cases of the tests) and each kind of
failure once (``failures/``); other arguments are libFuzzer's. ``replay FILE…`` runs files
again. A failure is an exception that is not InputError, more than ``SLOW`` seconds of
processor, a word that was read and that a format does not carry, a word of the source
that was not read (where the input is made so that none may be left out), anything that
could act in a page. What it finds becomes a case of the tests: see CONTRIBUTING.md.
"""

from __future__ import annotations

import hashlib
import re
import sys
import traceback
import zipfile
from collections.abc import Iterator
from pathlib import Path

import atheris

TESTS = Path(__file__).parent
sys.path[:0] = [str(TESTS), str(TESTS.parent / "src")]
WATCHED = ["readers", "writers", "transforms", "document", "french"]
with atheris.instrument_imports(
    include=["markdown", *(f"ppun_access.{n}" for n in WATCHED)]
):
    from fuzz_inputs import MOST, check


def seeds() -> Iterator[bytes]:
    """Yield the sources of the tests’ cases and documents, for each reader."""
    case = re.compile(rb"^(```+)[\w-]+\n(.*?)^\.\n", re.DOTALL | re.MULTILINE)
    sources = [
        found[2]
        for path in sorted((TESTS / "cases").rglob("*.test"))
        for found in case.finditer(path.read_bytes())
    ]
    sources += [path.read_bytes() for path in sorted(TESTS.glob("cases/gitbook/files/*"))]
    for source in sources:
        yield b"\0" + source
        yield b"\1" + source
        yield b"\2" + source
    for name, kind in (("html", 2), ("txt", 3), ("docx", 9), ("odt", 9), ("epub", 9)):
        yield bytes([kind]) + (TESTS / "office" / f"accueil.{name}").read_bytes()
    for kind in (4, 5, 6, 7, 8):
        for at in range(24):
            digest = hashlib.sha512(bytes([kind, at])).digest()
            yield bytes([kind]) + digest * (1 + at % 4)
    for name in ("accueil.docx", "accueil.odt"):
        with zipfile.ZipFile(TESTS / "office" / name) as archive:
            for part in archive.namelist():
                if part.endswith((".xml", ".rels")):
                    yield b"\x0a" + archive.read(part)


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
        for name in arguments[1:]:
            check(Path(name).read_bytes())
        return
    folder = Path(arguments[0])
    corpus, failures = folder / "corpus", folder / "failures"
    for path in (corpus, failures):
        path.mkdir(parents=True, exist_ok=True)
    for seed in seeds():
        name = hashlib.sha256(seed).hexdigest()[:16]
        (corpus / name).write_bytes(seed[: MOST + 1])

    def one(data: bytes) -> None:
        try:
            check(data)
        except Exception as error:
            keep(failures / signature(error), data)

    options = [f"-max_len={MOST}", "-timeout=60", "-print_final_stats=1"]
    atheris.Setup([sys.argv[0], str(corpus), *options, *arguments[1:]], one)
    atheris.Fuzz()


def keep(path: Path, data: bytes) -> None:
    """Keep the shortest input of each kind of failure, and how it fails."""
    if not path.exists() or path.stat().st_size > len(data):
        path.write_bytes(data)
        path.with_suffix(".txt").write_text(traceback.format_exc(), "utf-8")


if __name__ == "__main__":
    main(sys.argv[1:])
