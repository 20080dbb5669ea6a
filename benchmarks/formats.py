"""What one page costs in each format, on one core, nothing of it in the cache.

Five pages of public policy are published with and without the format, by turns; the
difference, shared among the pages, is its cost. The voice « silence » gives the sound of
those formats that hold some; what a voice costs is told by the minute of its sound. Sizes
are those of a publication that Pico reads.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import Any

from benchmarks.figures import Outcome, exact, figure
from benchmarks.measure import OURS, Plan, Turns, by_turns
from benchmarks.processes import program, without_spacy

PAGES = Path("reference") / "politique-publique" / "pages"
COUNT = 5
WITHOUT_SOUND = ("html", "pdf", "brf", "pef")
WITH_SOUND = ("opus", "m4b", "epub", "daisy202", "zip")
SETTINGS = 'titre = "Cinq pages"\n'


def figures(plan: Plan) -> Iterator[Outcome]:
    source = five_pages(plan.place("pages"))
    yield from _costs(plan, source, _asked(("text",), WITHOUT_SOUND))
    _build(plan.folder / "son", source, ("text", "mp3"), plan.folder / "cache")
    asked = _asked(("text", "mp3"), WITH_SOUND)
    yield from _costs(plan, source, asked, plan.folder / "cache")
    yield from _sound(plan, source)
    yield from _sizes(plan, source)


def _asked(base: tuple[str, ...], more: Sequence[str]) -> dict[str, tuple[str, ...]]:
    """Return the formats to publish: some alone, then with each of others."""
    return {OURS: base, **{format_: (*base, format_) for format_ in more}}


def five_pages(folder: Path) -> Path:
    """Return a folder of pages of public policy."""
    (folder / "ppun.toml").write_text(SETTINGS, "utf-8")
    content = folder / "content"
    content.mkdir()
    for page in sorted(PAGES.glob("[a-z]*.md"))[:COUNT]:
        shutil.copy(page, content)
    return content


def _costs(
    plan: Plan, source: Path, asked: Mapping[str, Sequence[str]], cache: Path | None = None
) -> Iterator[Outcome]:
    """Yield what each format adds to what ``asked[OURS]`` takes."""

    def seconds(name: str, run: int) -> float:
        folder = plan.place(f"{'-'.join(asked[name])}-{run}")
        if cache:
            shutil.copytree(cache, folder / "cache")
        return _build(folder / "site", source, asked[name], folder / "cache")

    turns = by_turns({name: partial(seconds, name) for name in asked}, plan)
    yield from turns.missing
    yield from _added(turns)


def _added(turns: Turns[float]) -> Iterator[Outcome]:
    base = turns.of[OURS]
    for name, spent in turns.of.items():
        if name != OURS:
            added = [1000 * (s - b) / COUNT for s, b in zip(spent, base, strict=True)]
            yield figure(f"Coût d’une page : {name}", "ms/page", added)


def _build(out: Path, source: Path, formats: Sequence[str], cache: Path) -> float:
    voice = "silence" if "mp3" in formats else ""
    return _published(out, source, formats, cache, voice)


def _published(
    out: Path, source: Path, formats: Sequence[str], cache: Path, voice: str
) -> float:
    """Publish on one core; return the seconds that it took."""
    said = ["--voice", voice] if voice else []
    asked = ["--to", ",".join(formats), *said, "--jobs", "1"]
    hidden = without_spacy(source.parent / "sans-spacy")
    command = ["build", source, "-o", out, *asked]
    return program(command, cache, environment=hidden).seconds


def _sound(plan: Plan, source: Path) -> Iterator[Outcome]:
    """Yield what a minute of Pico in MP3 costs, nothing in the cache."""

    def seconds(formats: Sequence[str], voice: str, run: int) -> float:
        folder = plan.place(f"minute-{voice}-{run}")
        return _published(folder / "site", source, formats, folder / "cache", voice)

    turns = by_turns(
        {
            OURS: lambda run: seconds(("text", "mp3"), "pico", run),
            "texte": lambda run: seconds(("text",), "", run),
        },
        plan,
    )
    yield from turns.missing
    if "texte" in turns.of:
        minutes = _minutes(plan.folder / f"minute-pico-{plan.warm}" / "site")
        pairs = zip(turns.of[OURS], turns.of["texte"], strict=True)
        spent = [(whole - text) / minutes for whole, text in pairs]
        yield figure("Coût d’une minute de son : Pico, MP3", "s/min", spent)


def _sizes(plan: Plan, source: Path) -> Iterator[Outcome]:
    """Yield the size of a page in each format, read by Pico."""
    formats = ("text", "mp3", *WITHOUT_SOUND, *WITH_SOUND)
    folder = plan.folder / f"minute-pico-{plan.warm}"
    _published(folder / "tout", source, formats, folder / "cache", "pico")
    for format_ in formats:
        size = _megabytes(folder / "tout", format_) / COUNT
        yield exact(f"Place d’une page : {format_}", "Mo/page", size)


def _files(site: Path, format_: str) -> list[dict[str, Any]]:
    catalogue = json.loads((site / "catalogue.json").read_text("utf-8"))
    texts = catalogue["publications"]
    listed = [file for text in texts for v in text["versions"] for file in v["files"]]
    return [file for file in listed if file["format"] == format_]


def _megabytes(site: Path, format_: str) -> float:
    return float(sum(file["bytes"] for file in _files(site, format_)) / 1e6)


def _minutes(site: Path) -> float:
    return float(sum(file["seconds"] for file in _files(site, "mp3")) / 60)
