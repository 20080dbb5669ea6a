"""What a cloned project holds beside ``output`` is never followed, emptied, published."""

from __future__ import annotations

import fcntl
import json
import os
from pathlib import Path

import pytest
from projects import PAGE, build, failed, project, snapshot

from ppun_access.build import Request
from ppun_access.build import build as build_request
from ppun_access.cli import main
from ppun_access.errors import OutputError
from ppun_access.publish.output import publish, work_folder
from ppun_access.publish.unfinished import note_build, recover, unfinished_builds

__all__ = ["project"]
pytestmark = pytest.mark.usefixtures("warm_cache")


@pytest.fixture
def theirs(tmp_path: Path) -> Path:
    """A folder of the user, which no project is about."""
    folder = tmp_path / "à moi"
    folder.mkdir()
    (folder / "secret.txt").write_text("secret")
    return folder


# The lock


@pytest.mark.parametrize("target", ["secret.txt", "absent.txt", "."])
def test_a_lock_that_is_a_link_is_refused_and_not_followed(
    project: Path, theirs: Path, capsys: pytest.CaptureFixture[str], target: str
) -> None:
    (project / ".output.verrou").symlink_to(theirs / target)
    code, told = failed(capsys, "build", "--to", "text")
    assert (code, ".output.verrou n’est pas un fichier de ce programme" in told) == (
        5,
        True,
    )
    assert snapshot(theirs) == {"secret.txt": b"secret"}
    assert not (project / "output").exists()


