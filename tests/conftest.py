"""Hypothesis: no deadline (speed is measured in the benchmark), the same draws each time.

``make test-long`` draws others, and more of them. And the project's own content, published
once for all the tests and all the workers.
"""

from __future__ import annotations

import fcntl
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager, nullcontext, suppress
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from ppun_access.build import automatic_drafts
from ppun_access.errors import OutputError
from ppun_access.runtime.cache import default_root
from ppun_access.tools import spacy_french

ROOT = Path(__file__).parents[1]

# Where nothing may keep what Python compiled, a program starts three times as slowly.
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
sys.dont_write_bytecode = False

whatever_the_load = settings(
    deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large]
)
settings.register_profile("short", whatever_the_load, max_examples=25, derandomize=True)
settings.register_profile("long", whatever_the_load, max_examples=200)
settings.load_profile("short")


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
            publish_content(site, folder / "cache")
            made.touch()
    return site


def publish_content(site: Path, cache: Path) -> None:
    """Publish ``content/`` in ``site`` with the program, from nothing that is kept."""
    program = Path(sys.executable).with_name("ppun-access")
    command = [str(program), "build", "content", "-o", str(site), "--voice", "pico"]
    run = subprocess.run(
        command, cwd=ROOT, env=os.environ | {"XDG_CACHE_HOME": str(cache)},
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
def one_parser() -> Iterator[None]:
    """Parse all that tests parse in one spaCy, which takes seconds to load.

    A test that stops every program stops it too: another one is then begun.
    """
    python, begin = sys.executable, spacy_french.conversation
    kept = list[Callable[[bytes], bytes]]()

    @contextmanager
    def begun(
        arguments: Sequence[str | Path], *, name: str, install: str, timeout: float
    ) -> Iterator[Callable[[bytes], bytes]]:
        if arguments[0] != python:  # a program that stands in for it
            with begin(arguments, name=name, install=install, timeout=timeout) as talk:
                yield talk
            return

        def ask(question: bytes) -> bytes:
            if kept:
                with suppress(OutputError):
                    return kept[0](question)
                kept.clear()
            first = begin(arguments, name=name, install=install, timeout=timeout)
            kept.append(held.enter_context(first))
            return kept[0](question)

        yield ask

    with ExitStack() as held, pytest.MonkeyPatch.context() as patch:
        patch.setattr(spacy_french, "conversation", begun)
        yield


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
