"""Hypothesis: no deadline (speed is measured in the benchmark), the same draws each time.

``make test-long`` draws others, and more of them. And the project's own content, published
once for all the tests and all the workers.
"""

from __future__ import annotations

import ctypes
import fcntl
import gc
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Generator, Iterator, Sequence
from contextlib import (
    AbstractContextManager,
    ExitStack,
    contextmanager,
    nullcontext,
    suppress,
)
from functools import cache, partial
from importlib import import_module
from pathlib import Path
from typing import Any

import order
import pdf_documents
import pytest
from hypothesis import HealthCheck, settings
from projects import commit

from ppun_access.build import automatic_drafts
from ppun_access.errors import OutputError
from ppun_access.runtime.cache import default_root
from ppun_access.speech.engines import kokoro_model, silence
from ppun_access.tools import spacy_french, typst

ROOT = Path(__file__).parents[1]
CACHED = type(cache(str))

# Where nothing may keep what Python compiled, a program starts three times as slowly.
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
sys.dont_write_bytecode = False

# What a thread or a large array leaves goes back to the system (GNU’s C library alone).
M_TRIM_THRESHOLD, M_MMAP_THRESHOLD, M_ARENA_MAX = -1, -3, -8
with suppress(OSError, AttributeError, TypeError):
    for option, value in ((M_TRIM_THRESHOLD, 1 << 20), (M_MMAP_THRESHOLD, 1 << 20),
                          (M_ARENA_MAX, 2)):  # fmt: skip
        ctypes.CDLL(None).mallopt(option, value)

whatever_the_load = settings(
    deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large]
)
settings.register_profile("short", whatever_the_load, max_examples=25, derandomize=True)
settings.register_profile("long", whatever_the_load, max_examples=200)
settings.load_profile("short")


pytest_xdist_make_scheduler = order.by_group


@pytest.hookimpl(wrapper=True)
def pytest_collection(session: pytest.Session) -> Generator[None, object, object]:
    """Collect without the garbage collector: it would look in vain at what stays."""
    gc.disable()
    compile_half(session)
    try:
        return (yield)
    finally:
        gc.enable()


