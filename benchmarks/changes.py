"""One sentence changed: what is made again, and how soon it is seen under « watch »."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO
from urllib.error import URLError
from urllib.parse import urljoin
from urllib.request import urlopen

from benchmarks.figures import Outcome, figure
from benchmarks.measure import OURS, Plan, by_turns
from benchmarks.processes import program
from benchmarks.texts import CONTENT

PAGE = "politique-publique-des-usages-numeriques.md"
SENTENCE = re.compile(r"(?<=frappe le monde depuis )\d+")
"""A number in one sentence of the second editorial: another one is another sentence."""
SHOWN = "edito-du-vice-president"
SOUND = re.compile(r'src="([^"]+\.mp3)(?:\?[^"]*)?"')
SEEN = 2.0
"""Seconds that may pass from the saving of a page to its new text and sound there."""
LONGEST, PACE = 600.0, 0.02
"""Seconds to wait at most, and between two looks."""


def figures(plan: Plan) -> Iterator[Outcome]:
    content = _content(plan.place("projet"))
    yield from _built_again(plan, content)
    yield from _watched(plan, content)


def _content(folder: Path) -> Path:
    shutil.copytree(CONTENT, folder / "content")
    shutil.copy("ppun.toml", folder)
    return folder / "content"


def _change(content: Path, number: int) -> str:
    """Write a number in the sentence; return what the page then holds."""
    page = content / PAGE
    text, times = SENTENCE.subn(str(number), page.read_text("utf-8"))
    if times != 1:
        raise SystemExit(f"{PAGE} : la phrase à changer y est {times} fois.")
    page.write_text(text, "utf-8")
    return f"depuis {number}"


def _built_again(plan: Plan, content: Path) -> Iterator[Outcome]:
    """Yield what a build in all formats takes, says and writes after the change."""
    out, accounts = plan.folder / "site", list[dict[str, int]]()
    asked = ["build", content, "-o", out, "--voice", "pico"]
    program(asked, plan.folder / "cache")

    def changed(run: int) -> float:
        _change(content, 2100 + run)
        spent = program(asked, plan.folder / "cache").seconds
        told = json.loads((plan.folder / "site-rapport/build.json").read_text("utf-8"))
        made, files = told["cache"]["speech"]["made"], told["files"]["written"]
        accounts.append({"phrases dites": made, "fichiers": files})
        return spent

    spent = by_turns({OURS: changed}, plan).of[OURS]
    yield figure("Une phrase changée, tous les formats", "s", spent)
    for unit, goal in (("phrases dites", 1.0), ("fichiers", None)):
        counts = [one[unit] for one in accounts[plan.warm :]]
        yield figure(f"Une phrase changée : {unit}", unit, counts, goal)


def _watched(plan: Plan, content: Path) -> Iterator[Outcome]:
    """Yield how long it takes from a save to the new page, its sentence said by Pico."""
    out = plan.folder / "veille"
    with _watch(content, out, plan.folder / "cache") as address:
        page = f"{address}{SHOWN}/"
        _wait(lambda: "monde depuis" in _got(page))

        def saved(run: int) -> float:
            before, text = _sound(page), _change(content, 2200 + run)
            begin = time.perf_counter()
            _wait(lambda: text in _got(page) and _sound(page) != before)
            spent = time.perf_counter() - begin
            published = out / SHOWN / "index.html"
            _wait(lambda: text in _plain(published.read_text("utf-8")))  # then all is calm
            return spent

        spent = by_turns({OURS: saved}, plan).of[OURS]
    yield figure("Page enregistrée, vue dans « watch », voix Pico", "s", spent, SEEN)


@contextmanager
def _watch(content: Path, out: Path, cache: Path) -> Iterator[str]:
    """Watch a folder; give the address of its preview once it is published."""
    asked = ["watch", content, "-o", out, "--voice", "pico", "--no-open", "--port", "0"]
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
    raise SystemExit("« watch » s’est arrêté sans rien montrer.")


def _wait(there: Callable[[], bool]) -> None:
    end = time.monotonic() + LONGEST
    while not there():
        if time.monotonic() > end:
            raise SystemExit("La page changée n’a jamais été vue.")
        time.sleep(PACE)


def _got(address: str) -> str:
    """Return the text of a page as it is served now."""
    return _plain(_served(address).decode("utf-8"))


def _sound(address: str) -> bytes:
    """Return the sound of the text of a page, as it is served now."""
    found = SOUND.search(_served(address).decode("utf-8"))
    return _served(urljoin(address, found[1])) if found else b""


def _served(address: str) -> bytes:
    """Return what is served at an address; nothing when it is not."""
    try:
        with urlopen(address, timeout=LONGEST) as answer:
            content: bytes = answer.read()
            return content
    except URLError:
        return b""


def _plain(page: str) -> str:
    return re.sub(r"\s+", " ", re.sub("<[^>]+>", "", page))
