"""What a build shows of its progress: bars on a terminal, lines or JSON elsewhere."""

from __future__ import annotations

import io
import os
import pty
import re
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from threading import Thread

import pytest
from projects import build, project

from ppun_access.build import order
from ppun_access.build.context import looking_at
from ppun_access.build.preparation import prepare
from ppun_access.build.runner import TaskRunner
from ppun_access.build.sources import read_sources
from ppun_access.commands.progress import Bars, PlainLines
from ppun_access.project import project as project_of
from ppun_access.report import Report
from ppun_access.runtime.executor import Serial

__all__ = ["project"]

PHASES = (
    "Lecture des pages", "Lecture des versions simplifiées", "Préparation des pages",
    "Couvertures", "Voix", "Formats", "Écriture des fichiers", "Rapport de l’équipe",
)  # fmt: skip


@contextmanager
def terminal(monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[], list[str]]]:
    """Make a terminal of standard error; give what it was shown, frame by frame."""
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.setenv("COLUMNS", "160")
    master, slave = pty.openpty()
    shown: list[bytes] = []

    def read() -> None:
        try:
            while content := os.read(master, 65536):
                shown.append(content)
        except OSError:  # nobody writes there any more
            return

    reader = Thread(target=read)
    reader.start()

    def frames() -> list[str]:
        stream.close()
        reader.join()
        text = b"".join(shown).decode().replace("\r", "")
        drawn = re.split(r"(?:\x1b\[2K(?:\x1b\[1A)?)+", text)
        return [re.sub(r"\x1b\[[0-9;?]*[A-Za-z]", "", frame) for frame in drawn]

    stream = io.TextIOWrapper(os.fdopen(slave, "wb", 0), "utf-8", write_through=True)
    with monkeypatch.context() as patch:
        patch.setattr(sys, "stderr", stream)
        yield frames
    os.close(master)


@pytest.fixture
def texts(project: Path) -> Path:
    """Two pages, each with its easy version: nothing is drafted, which is slow."""
    content = project / "content"
    (content / "a.md").unlink()
    (content / "facile").mkdir()
    for name in ("un", "deux"):
        text = f"# Page {name} [1]\n\nVoici un texte. Il a deux phrases.\n"
        (content / f"{name}.md").write_text(text, "utf-8")
        (content / f"facile/page-{name}-1.md").write_text(
            f"# Simple\n\nUn texte {name}.\n", "utf-8"
        )
    return project


@pytest.mark.usefixtures("warm_cache")
def test_a_terminal_shows_one_bar_a_phase_with_the_time_left(
    texts: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with terminal(monkeypatch) as frames:
        assert build("--to", "text,mp3") == 0
        shown = frames()
    last = next(frame for frame in reversed(shown) if "Écriture des fichiers" in frame)
    bars = [line for line in last.splitlines() if re.search(r"\d+/\d+", line)]
    names = [re.split(r" +[━╸╺]", line)[0].strip() for line in bars]
    assert names == list(PHASES)
    for line in bars:
        assert re.search(r"(\d+)/\1 +\d:\d\d:\d\d", line), line
    told = "".join(shown)
    assert "À ouvrir : " in told


def test_a_bar_names_what_is_being_done_and_tells_the_time_left(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    with terminal(monkeypatch) as frames:
        with Bars() as tell:
            for done in range(31):
                tell("Voix", done, 40, "Un titre [b]" + " long" * 20)
        shown = "".join(frames())
    line = next(line for line in reversed(shown.splitlines()) if "Voix" in line)
    assert re.search(r"Voix +━.* 30/40 +(-:--|\d:\d\d):\S\S +Un titre \[b\] .*…", line)


def told_of(texts: Path, *options: str) -> list[tuple[str, int, int, str]]:
    """Return all that a build tells of its progress."""
    told: list[tuple[str, int, int, str]] = []

    def tell(phase: str, done: int, total: int, what: str = "", /) -> None:
        told.append((phase, done, total, what))

    request = order.Request((texts / "content",), texts / "output", options, "silence")
    order.build(request, tell)
    return told


def test_a_build_counts_all_that_it_does(texts: Path) -> None:
    told = told_of(texts, "text", "mp3", "html")
    assert tuple(dict.fromkeys(phase for phase, *_ in told)) == PHASES
    for phase in PHASES:
        counts = [(done, total) for name, done, total, _ in told if name == phase]
        dones = [done for done, _ in counts]
        assert dones == sorted(dones), phase
        assert counts[0][0] == 0, phase
        assert counts[-1][0] == counts[-1][1] == len({*dones}) - 1, phase
    totals = {phase: total for phase, _, total, _ in told}
    assert totals["Préparation des pages"] == 2
    assert totals["Formats"] == 4 * 2, "two versions of two texts, in text and HTML"
    voices = [(total, what) for phase, _, total, what in told if phase == "Voix"]
    assert abs(voices[-1][0] - voices[0][0]) < 10, "what is said is foreseen"
    assert {what for _, what in voices if what} == {
        title
        for name in ("un", "deux")
        for title in (f"Page {name} [1]", "Simple (version simplifiée)")
    }


def test_the_work_of_other_machines_is_counted_as_it_comes_back(texts: Path) -> None:
    for number in range(10):
        copy = (texts / "content/un.md").read_text("utf-8").replace("un", f"n{number}")
        (texts / f"content/n{number}.md").write_text(copy, "utf-8")
    loaded = project_of.load_project((texts / "content",))
    told: list[tuple[str, int, int]] = []

    def tell(phase: str, done: int, total: int, what: str = "", /) -> None:
        told.append((phase, done, total))

    runner = TaskRunner(remote=Serial())
    sources = read_sources(loaded, Report(), runner, tell)
    build = replace(looking_at(loaded, Report()), runner=runner, tell=tell)
    prepare(build, sources)
    for phase in ("Lecture des pages", "Préparation des pages"):
        counts = [(done, total) for name, done, total in told if name == phase]
        assert counts == [(done, 12) for done in range(13)]


def test_plain_lines_tell_a_phase_once_then_every_minute() -> None:
    said: list[str] = []
    now = [0.0]
    tell = PlainLines(said.append, lambda: now[0])
    for done in range(0, 1201, 10):
        now[0] = done / 4
        tell("Voix", done, 1200 if done < 100 else 1198, "Un titre")
    tell("Formats", 0, 7)
    plain = [line.replace("\u202f", " ").replace("\xa0", " ") for line in said]
    assert plain[:3] == [
        "Voix (1 200)…",
        "Voix : 240 sur 1 200, encore 4 min environ",
        "Voix : 480 sur 1 200, encore 3 min environ",
    ]
    assert plain[5:] == ["Formats (7)…"]


@pytest.mark.usefixtures("warm_cache")
def test_a_build_that_nobody_watches_tells_each_phase_once(
    texts: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert build("--to", "text,mp3") == 0
    lines = capsys.readouterr().err.splitlines()
    told = [line.rpartition(" (")[0] for line in lines if line.endswith(")…")]
    assert told == list(PHASES)
