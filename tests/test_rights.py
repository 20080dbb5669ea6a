"""Who may read the published files: whom the umask of the last build lets."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from projects import project

from ppun_access.publish.output import apply_umask

__all__ = ["project"]

pytestmark = pytest.mark.skipif(os.name == "nt", reason="Windows has no umask")


def build(project: Path, umask: int) -> None:
    subprocess.run(
        [sys.executable, "-m", "ppun_access", "build", "--to", "html"],
        cwd=project, umask=umask, check=True, capture_output=True,
    )  # fmt: skip


def rights(folder: Path) -> tuple[set[int], set[int]]:
    """Return the rights of what is published: of files, of folders."""
    found = [folder, *folder.rglob("*")]
    return (
        {path.stat().st_mode & 0o777 for path in found if path.is_file()},
        {path.stat().st_mode & 0o777 for path in found if path.is_dir()},
    )


@pytest.mark.usefixtures("warm_cache")
@pytest.mark.parametrize("changed", [pytest.param(False, marks=pytest.mark.long), True])
def test_a_site_published_under_a_strict_umask_can_be_opened(
    project: Path, changed: bool
) -> None:
    out, easy = project / "output", project / "content/facile/bonjour-a-tous.md"
    easy.parent.mkdir()  # no draft: that is slow
    easy.write_text("# Bonjour\n\nUn texte.\n", "utf-8")
    build(project, 0o077)
    assert rights(out) == ({0o600}, {0o700})
    written = {path: path.stat() for path in out.rglob("*.css")}
    assert written
    (out / "prive").mkdir(0o700)
    (out / "prive/note.txt").write_text("x")
    (out / "prive/note.txt").chmod(0o600)
    if changed:
        (project / "ppun.toml").write_text('titre = "Un autre titre"\n', "utf-8")
    build(project, 0o022)
    assert rights(out / "prive") == ({0o600}, {0o700})
    (out / "prive/note.txt").unlink()
    (out / "prive").rmdir()
    assert rights(out) == ({0o644}, {0o755})
    for path, before in written.items():
        now = path.stat()
        assert (now.st_ino, now.st_mtime_ns) == (before.st_ino, before.st_mtime_ns)


def test_files_are_closed_too_and_folders_keep_what_they_were_given(tmp_path: Path) -> None:
    (tmp_path / "a").mkdir()
    for name in ("a/b.txt", "a/autre.txt"):
        (tmp_path / name).write_text("x")
        (tmp_path / name).chmod(0o666)
    (tmp_path / "a").chmod(0o2770)
    apply_umask(tmp_path, ("a/b.txt", "absent/c.txt"))
    mine, other = ((tmp_path / f"a/{name}.txt").stat().st_mode for name in ("b", "autre"))
    assert (mine & 0o777, other & 0o777) == (0o644, 0o666)
    assert (tmp_path / "a").stat().st_mode & 0o7777 == 0o2775


def test_what_is_somebody_elses_is_never_reached(tmp_path: Path) -> None:
    """Neither by links that stand in the place of ours, nor by a manifest that lies."""
    out, other = tmp_path / "site", tmp_path / "autre"
    for folder in (out, other):
        folder.mkdir()
    secret = other / "secret.txt"
    secret.write_text("x")
    secret.chmod(0o600)
    other.chmod(0o700)
    (out / "lien").symlink_to(other)
    (out / "secret.txt").symlink_to(secret)
    lies = ("lien/secret.txt", "secret.txt", "../autre/secret.txt", str(secret))
    apply_umask(out, lies)
    assert secret.stat().st_mode & 0o777 == 0o600
    assert other.stat().st_mode & 0o777 == 0o700


def test_only_what_is_not_right_is_changed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "a.txt").write_text("x")

    def refused(path: Path, mode: int) -> None:
        raise AssertionError(path)

    apply_umask(tmp_path, ("a.txt",))
    monkeypatch.setattr(Path, "chmod", refused)
    apply_umask(tmp_path, ("a.txt",))
