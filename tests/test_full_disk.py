"""A disk that is full: what is published is whole, and the message says what it is."""

from __future__ import annotations

import contextlib
import errno
import io
import os
import sys
from pathlib import Path

import crashes
import pytest
from crashes import Site, changes_of_a_build, child, ended, full_at
from projects import PAGE, build, failed, project, snapshot

from ppun_access.cli import main

__all__ = ["project"]

CASES = ("n’a pas changé", "Le site est publié")
"""What is said when the site or its report cannot be written."""


@pytest.mark.usefixtures("warm_cache")
def test_full_disk_leaves_the_old_build(
    project: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    build()
    before = snapshot(project / "output")
    (project / "content/a.md").write_text(PAGE.replace("des", "les"), "utf-8")
    real = Path.write_bytes
    written = []

    def full(path: Path, content: bytes) -> int:
        written.append(path)
        if len(written) > 3:
            raise OSError(errno.ENOSPC, "No space left on device")
        return real(path, content)

    monkeypatch.setattr(Path, "write_bytes", full)
    code, told = failed(capsys, "build", "--voice", "silence")
    monkeypatch.undo()
    os.chdir(project)
    assert (code, "Libérez de la place" in told) == (5, True)
    assert snapshot(project / "output") == before
    assert sorted(p.name for p in project.iterdir()) == [
        "content", "output", "output-rapport",
    ]  # fmt: skip


def told_by(pipe: int) -> int:
    """Build, and send what the program says into a pipe."""
    with contextlib.redirect_stderr(io.StringIO()) as said:
        code = main(["build", "--to", "html,text"])
    os.write(pipe, said.getvalue().encode())
    return code


def built_when_full_at(place: int) -> tuple[int, str]:
    """Return the exit code and the words of a build whose disk fills at that change."""
    reading, writing = os.pipe()
    pid = child(full_at(place), lambda: told_by(writing))
    os.close(writing)
    with os.fdopen(reading, encoding="utf-8") as said:
        return ended(pid), said.read()


@pytest.mark.long
@pytest.mark.skipif(sys.platform == "win32", reason="Windows n’a pas de fork")
def test_a_full_disk_is_told_as_it_is(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", "")
    monkeypatch.chdir(tmp_path)
    site = Site(tmp_path / "site")
    site.wording(0)
    assert crashes.build() == 0
    old, heard = site.snapshot(), set[str]()
    site.wording(2)
    for place in range(0, changes_of_a_build(), 5):
        site.wording(0)
        assert ended(child()) == 0
        site.wording(2)
        code, said = built_when_full_at(place)
        if code == 0:
            assert site.snapshot() != old
            continue
        assert (code, "le disque est plein" in said) == (5, True), said
        assert ".atelier" not in said, "a folder that nobody knows"
        assert ("n’a pas changé" in said) <= (site.snapshot() == old), said
        assert ("Le site est publié" in said) == (site.snapshot() != old), said
        heard |= {line for line in CASES if line in said}
    assert heard == set(CASES)
