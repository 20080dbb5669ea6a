"""A stranger’s project is built: its texts come out, and nothing else happens."""

from __future__ import annotations

import json
import os
import re
import resource
import shutil
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import pytest
import stranger
from benchmarks.processes import without_spacy

MEMORY = 6 << 30
"""Bytes of addresses that a process of the build may ask for."""
PROCESSOR = 400
"""Seconds of processor that a process of the build may take."""
EVERYTHING, PAGES = "text,html,facile,mp3,epub,pdf,report", "text,html,report"
NOBODY = 65534
AS_NOBODY = (
    "setpriv", f"--reuid={NOBODY}", f"--regid={NOBODY}", "--clear-groups",
    "--inh-caps=+dac_read_search", "--ambient-caps=+dac_read_search",
)  # fmt: skip
"""Begins a command of a plain user, who may read where root keeps this Python."""


def contents(folder: Path) -> dict[str, bytes]:
    """Return what is in the files of a folder, links not followed."""
    found = {}
    for path in sorted(folder.rglob("*")):
        name = path.relative_to(folder).as_posix()
        if path.is_symlink():
            found[name] = os.fsencode(path.readlink())
        elif path.is_file() and path.stat().st_size < 1 << 30:
            found[name] = path.read_bytes()
    return found


def users() -> list[str]:
    """Return who can build here: root can be a plain user too, not the other way round."""
    if os.geteuid():
        return ["user"]
    can = shutil.which("setpriv") and not subprocess.call([*AS_NOBODY, "true"])
    return ["root", "user"] if can else ["root"]


@dataclass(frozen=True)
class Built:
    """A stranger’s project once it is built."""

    folder: Path
    before: dict[str, bytes]
    """What was in the folder before."""
    refusals: list[subprocess.CompletedProcess[str]]
    """What was said while something stood in the place of what a build writes."""
    done: subprocess.CompletedProcess[str]
    """What was said once that was taken away."""

    @property
    def said(self) -> str:
        """All that was said."""
        return "".join(one.stdout + one.stderr for one in (*self.refusals, self.done))


@pytest.fixture(scope="module", params=users())
def built(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Built:
    """Build, and take away what the program says stands in its way, as one would.

    The second user differs by what may be read and written: pages show it. Neither has
    spaCy: what it is given is bounded, as ``test_drafts.py`` shows.
    """
    folder = tmp_path_factory.mktemp(request.param)
    project = stranger.make(folder)
    more = without_spacy(folder / "cache/sans")
    formats = EVERYTHING if request.param == users()[0] else PAGES
    before = contents(folder)
    become: tuple[str, ...] = ()
    if request.param == "user" and not os.geteuid():
        become = AS_NOBODY
        for path in (folder, *folder.rglob("*")):
            os.chown(path, NOBODY, NOBODY, follow_symlinks=False)
        for path in folder.parents:
            if path.stat().st_mode & 0o111 != 0o111:
                path.chmod(path.stat().st_mode | 0o111)
    refusals = []
    done = run(folder, become, formats, more)
    for name in ("output-rapport", ".output.verrou"):
        assert not (project / "output").exists()
        assert name in done.stderr
        refusals.append(done)
        place = project / name
        place.unlink() if place.is_symlink() else shutil.rmtree(place)
        done = run(folder, become, formats, more)
    return Built(folder, before, refusals, done)


def run(
    folder: Path, become: tuple[str, ...], formats: str, more: Mapping[str, str]
) -> subprocess.CompletedProcess[str]:
    """Build the project of ``folder``, with bounds that no ordinary build meets."""

    def limited() -> None:
        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
        resource.setrlimit(resource.RLIMIT_CPU, (PROCESSOR, PROCESSOR))

    command = [*become, sys.executable, "-m", "ppun_access", "build", "--to", formats]
    environment = {
        **os.environ, "HOME": str(folder), "XDG_CACHE_HOME": str(folder / "cache"),
        "XDG_STATE_HOME": str(folder / "state"), "GITHUB_ACTIONS": "true",
        **more,
    }  # fmt: skip
    return subprocess.run(
        command, cwd=folder / "projet", env=environment, capture_output=True, text=True,
        encoding="utf-8", errors="surrogateescape", check=False, preexec_fn=limited,
    )  # fmt: skip


def test_what_stands_in_its_way_is_told(built: Built) -> None:
    assert [one.returncode for one in built.refusals] == [5, 5]
    assert all("→" in one.stderr for one in built.refusals)


def test_its_sound_texts_are_published(built: Built) -> None:
    assert built.done.returncode in {1, 3, 5}, built.done.stderr[-3000:]
    assert "Traceback" not in built.said
    output = built.folder / "projet/output"
    page = (output / "bienvenue/index.html").read_text("utf-8")
    assert stranger.SOUND in " ".join(re.sub(r"<[^>]+>", "", page).split())
    catalogue = json.loads((output / "catalogue.json").read_text("utf-8"))
    ids = {one["id"] for one in catalogue["publications"]}
    assert {"chiffres", "traits", "souligne", "images", "ouvert", "lit"} <= ids
    told = [name for name in ("alias.md", "profond.md") if name in built.said]
    assert len(told) == 2, "a front matter may say that its page is not published"
    assert (output.parent / "output-rapport/index.html").is_file()


def test_nothing_of_it_is_run(built: Built) -> None:
    assert not (built.folder / "lancé").exists()


def test_nothing_of_others_is_changed_nor_published(built: Built) -> None:
    after = contents(built.folder)
    ours = ("projet/output", "projet/.output.verrou", "cache/", "state/")
    theirs = {n: c for n, c in built.before.items() if not n.startswith(ours)}
    assert {name for name, content in theirs.items() if after.get(name) != content} == set()
    made = {n: c for n, c in after.items() if n not in built.before}
    assert made
    assert {name for name in made if not name.startswith(ours)} == set()
    for words in (stranger.SECRET, "root:x:0:", stranger.PASSWORD):
        assert [n for n, content in made.items() if words.encode() in content] == []


def test_nothing_of_it_reaches_the_terminal_or_acts(built: Built) -> None:
    assert not re.search(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]", built.said)
    assert not re.search(r"^::", built.said, re.MULTILINE)
    assert stranger.PASSWORD not in built.said
    for path in (built.folder / "projet/output").rglob("*.svg"):
        assert b"alert" not in path.read_bytes()
