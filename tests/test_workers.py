"""Processes that begin to load before the program has."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from ppun_access.build import workers
from ppun_access.build.workers import FEW, begin_early, is_many


def written(folder: Path, count: int) -> Path:
    (folder / ".git").mkdir(parents=True)
    for at in range(FEW):
        (folder / f".git/{at}").touch()
    for at in range(count):
        (folder / f"{at}.md").touch()
    return folder


def test_many_pages_are_worth_processes(tmp_path: Path) -> None:
    assert is_many([written(tmp_path / "a", FEW)])
    assert is_many([written(tmp_path / "b", FEW - 1), written(tmp_path / "c", 1)])
    assert not is_many([tmp_path / "b", tmp_path / "nowhere"])


@pytest.mark.parametrize(
    ("published", "jobs", "began"), [(False, 2, True), (True, 2, False), (False, 1, False)]
)
def test_they_begin_with_a_first_publication(
    published: bool, jobs: int, began: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    begun: list[bool] = []
    monkeypatch.setattr(workers, "begin", lambda *modules: begun.append(True))
    source, out = written(tmp_path / "pages", FEW), tmp_path / "site"
    if published:
        out.mkdir()
    begin_early([source], out, jobs)
    assert begun == ([True] if began else [])


@pytest.mark.skipif(sys.platform != "linux", reason="forkserver")
def test_they_load_while_the_program_does_nothing_else(tmp_path: Path) -> None:
    """In a program that imports nothing of ours but that; Ctrl-C is not theirs."""
    script = f"""
import signal, sys
from pathlib import Path
from ppun_access.build.workers import begin_early
begin_early([Path({str(written(tmp_path / "pages", FEW))!r})], Path("site"), 2)
assert "ppun_access.build.order" not in sys.modules
from multiprocessing.forkserver import _forkserver
status = Path(f"/proc/{{_forkserver._forkserver_pid}}/status").read_text()
blocked = next(line for line in status.splitlines() if line.startswith("SigBlk"))
assert int(blocked.split()[1], 16) >> (signal.SIGINT - 1) & 1
assert signal.SIGINT not in signal.pthread_sigmask(signal.SIG_BLOCK, ())
"""
    command = [sys.executable, "-c", script]
    subprocess.run(command, check=True, cwd=tmp_path, env={**os.environ}, timeout=600)


def test_who_works_on_pages_loads_nothing_else() -> None:
    """Neither what orders a build, nor voices, nor textstat, which no page shows."""
    script = """
import sys
import ppun_access.build.warm
there = {name.removeprefix("ppun_access.") for name in sys.modules}
assert {"build.page_tasks", "msgpack"} <= there
assert not {"build.order", "speech.narration.synthesis", "cluster", "textstat"} & there
import ppun_access.build.automatic_drafts, ppun_access.build.write_tasks
there = {name.removeprefix("ppun_access.") for name in sys.modules}
assert not {"build.context", "speech.voices", "speech.model"} & there
assert not {"wordfreq", "soupsieve.css_parser", "writers.epub.write", "rich"} & there
"""
    subprocess.run([sys.executable, "-c", script], check=True)