def compile_half(session: pytest.Session) -> None:
    """Have the second worker of a whole run begin with the last modules.

    In a fresh clone each would compile all of them, with their assertions rewritten: so
    each compiles half, and reads the other half. What fails is told when it is collected.
    """
    whole = all(Path(asked).is_dir() for asked in session.config.args)
    if whole and os.environ.get("PYTEST_XDIST_WORKER") == "gw1":
        modules = sorted(path.stem for path in Path(__file__).parent.glob("test_*.py"))
        for name in reversed(modules[len(modules) // 2 :]):
            with suppress(Exception, pytest.skip.Exception):
                import_module(name)


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    order.sort(items)


def pytest_collection_finish() -> None:
    """Have the garbage collector leave alone what was collected: it stays to the end."""
    gc.collect()
    gc.freeze()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item,
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Leave out what a test that passed has printed or drawn: it would be kept to the end.

    What Hypothesis tells of the draws of one test may be a megabyte.
    """
    report = yield
    if report.passed:
        report.sections.clear()
        vars(item).pop("hypothesis_statistics", None)
    return report


@pytest.fixture(scope="session")
def shared_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A cache folder for the neural voice, with the model that make installed.

    Making it takes ten seconds and 1.2 GB; where nobody has installed it, it is made. The
    workers of one run share it, as the programs of one user do.
    """
    own = tmp_path_factory.getbasetemp()
    home = (own.parent if "PYTEST_XDIST_WORKER" in os.environ else own) / "home"
    home.mkdir(exist_ok=True)
    with (home / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        installed, mine = default_root(), home / "ppun-access"
        if (installed / "voices" / "kokoro").is_dir() and not mine.exists():
            shutil.copytree(installed / "voices" / "kokoro", mine / "voices" / "kokoro")
    return home


@pytest.fixture(scope="session")
def made_before(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A cache that tests share: a sound costs more than all the rest of a small build."""
    return tmp_path_factory.mktemp("made")


@pytest.fixture
def warm_cache(project: Path, made_before: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Give ``project`` what other tests made of the same texts.

    Not for a test whose subject is the cache or the making, nor for one that changes what
    is made: the others would get it.
    """
    monkeypatch.setenv("XDG_CACHE_HOME", str(made_before))


@pytest.fixture(scope="session")
def editorials(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The two editorials, published by the program as make does it, with an embedded voice.

    It takes half a minute of two processors: the first worker that wants it makes it, the
    others wait for it. No test may change anything in it.
    """
    base = tmp_path_factory.getbasetemp()
    folder = (base.parent if "PYTEST_XDIST_WORKER" in os.environ else base) / "editorials"
    folder.mkdir(exist_ok=True)
    site, made = folder / "site", folder / "made"
    with (folder / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not made.is_file():
            publish_content(folder)
            made.touch()
    return site


def publish_content(folder: Path) -> None:
    """Publish ``content/`` in ``folder/site`` with the program, from nothing that is kept.

    Most of the time is that of coding sounds: the easy versions are said faster.
    """
    shutil.copytree(ROOT / "content", folder / "content")
    usual = (ROOT / "ppun.toml").read_text("utf-8")
    quick = "[audio]\nvitesse_facile = 1.5\n"
    (folder / "ppun.toml").write_text(f"{usual}\n{quick}", "utf-8")
    subprocess.run(["git", "init", "-q"], cwd=folder, check=True)
    commit(folder, "2026-11-25T12:00:00Z")  # the texts are dated
    program = Path(sys.executable).with_name("ppun-access")
    command = [str(program), "build", "content", "-o", "site", "--voice", "pico"]
    run = subprocess.run(
        command, cwd=folder, env=os.environ | {"XDG_CACHE_HOME": str(folder / "cache")},
        capture_output=True, text=True, encoding="utf-8", check=False,
    )  # fmt: skip
    assert run.returncode == 0, f"{run.stdout}\n{run.stderr}"


@pytest.fixture(scope="session", autouse=True)
def drafts_without_parser() -> Iterator[None]:
    """Builds draft without spaCy, which takes seconds; ``test_drafts.py`` gives it back."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(automatic_drafts, "open_rewriter", lambda: nullcontext(None))
        yield


@pytest.fixture(scope="session", autouse=True)
def shorter_hum() -> Iterator[None]:
    """Have the voice of tests speak as fast as is plausible: coding a sound is slow."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(silence, "MS_PER_CHARACTER", 50)
        yield


@pytest.fixture(scope="session", autouse=True)
def no_voice_by_accident() -> Iterator[None]:
    """A build that names no voice would make the neural one: nine seconds and 1.6 GB."""
    real = kokoro_model.run

    def told(arguments: Sequence[str | Path], **keywords: Any) -> Any:
        test = os.environ["PYTEST_CURRENT_TEST"]
        assert order.speaks(test), "this test takes « --voice silence »"
        return real(arguments, **keywords)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(kokoro_model, "run", told)
        yield


class Parser:
    """The one spaCy of this process, begun when something is first parsed.

    A sentence is parsed once: half of those of the answers of a model come again.
    """

    def __init__(self) -> None:
        self._ask: Callable[[bytes], bytes] | None = None
        self._held = ExitStack()
        self._parses = dict[str, str]()

    def __call__(
        self, begin: Callable[[], AbstractContextManager[Any]], question: bytes
    ) -> bytes:
        """Return what spaCy answers: a line with the parse of each sentence."""
        test = os.environ["PYTEST_CURRENT_TEST"]
        assert order.group(test) == order.PARSER, "its file is not in order.GROUPS"
        sentences = json.loads(question)
        if new := [s for s in dict.fromkeys(sentences) if s not in self._parses]:
            answer = json.loads(self._answer(begin, json.dumps(new).encode() + b"\n"))
            self._parses.update(zip(new, map(json.dumps, answer), strict=True))
        return f"[{','.join(self._parses[s] for s in sentences)}]\n".encode()

    def _answer(
        self, begin: Callable[[], AbstractContextManager[Any]], question: bytes
    ) -> bytes:
        """Ask spaCy; one that something else stopped is begun again."""
        if self._ask:
            with suppress(OutputError):
                return self._ask(question)
        self._ask = self._held.enter_context(begin())
        return self._ask(question)

    def close(self) -> None:
        """End it: it holds hundreds of megabytes."""
        self._ask = None
        self._held.close()
        self._parses.clear()


PARSER, TURN = Parser(), order.Turn()


@pytest.fixture(scope="session", autouse=True)
def one_parser() -> Iterator[None]:
    """Parse all that tests parse in one spaCy, which takes seconds to load."""
    python, real = sys.executable, spacy_french.conversation

    @contextmanager
    def begun(
        arguments: Sequence[str | Path], *, name: str, install: str, timeout: float
    ) -> Iterator[Callable[[bytes], bytes]]:
        begin = partial(real, arguments, name=name, install=install, timeout=timeout)
        if arguments[0] == python:
            yield partial(PARSER, begin)
        else:  # a program that stands in for it
            with begin() as ask:
                yield ask

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(spacy_french, "conversation", begun)
        yield
    PARSER.close()


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_setup(item: pytest.Item) -> None:
    """Have what needs spaCy, a browser or Kokoro wait until no other worker has one."""
    if order.heavy(item.nodeid):
        TURN.take()


@pytest.hookimpl(trylast=True)
def pytest_runtest_teardown(item: pytest.Item, nextitem: pytest.Item | None) -> None:
    """End spaCy after the last test that may parse; let go of what a file has kept."""
    following = order.heavy(nextitem.nodeid) if nextitem else ""
    if (mine := order.heavy(item.nodeid)) and mine != following:
        PARSER.close()
        if not following:
            TURN.give_back()
    if not nextitem or nextitem.path != item.path:
        let_go()


def let_go() -> None:
    """Forget what modules have kept: 300 MB in all.

    Those of tests, and wordfreq for them, keep whole tables; the program keeps as much of
    each kind as it has a bound for, which no text of one file reaches.
    """
    ours = {path.stem for path in ROOT.glob("tests/*.py")} | {"wordfreq"}
    for name, module in [*sys.modules.items()]:
        tables, program = name in ours, name.startswith("ppun_access.")
        for value in [*vars(module).values()] if tables or program else ():
            kept = isinstance(value, CACHED) and value.__module__ == name
            if kept and (tables or value.cache_parameters()["maxsize"]):
                value.cache_clear()
    pdf_documents.READER.close()
    typst.clear_memory()
    with suppress(OSError, AttributeError, TypeError):
        ctypes.CDLL(None).malloc_trim(0)


@pytest.fixture(scope="session", autouse=True)
def state_of_the_tests(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """What builds note of themselves stays with the tests, not with who runs them."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_STATE_HOME", str(tmp_path_factory.mktemp("state")))
        yield


@pytest.fixture(scope="session", autouse=True)
def disk_that_keeps_everything() -> Iterator[None]:
    """No power is cut here: waiting for the disk at each build takes half of the time."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(os, "fsync", lambda handle: None)
        yield
