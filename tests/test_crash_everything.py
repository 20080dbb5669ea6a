"""Builds with processes, sound, books and PDF, killed from outside at any moment."""

from __future__ import annotations

import os
import random
import shutil
import signal
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path

import pytest
from projects import snapshot

from ppun_access.build.workers import FEW

KILLS = 12
PAGES = FEW + 2
BUILD = (
    *(sys.executable, "-m", "ppun_access.cli", "build", "content", "-o", "output", "-q"),
    *("--to", "html,text,mp3,vtt,epub,pdf", "--voice", "pico", "--jobs", "2"),
)


def written(folder: Path, number: int) -> None:
    """Write the pages: each says a number, and the last one is there every other time."""
    content = folder / "content"
    (content / "facile").mkdir(parents=True, exist_ok=True)
    for page in range(PAGES):
        text = f"# Page {page}\n\nLe guichet {page} ouvre à {number + 8} heures.\n"
        (content / f"page-{page}.md").write_text(text, "utf-8")
        (content / f"facile/page-{page}.md").write_text("# Simple\n\nUn texte.\n", "utf-8")
    if number % 2:
        (content / f"page-{PAGES - 1}.md").unlink()
        (content / f"facile/page-{PAGES - 1}.md").unlink()


def begun(folder: Path) -> subprocess.Popen[bytes]:
    own = {"XDG_CACHE_HOME": folder / "cache", "XDG_STATE_HOME": folder.parent / "state"}
    env = os.environ | {name: str(place) for name, place in own.items()}
    return subprocess.Popen(BUILD, cwd=folder, env=env, start_new_session=True)


def killed(build: subprocess.Popen[bytes], after: float, *, alone: bool) -> bool:
    """Kill a build, alone or with all that it started; False when it has ended before."""
    with suppress(subprocess.TimeoutExpired):
        build.wait(after)
        return False
    (os.kill if alone else os.killpg)(build.pid, signal.SIGKILL)
    return build.wait() == -signal.SIGKILL


def seconds(folder: Path) -> float:
    """Return how long a build lasts that nothing troubles."""
    began = time.monotonic()
    assert begun(folder).wait() == 0
    return time.monotonic() - began


@pytest.mark.long
@pytest.mark.skipif(sys.platform == "win32", reason="Windows n’a pas de groupes à tuer")
def test_builds_of_everything_that_are_killed(tmp_path: Path) -> None:
    choice, out = random.Random(11), tmp_path / "output"
    whole, hit = list[dict[str, bytes]](), 0
    for number in range(3):
        written(tmp_path, number)
        new = seconds(tmp_path)
        whole.append(snapshot(out))
    assert len({len(site) for site in whole}) == 2, "a page comes and goes"
    written(tmp_path, 1)
    kept = seconds(tmp_path)
    possible, number = whole[1], 1
    for kill in range(KILLS):
        number = choice.choice([other for other in range(3) if other != number])
        written(tmp_path, number)
        if anew := kill % 4 > 1:
            shutil.rmtree(tmp_path / "cache", ignore_errors=True)
        build, after = begun(tmp_path), choice.uniform(0.2, new if anew else kept)
        hit += killed(build, after, alone=kill % 2 == 0)
        found = snapshot(out)
        assert found in (possible, whole[number]), f"kill {kill} left a mixture"
        possible = found
    assert hit >= KILLS // 2, "too many builds had ended"
    assert begun(tmp_path).wait() == 0
    assert snapshot(out) == whole[number]
    names = {path.name for path in tmp_path.iterdir()} - {"cache"}
    assert names == {"content", "output", "output-rapport"}, "something is left"
