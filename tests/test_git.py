"""Dates of git, from repositories that nobody trusts: nothing that they name is run."""

from __future__ import annotations

import json
import shutil
import subprocess
from contextlib import suppress
from pathlib import Path

import pytest
from projects import build, catalogue, commit, project

from ppun_access.errors import MissingToolError, OutputError
from ppun_access.tools import git

__all__ = ["project"]
pytestmark = pytest.mark.skipif(not shutil.which("git"), reason="git is not there")


@pytest.fixture
def repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Two pages, each recorded on a day of its own."""
    for name in ("GIT_DIR", "GIT_INDEX_FILE", "GIT_WORK_TREE"):
        monkeypatch.delenv(name, raising=False)
    folder = tmp_path / "dépôt"
    folder.mkdir()
    run(folder, "init", "-q", ".")
    for number, name in enumerate(("a*.md", "ab.md"), 1):
        (folder / name).write_text(name)
        commit(folder, f"2024-05-0{number}T10:00:00+02:00")
    return folder


def run(folder: Path, *arguments: str) -> str:
    command = ["git", "-c", "maintenance.auto=false", *arguments]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=True)
    return done.stdout.strip()


def last(path: Path) -> git.Commit | None:
    found = git.Repository.containing(path)
    return found.last_commit(path) if found else None


def test_git_gives_back_what_a_file_was(repository: Path) -> None:
    page = repository / "a*.md"
    for text in ("deux", "trois"):
        page.write_text(text)
        commit(repository, "2024-05-03T10:00:00+02:00")
    page.write_text("pas encore noté")
    found = git.Repository.containing(page)
    assert found
    assert [*found.versions(page, 99)] == [b"trois", b"deux", b"a*.md"]
    with pytest.raises(OutputError):
        [*found.versions(page, 3)]


def day(path: Path) -> str:
    commit = last(path)
    return commit.date.isoformat() if commit else ""


def test_git_tells_when_a_page_was_last_changed(repository: Path) -> None:
    assert day(repository / "a*.md") == "2024-05-01T10:00:00+02:00"
    assert day(repository / "ab.md") == day(repository) == "2024-05-02T10:00:00+02:00"
    (repository / "c.md").write_text("c")
    assert not day(repository / "c.md")
    assert not day(repository / "absent" / "d.md")


def test_pages_of_a_folder_of_another_work_tree_of_packed_references(
    repository: Path, tmp_path: Path
) -> None:
    (repository / "textes").mkdir()
    (repository / "textes/c.md").write_text("c")
    commit(repository, "2024-05-03T10:00:00+02:00")
    run(repository, "worktree", "add", "-q", "-b", "autre", str(tmp_path / "autre"))
    run(repository, "pack-refs", "--all")
    run(repository, "gc", "-q")
    (tmp_path / "lien").symlink_to(repository / "textes")
    for page in ("dépôt/textes/c.md", "autre/textes/c.md", "lien/c.md", "dépôt/textes"):
        assert day(tmp_path / page) == "2024-05-03T10:00:00+02:00"
    run(repository, "checkout", "-q", "--detach", "HEAD~1")
    assert day(repository) == "2024-05-02T10:00:00+02:00"


def test_a_repository_without_history_or_of_long_names(tmp_path: Path) -> None:
    run(tmp_path, "init", "-q", "--object-format=sha256", ".")
    (tmp_path / "a.md").write_text("a")
    assert not day(tmp_path / "a.md")
    commit(tmp_path, "2024-05-01T10:00:00+02:00")
    assert day(tmp_path / "a.md") == "2024-05-01T10:00:00+02:00"


def test_git_cannot_tell(
    repository: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    clone = ("clone", "-q", "--depth", "1", repository.as_uri(), "copie")
    run(tmp_path, *clone)
    with pytest.raises(OutputError, match="sans son histoire"):
        last(tmp_path / "copie/ab.md")
    (tmp_path / "hors.md").write_text("x")
    assert last(tmp_path / "hors.md") is None
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(MissingToolError):
        last(repository / "ab.md")


def test_nothing_that_a_repository_names_is_run(repository: Path, tmp_path: Path) -> None:
    """A remote that has what is missing, a monitor, a signature, a pager, a comparison."""
    mark = tmp_path / "lancé"
    program = tmp_path / "programme"
    program.write_text(f"#!/bin/sh\ntouch '{mark}'\nexit 1\n")
    program.chmod(0o755)
    tree = run(repository, "rev-parse", "HEAD^{tree}")
    (repository / ".git/objects" / tree[:2] / tree[2:]).unlink()
    for name, value in {
        "core.repositoryformatversion": "1", "extensions.partialClone": "origin",
        "remote.origin.url": str(repository), "remote.origin.promisor": "true",
        "remote.origin.uploadpack": str(program), "core.sshCommand": str(program),
        "core.fsmonitor": str(program), "core.pager": str(program),
        "core.hooksPath": str(tmp_path), "diff.external": str(program),
        "log.showSignature": "true", "gpg.program": str(program),
    }.items():  # fmt: skip
        run(repository, "config", name, value)
    with pytest.raises(OutputError, match="git"):
        last(repository / "ab.md")
    assert not mark.exists()
    subprocess.run(["git", "log", "-1", "--", "ab.md"], cwd=repository, check=False)
    assert mark.exists(), "this repository is harmless: the test shows nothing"


def test_a_folder_that_looks_like_a_bare_repository_is_none(repository: Path) -> None:
    bare = repository / "content"
    run(repository, "clone", "-q", "--bare", ".", str(bare))
    (bare / "page.md").write_text("x")
    commit(repository, "2024-05-04T10:00:00+02:00")
    assert day(bare / "page.md") == "2024-05-04T10:00:00+02:00"


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("HEAD", "ref: refs/../../secret"),
        ("HEAD", "ref: HEAD"),
        ("HEAD", "n’importe quoi"),
        ("HEAD", "ref: refs/heads/" + "é" * 2000),
        ("commondir", "a" * 3000),
        ("objects/info/alternates", "/dev/zero"),
        ("objects/info/alternates", "-> /dev/zero"),
        ("HEAD", "-> /dev/zero"),
        ("refs/heads/tourne", "ref: refs/heads/tourne"),
    ],
)
def test_odd_repositories_are_told(repository: Path, name: str, text: str) -> None:
    (repository / "secret").write_text("0" * 40)
    if name.startswith("refs"):
        (repository / ".git/HEAD").write_text(f"ref: {name}")
    place = repository / ".git" / name
    if text.startswith("-> "):
        place.unlink(missing_ok=True)
        place.symlink_to(text[3:])
    else:
        place.write_text(text)
    answers = ["", "2024-05-02T10:00:00+02:00"]
    with suppress(OutputError):
        assert day(repository / "ab.md") in answers


def test_dates_of_no_calendar_and_repositories_that_tell_none_are_found(
    project: Path, repository: Path
) -> None:
    """Once for all its texts, and none of them is lost."""
    shutil.copytree(repository / ".git", project / ".git")
    (project / "content/autre.md").write_text("# Autre page\n\nUn texte.\n", "utf-8")
    commit(project, "@299999999999 +0000")
    assert build("--to", "epub") == 0
    log = json.loads((project / "output-rapport/build.json").read_text("utf-8"))
    found = [one for one in log["findings"] if one["code"] == "histoire-illisible"]
    told = [one["message"] for one in found]
    assert len(told) == 1
    assert "date" in told[0]
    assert len(catalogue(project / "output")["publications"]) == 2