def test_a_lock_that_is_a_pipe_does_not_hang(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    os.mkfifo(project / ".output.verrou")
    assert failed(capsys, "build", "--to", "text")[0] == 5


def test_a_lock_that_is_a_file_of_the_user_too_is_not_emptied(
    project: Path, theirs: Path
) -> None:
    (project / ".output.verrou").hardlink_to(theirs / "secret.txt")
    assert build("--to", "text") == 0
    assert snapshot(theirs) == {"secret.txt": b"secret"}


def test_a_lock_that_cannot_be_written_is_a_lock_all_the_same(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Somebody else made it, and holds it; root may write anything."""
    lock = project / ".output.verrou"
    lock.write_text("x")
    lock.chmod(0o444)
    with lock.open() as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        code, told = failed(capsys, "build", "--to", "text")
    assert (code, "Une autre construction publie déjà" in told) == (5, True)


# What looks as if a build had left it


def test_a_journal_that_came_with_the_project_moves_nothing(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (project / "mes-photos").mkdir()
    (project / "mes-photos/a.jpg").write_text("à moi")
    (project / ".output.echange").write_text(json.dumps(["mes-photos", "x"]))
    assert build("--to", "text") == 0
    assert snapshot(project / "mes-photos") == {"a.jpg": "à moi".encode()}
    assert "a.jpg" not in snapshot(project / "output")
    told = capsys.readouterr().err
    assert ("fichiers-a-reprendre" in told, ".output.echange" in told) == (True, True)


@pytest.mark.parametrize("kind", ["nouveau", "ancien"])
@pytest.mark.parametrize("linked", [True, False])
def test_notes_that_came_with_the_project_publish_nothing(
    project: Path, theirs: Path, capsys: pytest.CaptureFixture[str], kind: str, linked: bool
) -> None:
    left = project / f".output.{kind}-1"
    if linked:
        left.symlink_to(theirs)
    else:
        theirs.rename(left)
    (project / ".output.repris-1").write_text("{}")
    assert build("--to", "text") == 0
    assert build("--to", "text") == 0
    assert "secret.txt" not in snapshot(project / "output")
    assert snapshot(left) == {"secret.txt": b"secret"}
    told = capsys.readouterr().err
    assert told.count("fichiers-a-reprendre") == 2
    assert f"{left.name}, .output.repris-1" in told


def test_what_is_not_noted_is_not_thrown_away(project: Path) -> None:
    left = project / ".output.atelier-1"
    left.mkdir()
    (left / "a.txt").write_text("à moi")
    assert build("--to", "text") == 0
    assert (left / "a.txt").read_text() == "à moi"


def test_nothing_is_made_under_a_name_that_others_can_guess(
    project: Path, theirs: Path
) -> None:
    for kind in ("atelier", "nouveau", "ancien"):
        (project / f".output.{kind}-{os.getpid()}").symlink_to(theirs)
    seen = set[str]()
    for _ in range(2):
        with work_folder(project / "output") as place:
            (place / "a.txt").write_text("a")
            seen.add(place.name)
    assert len(seen) == 2
    assert build("--to", "text") == 0
    assert snapshot(theirs) == {"secret.txt": b"secret"}
    assert [path.name for path in theirs.iterdir()] == ["secret.txt"]


def test_a_link_in_the_place_of_what_a_build_made_is_not_followed(
    tmp_path: Path, theirs: Path
) -> None:
    """Somebody who may write there knows the name, after a crash."""
    one = note_build(tmp_path / "site")
    one.write_note({})
    one.old.symlink_to(theirs)
    one.new.symlink_to(theirs)
    recover(tmp_path / "site")
    assert not (tmp_path / "site").exists()
    assert snapshot(theirs) == {"secret.txt": b"secret"}


# Where it is noted


@pytest.mark.parametrize(
    "case", ["", "relatif", "{project}/etat", "{tmp}/ouvert", "{tmp}/lien", "{tmp}/fichier"]
)
def test_what_is_noted_is_where_no_clone_can_put_it(
    project: Path, tmp_path: Path, theirs: Path, monkeypatch: pytest.MonkeyPatch, case: str
) -> None:
    """A state folder that is none, or not private, gives way to a private one."""
    (tmp_path / "ouvert/ppun-access").mkdir(parents=True)
    (tmp_path / "ouvert/ppun-access").chmod(0o755)
    (tmp_path / "lien").mkdir()
    (tmp_path / "lien/ppun-access").symlink_to(theirs)
    (tmp_path / "fichier").write_text("x")
    monkeypatch.setenv("HOME", "/dev/null/personne")
    monkeypatch.setenv("XDG_STATE_HOME", case.format(project=project, tmp=tmp_path))
    one = note_build(project / "output")
    assert not one.note.is_relative_to(tmp_path)
    assert one.note.parent.stat().st_mode & 0o777 == 0o700
    assert list(unfinished_builds(project / "output")) == [one]
    one.finish()
    assert not one.note.exists()
    assert snapshot(theirs) == {"secret.txt": b"secret"}
    assert build("--to", "text") == 0


def test_a_state_folder_is_made_private(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "a/b"))
    one = note_build(tmp_path / "projet/site")
    assert one.note.parent == tmp_path / "a/b/ppun-access"
    assert one.note.parent.stat().st_mode & 0o777 == 0o700
    one.finish()


# While a build writes


@pytest.mark.parametrize("by", ["link", "folder"])
@pytest.mark.parametrize("there", [True, False])
def test_a_folder_that_is_replaced_during_a_build_is_refused(
    project: Path, theirs: Path, by: str, there: bool
) -> None:
    out = project / "output"
    if there:
        assert build("--to", "text") == 0
    (project / "content/a.md").write_text(PAGE.replace("des", "les"), "utf-8")

    def replaced(phase: str, done: int, total: int, what: str = "") -> None:
        if phase == "Formats" and done == 0:
            if out.is_dir() and not out.is_symlink():
                out.rename(project / f"avant-{total}")
            if by == "link" and not out.exists():
                out.symlink_to(theirs)
            elif not out.exists():
                out.mkdir()

    request = Request((project / "content",), Path("output"), ("text",))
    with pytest.raises(OutputError, match="remplacé par un autre ou par un lien"):
        build_request(request, replaced)
    assert snapshot(theirs) == {"secret.txt": b"secret"}
    assert snapshot(out) == ({"secret.txt": b"secret"} if by == "link" else {})
    assert [path.name for path in project.glob(".output*")] == []


def test_a_folder_around_it_that_is_replaced_is_refused(
    tmp_path: Path, theirs: Path
) -> None:
    out = tmp_path / "public/site"
    publish({"a.txt": b"a", "b.txt": b"b"}, out, key="1", formats=())

    def replaced(path: str) -> None:
        if path == "b.txt":
            out.parent.rename(tmp_path / "avant")
            out.parent.symlink_to(theirs)

    with pytest.raises(OutputError):
        publish({"a.txt": b"x", "b.txt": b"b"}, out, key="2", formats=(), on_file=replaced)
    assert snapshot(theirs) == {"secret.txt": b"secret"}
    assert (tmp_path / "avant/site/a.txt").read_bytes() == b"a"


# A link in the place of the output


@pytest.mark.parametrize(
    ("command", "names"),
    [
        (("build", "--to", "text"), ("output", "output-rapport")),
        (("build", "--to", "text", "-o", "memory://espace/site"), ("site",)),
        (("check",), ("output", "output-rapport")),
        (("serve",), ("output",)),
        (("watch", "--host", "192.0.2.1"), ("output",)),
        (("facile", "sheet", "a"), ("output", "output-rapport")),
    ],
)
def test_a_link_out_of_the_project_is_not_followed_unless_typed(
    project: Path,
    theirs: Path,
    capsys: pytest.CaptureFixture[str],
    command: tuple[str, ...],
    names: tuple[str, ...],
) -> None:
    for name in names:
        (project / name).symlink_to(theirs)
        code, told = failed(capsys, *command)
        assert (code, f"{name} est un lien qui mène hors du projet" in told) == (2, True)
        (project / name).unlink()
        assert sorted(path.name for path in project.iterdir()) == ["content"]
    assert snapshot(theirs) == {"secret.txt": b"secret"}


def test_a_link_is_followed_when_typed_or_inside_the_project(
    project: Path, theirs: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("ppun_access.commands.check.EXTERNAL", ())
    (project / "output").symlink_to(theirs)
    assert build("--to", "text", "-o", "output") == 0
    assert {"secret.txt", "catalogue.json"} <= {*snapshot(theirs)}
    assert main(["check", "output"]) == 0
    (project / "output").unlink()
    (project / "site").mkdir()
    (project / "output").symlink_to("site")
    assert build("--to", "text") == 0
    assert (project / "site/catalogue.json").is_file()
    assert main(["check"]) == 0
