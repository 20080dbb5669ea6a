"""Publishing and checking, beside the aims that stand in docs/."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, TypeAlias
from urllib.error import URLError
from urllib.parse import urljoin
from urllib.request import urlopen

from benchmarks.machine import cores
from benchmarks.measure import OURS, Missing, Outcome, Plan, Work, alone, compared, reason
from benchmarks.processes import program, without_spacy
from benchmarks.spaces import write_pages
from benchmarks.texts import CONTENT
from ppun_access.errors import MissingToolError
from ppun_access.inspect.external import EXTERNAL

UNCHANGED, UNCHANGED_PAGES, SEEN, CHECKED = 1.0, 3.0, 2.0, 180.0
"""Seconds: a build without a change, of content/ and of many pages; from a save to what
the preview shows; all checkers on the publication of content/."""
Command: TypeAlias = list[str | Path]
PAGES, TWO_CORES = 400, 1.8
"""How many times as fast as one core two must publish so many pages."""
PAGE = "politique-publique-des-usages-numeriques.md"
SENTENCE = re.compile(r"(?<=frappe le monde depuis )\d+")
"""A number in one sentence of the second editorial: another one is another sentence."""
SHOWN = "edito-du-vice-president"
SOUND = re.compile(r'src="([^"]+\.mp3)(?:\?[^"]*)?"')
LONGEST, PACE = 600.0, 0.02
"""Seconds to wait at most, and between two looks."""


def unchanged(plan: Plan) -> Iterator[Outcome]:
    """Yield how long a build in all formats takes when nothing has changed."""
    _published(plan)
    yield alone("Sans changement", lambda _: _published(plan), plan, UNCHANGED)


def checked(plan: Plan) -> Iterator[Outcome]:
    """Yield how long « check » takes with every checker that is there."""
    _published(plan)
    gone = list(_absent())
    yield from gone
    label = f"Vérifier toute la publication, {len(EXTERNAL) - len(gone)} vérificateurs"
    yield alone(label, lambda _: _checked(plan), plan, None if gone else CHECKED)


def _published(plan: Plan) -> float:
    asked = ["build", CONTENT, "-o", plan.folder / "site", "--voice", "pico"]
    return program(asked, plan.folder / "cache").seconds


def _checked(plan: Plan) -> float:
    return program(["check", plan.folder / "site"], plan.folder / "cache").seconds


def _absent() -> Iterator[Missing]:
    for checker in EXTERNAL:
        try:
            checker.probe()
        except MissingToolError as error:
            yield Missing(checker.name, reason(error))


def many_pages(plan: Plan) -> Iterator[Outcome]:
    """Yield what all cores gain on one, from an empty cache; then nothing has changed.

    A page is published as its page and its text, as ``make`` installs the program.
    """
    source = plan.place("pages")
    write_pages(source, PAGES)
    hidden = without_spacy(plan.folder / "sans-spacy")

    def build(folder: Path, *more: str) -> float:
        asked = ["build", source, "-o", folder / "site", "--to", "html,text", *more]
        return program(asked, folder / "cache", environment=hidden).seconds

    works: dict[str, Work[float]] = {
        OURS: lambda run: build(plan.folder / f"tous-{run}"),
        "un cœur": lambda run: build(plan.folder / f"un-{run}", "--jobs", "1"),
    }
    what = f"Publier {PAGES} pages"
    yield from compared(what, works, plan, TWO_CORES if cores() == 2 else None)
    last = plan.folder / "tous-0"
    label = f"{what}, sans changement"
    yield alone(label, lambda _: build(last), plan, UNCHANGED_PAGES)


# --- A page that is saved while « watch » shows it ----------------------------------


def watched(plan: Plan) -> Iterator[Outcome]:
    """Yield how long it takes from a save to the new page, its sentence said by Pico."""
    content, out = copied(plan.place("projet")), plan.folder / "veille"
    asked: Command = [
        "watch",
        content,
        "-o",
        out,
        "--voice",
        "pico",
        "--no-open",
        "--port",
        "0",
    ]
    with opened(asked, plan.folder / "cache") as address:
        page = f"{address}{SHOWN}/"
        _wait(lambda: "monde depuis" in _got(page))

        def saved(run: int) -> float:
            before, text = _sound(page), change(content, 2200 + run)
            begin = time.perf_counter()
            _wait(lambda: text in _got(page) and _sound(page) != before)
            spent = time.perf_counter() - begin
            published = out / SHOWN / "index.html"
            _wait(lambda: text in _plain(published.read_text("utf-8")))  # then all is calm
            return spent

        label = "Page enregistrée, vue dans « watch », voix Pico"
        yield alone(label, saved, plan, SEEN)


def copied(folder: Path) -> Path:
    """Copy the project to a folder; return its content."""
    shutil.copytree(CONTENT, folder / "content")
    shutil.copy("ppun.toml", folder)
    return folder / "content"


def change(content: Path, number: int) -> str:
    """Write a number in the sentence; return what the page then holds."""
    page = content / PAGE
    text, times = SENTENCE.subn(str(number), page.read_text("utf-8"))
    if times != 1:
        raise SystemExit(f"{PAGE} : la phrase à changer y est {times} fois.")
    page.write_text(text, "utf-8")
    return f"depuis {number}"


@contextmanager
def opened(asked: Command, cache: Path) -> Iterator[str]:
    """Run a command that shows pages; give their address once they are there."""
    child = subprocess.Popen(
        [sys.executable, "-m", "ppun_access.cli", *map(str, asked)],
        env={**os.environ, "XDG_CACHE_HOME": str(cache)},
        stderr=subprocess.PIPE,
        encoding="utf-8",
    )
    try:
        assert child.stderr
        yield _address(child.stderr)
    finally:
        child.terminate()
        child.communicate()


def _address(said: IO[str]) -> str:
    for line in said:
        if found := re.search(r"https?://\S+", line):
            return found[0]
    raise SystemExit("La commande s’est arrêtée sans rien montrer.")


def _wait(there: Callable[[], bool]) -> None:
    end = time.monotonic() + LONGEST
    while not there():
        if time.monotonic() > end:
            raise SystemExit("La page changée n’a jamais été vue.")
        time.sleep(PACE)


def _got(address: str) -> str:
    """Return the text of a page as it is served now."""
    return _plain(served(address).decode("utf-8"))


def _sound(address: str) -> bytes:
    """Return the sound of the text of a page, as it is served now."""
    found = SOUND.search(served(address).decode("utf-8"))
    return served(urljoin(address, found[1])) if found else b""


def served(address: str) -> bytes:
    """Return what is served at an address; nothing when it is not."""
    try:
        with urlopen(address, timeout=LONGEST) as answer:
            content: bytes = answer.read()
            return content
    except URLError:
        return b""


def _plain(page: str) -> str:
    return re.sub(r"\s+", " ", re.sub("<[^>]+>", "", page))
