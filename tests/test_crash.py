"""Killed, doubled, out of disk: what is published is always one whole build."""

from __future__ import annotations

import errno
import os
import shutil
import subprocess
import sys
from itertools import count
from pathlib import Path

import pytest
from crashes import child, ended, killed_at
from projects import build, failed, project, snapshot

from ppun_access.cli import main
from ppun_access.errors import OutputError
from ppun_access.publish import exchange as exchanging
from ppun_access.publish.build_lock import build_lock
from ppun_access.publish.exchange import exchange
from ppun_access.publish.foreign import carry_over
from ppun_access.publish.manifest import MANIFEST, Manifest, as_json
from ppun_access.publish.output import publish
from ppun_access.publish.unfinished import (
    UnfinishedBuild,
    note_build,
    recover,
    unfinished_builds,
)

__all__ = ["project"]

SCRIPT = Path(__file__).with_name("crashes.py")


def broken(folder: Path, *kinds: str) -> str:
    """Return what went wrong in builds that were broken: « kill=8 » is eight of a kind."""
    command = [sys.executable, SCRIPT, folder / "site", "7", *kinds]
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout


def test_a_broken_build_leaves_the_old_one_or_the_new(tmp_path: Path) -> None:
    kinds = ("kill=2", "rename=2", "late=2", "double=1", "full=1", "limit=1")
    assert broken(tmp_path, *kinds) == ""


@pytest.mark.long
@pytest.mark.parametrize(
    "kind", ["kill=50", "rename=50", "late=50", "double=20", "full=10", "limit=10"]
)
def test_many_broken_builds(tmp_path: Path, kind: str) -> None:
    assert broken(tmp_path, kind) == ""


# Two folders change places


def begun(place: Path) -> UnfinishedBuild:
    """Return a build that is about to exchange the new folder and the published one."""
    shutil.rmtree(place, ignore_errors=True)
    one = note_build(place / "site")
    for folder, name in ((one.out, "ancien"), (one.new, "nouveau")):
        (folder / "sous").mkdir(parents=True)
        (folder / f"sous/{name}.txt").write_text(name)
        content = as_json(Manifest("", (), {f"sous/{name}.txt": ""}))
        (folder / MANIFEST).write_bytes(content)
    one.write_note({})
    return one


@pytest.mark.parametrize("in_one_call", [True, False])
def test_folders_are_exchanged_whole_wherever_the_machine_stops(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, in_one_call: bool
) -> None:
    if not in_one_call:
        monkeypatch.setattr(exchanging, "swap", lambda new, out: False)
    seen = set[str]()
    for place in count():
        one = begun(tmp_path / "x")

        def work(one: UnfinishedBuild = one) -> int:
            exchange(one.new, one.out, one.old)
            return 0

        code = ended(child(killed_at(place), work))
        recover(one.out)
        assert [path.name for path in one.out.parent.iterdir()] == ["site"]
        assert list(unfinished_builds(one.out)) == []
        (_, (name, content)) = snapshot(one.out).items()
        assert name == f"sous/{content.decode()}.txt"
        seen.add(content.decode())
        if code == 0:
            break
    assert content == b"nouveau"
    assert seen == ({"nouveau"} if in_one_call else {"ancien", "nouveau"})


def test_the_system_exchanges_in_one_call_or_says_that_it_cannot(tmp_path: Path) -> None:
    one = begun(tmp_path / "x")
    done = exchanging.swap(one.new, one.out)
    assert [*snapshot(one.out)][1] == ("sous/nouveau.txt" if done else "sous/ancien.txt")
    if done:
        with pytest.raises(OSError, match="No such file"):
            exchanging.swap(tmp_path / "nulle part", one.out)


def test_a_folder_that_cannot_be_put_back_stops_the_build(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    one = begun(tmp_path / "x")
    one.out.rename(one.old)

    def refused(path: Path, target: Path) -> Path:
        raise OSError(errno.EBUSY, "busy")

    with monkeypatch.context() as patch:
        patch.setattr(Path, "rename", refused)
        with pytest.raises(OutputError, match="ne peut pas être remis"):
            recover(one.out)
    recover(one.out)
    assert [path.name for path in one.out.parent.iterdir()] == ["site"]
    assert [*snapshot(one.out)][1] == "sous/nouveau.txt"


def test_files_of_others_outlive_a_build_that_somebody_else_followed(
    tmp_path: Path,
) -> None:
    """Killed between two renames; then another user, who knows nothing of it, builds."""
    one = begun(tmp_path / "x")
    (one.out / "notes.txt").write_text("à garder")
    one.write_note(carry_over(one.out, one.new))
    one.out.rename(one.old)
    publish({"a.txt": b"a"}, one.out, key="1", formats=())
    recover(one.out)
    assert {*snapshot(one.out)} == {MANIFEST, "a.txt", "notes.txt"}
    assert [path.name for path in one.out.parent.iterdir()] == ["site"]


def test_what_another_user_had_published_is_taken_away(tmp_path: Path) -> None:
    """The old content is theirs; a note that was cut leaves nothing either."""
    one = begun(tmp_path / "x")
    if os.geteuid() == 0:
        os.chown(one.new, 12345, 12345)
    one.note.with_suffix(".ecriture").write_text("{")
    recover(one.out)
    assert [path.name for path in one.out.parent.iterdir()] == ["site"]
    assert not [*one.note.parent.glob(f"{one.note.stem}*")]


# One build at a time


def test_the_second_of_two_builds_says_so_at_once(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with build_lock(project / "output") as alone:
        assert alone
        code, told = failed(capsys, "build", "--to", "text")
    assert (code, f"(processus {os.getpid()})" in told) == (5, True)
    assert "Une autre construction publie déjà dans output" in told
    assert [path.name for path in project.iterdir()] == ["content"]
    assert build("--to", "text") == 0


def test_the_lock_of_a_dead_build_blocks_nobody(tmp_path: Path) -> None:
    (tmp_path / ".site.verrou").write_text("999999")
    with build_lock(tmp_path / "site") as alone:
        assert alone
    assert list(tmp_path.iterdir()) == []


def test_a_turn_leaves_no_folder_behind(tmp_path: Path) -> None:
    with build_lock(tmp_path / "a/b/site") as alone:
        assert alone
        (tmp_path / "a/x").mkdir()
    assert [path.name for path in (tmp_path / "a").iterdir()] == ["x"]


def test_without_locks_a_build_goes_on_alone(tmp_path: Path) -> None:
    (tmp_path / "x").write_text("no folder")
    with build_lock(tmp_path / "x/site") as alone:
        assert not alone


# What is written, and what is left alone


@pytest.fixture
def out(tmp_path: Path) -> Path:
    """A folder in which two files are published, and which holds one that is not ours."""
    folder = tmp_path / "site"
    (folder / "notes/vide").mkdir(parents=True)
    (folder / "notes/a.txt").write_text("à moi")
    publish({"a.txt": b"a", "b/b.txt": b"b"}, folder, key="1", formats=())
    return folder


def inodes(out: Path) -> dict[str, int]:
    return {path: (out / path).stat().st_ino for path in snapshot(out)}


def test_only_what_changes_is_written(out: Path) -> None:
    before = inodes(out)
    files = {"a.txt": b"autre", "b/b.txt": b"b", "c.txt": b"c"}
    done = publish(files, out, key="2", formats=())
    assert (done.written, done.removed) == (("a.txt", "c.txt"), ())
    after = inodes(out)
    assert {path for path in before if before[path] != after[path]} == {
        "a.txt", ".ppun-manifest.json",
    }  # fmt: skip
    done = publish({"c.txt": b"c"}, out, key="3", formats=())
    assert (done.written, done.removed) == ((), ("a.txt", "b/b.txt"))
    assert set(snapshot(out)) == {".ppun-manifest.json", "c.txt", "notes/a.txt"}
    assert (out / "notes/vide").is_dir()


def test_what_waits_on_the_disk_is_moved_and_nothing_else(out: Path) -> None:
    place, cached = out.with_name("place"), out.with_name("cache.bin")
    (place / "d").mkdir(parents=True)
    (place / "a.txt").write_bytes(b"a")
    (place / "d/d.txt").write_bytes(b"d")
    cached.write_bytes(b"e")
    files = {"a.txt": place / "a.txt", "d/d.txt": place / "d/d.txt", "e.txt": cached}
    before = inodes(out)
    done = publish(files, out, key="2", formats=(), place=place)
    assert (done.written, done.removed) == (("d/d.txt", "e.txt"), ("b/b.txt",))
    assert inodes(out)["a.txt"] == before["a.txt"]
    assert [*snapshot(place)] == ["a.txt"]
    assert cached.read_bytes() == (out / "e.txt").read_bytes() == b"e"
    assert (out / "d/d.txt").read_bytes() == b"d"


def test_what_somebody_spoilt_is_written_again(out: Path) -> None:
    (out / "a.txt").write_text("abîmé")
    (out / "b/b.txt").unlink()
    done = publish({"a.txt": b"a", "b/b.txt": b"b"}, out, key="1", formats=())
    assert done.written == ("a.txt", "b/b.txt")
    assert (out / "a.txt").read_bytes() == b"a"


def test_a_disk_without_links_is_written_whole(
    out: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refused(*args: object, **options: object) -> None:
        raise OSError(errno.EPERM, "Operation not permitted")

    monkeypatch.setattr(os, "link", refused)
    before = snapshot(out)
    done = publish({"a.txt": b"a", "b/b.txt": b"b"}, out, key="1", formats=())
    assert done.written == ("a.txt", "b/b.txt")
    assert snapshot(out) == before


def test_rights_and_dates_of_what_is_not_ours_are_kept(out: Path) -> None:
    notes, inode = out / "notes", (out / "notes/a.txt").stat().st_ino
    os.utime(notes, (1e9, 1e9))
    notes.chmod(0o750)
    out.chmod(0o775)
    publish({"a.txt": b"autre"}, out, key="2", formats=())
    assert (notes.stat().st_mode & 0o777, notes.stat().st_mtime) == (0o750, 1e9)
    assert out.stat().st_mode & 0o777 == 0o775
    assert (notes / "a.txt").stat().st_ino == inode


@pytest.mark.parametrize("in_one_call", [True, False])
def test_what_somebody_writes_during_a_build_is_kept(
    out: Path, monkeypatch: pytest.MonkeyPatch, in_one_call: bool
) -> None:
    real = exchanging.swap

    def meanwhile(new: Path, published: Path) -> bool:
        (published / "neuf").mkdir()
        (published / "neuf/b.txt").write_text("neuf")
        (published / "notes/a.txt").unlink()
        (published / "notes/a.txt").write_text("pendant")
        return in_one_call and real(new, published)

    monkeypatch.setattr(exchanging, "swap", meanwhile)
    publish({"a.txt": b"autre"}, out, key="2", formats=())
    found = snapshot(out)
    assert (found["notes/a.txt"], found["neuf/b.txt"]) == (b"pendant", b"neuf")
    assert [path.name for path in out.parent.iterdir()] == ["site"]


def test_what_came_late_and_has_no_place_is_kept_and_told(
    project: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """A file of somebody arrives where a new one of ours goes: both are kept."""
    assert build("--to", "text") == 0
    real, late = exchanging.swap, "bonjour/bonjour.txt"

    def meanwhile(new: Path, published: Path) -> bool:
        (published / "bonjour").mkdir()
        (published / late).write_text("à moi")
        return real(new, published)

    (project / "content/a.md").write_text("# Bonjour\n\nUn autre texte.\n", "utf-8")
    with monkeypatch.context() as patch:
        patch.setattr(exchanging, "swap", meanwhile)
        assert build("--to", "text") == 0
    for _ in range(2):  # the next build tells it too, though it has nothing to do
        told = capsys.readouterr().err
        assert "fichiers-a-reprendre" in told
        assert late in told
        (kept,) = project.glob(".output.nouveau-*")
        assert (kept / late).read_text() == "à moi"
        assert (project / "output" / late).read_text("utf-8-sig").startswith("Bonjour")
        assert build("--to", "text") == 0
    shutil.rmtree(kept)
    capsys.readouterr()
    assert build("--to", "text") == 0
    assert "fichiers-a-reprendre" not in capsys.readouterr().err
    assert list(project.glob(".output*")) == []


def test_what_cannot_be_carried_over_is_not_removed(
    out: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = exchanging.swap

    def full(*args: object, **options: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    def meanwhile(new: Path, published: Path) -> bool:
        (published / "tard.txt").write_text("tard")
        monkeypatch.setattr(os, "link", full)
        monkeypatch.setattr(shutil, "copy2", full)
        monkeypatch.setattr(os, "replace", full)
        return real(new, published)

    with monkeypatch.context() as patch:
        patch.setattr(exchanging, "swap", meanwhile)
        publish({"a.txt": b"autre"}, out, key="2", formats=())
    (kept,) = out.parent.glob(".site.nouveau-*")
    assert (kept / "tard.txt").read_text() == "tard"
    monkeypatch.undo()
    recover(out)
    assert (out / "tard.txt").read_text() == "tard"
    assert [path.name for path in out.parent.iterdir()] == ["site"]


@pytest.mark.long
def test_what_somebody_removed_after_a_crash_does_not_come_back(out: Path) -> None:
    def work() -> int:
        publish({"a.txt": b"autre"}, out, key="2", formats=())
        return 0

    for place in count():
        (out / "notes").mkdir(exist_ok=True)
        (out / "notes/a.txt").write_text("à moi")
        code = ended(child(killed_at(place), work))
        (out / "notes/a.txt").unlink()
        recover(out)
        assert [path.name for path in out.parent.iterdir()] == ["site"]
        assert {*snapshot(out)} <= {"a.txt", "b/b.txt", ".ppun-manifest.json"}
        if code == 0:
            break


@pytest.mark.parametrize("in_one_call", [True, False])
def test_all_is_on_the_disk_before_the_exchange(
    out: Path, monkeypatch: pytest.MonkeyPatch, in_one_call: bool
) -> None:
    """What a power cut would lose is synced first: files, folders, note."""
    real, rename, synced = exchanging.swap, Path.rename, list[tuple[int, int]]()
    seen = list[tuple[set[str], set[str]]]()

    def sync(handle: int) -> None:
        found = os.fstat(handle)
        synced.append((found.st_dev, found.st_ino))

    def is_synced(path: Path) -> bool:
        return (path.stat().st_dev, path.stat().st_ino) in synced

    def exchanging_now() -> None:
        (one,) = unfinished_builds(out)
        told = {one.note, one.note.parent}
        wanted = {one.new, *told, *one.new.rglob("*")} - {one.new / "notes/a.txt"}
        seen.append(({*map(str, wanted)}, {str(p) for p in wanted if is_synced(p)}))
        synced.clear()

    def exchanged(new: Path, published: Path) -> bool:
        if in_one_call:
            exchanging_now()
        return in_one_call and real(new, published)

    def renamed(path: Path, target: Path) -> Path:
        if path == out:
            exchanging_now()
        return rename(path, target)

    monkeypatch.setattr(os, "fsync", sync)
    monkeypatch.setattr(exchanging, "swap", exchanged)
    monkeypatch.setattr(Path, "rename", renamed)
    publish({"a.txt": b"autre", "d/e/f.txt": b"f"}, out, key="2", formats=())
    ((wanted, done),) = seen
    assert {path for path in wanted if path.endswith("d/e/f.txt")}
    assert wanted == done
    assert is_synced(out.parent)


@pytest.mark.parametrize("content", [b"", b"{", b'{"key": "x"}', b"[]"])
def test_a_damaged_manifest_is_named(
    project: Path, capsys: pytest.CaptureFixture[str], content: bytes
) -> None:
    assert build("--to", "text") == 0
    (project / "output/.ppun-manifest.json").write_bytes(content)
    before = snapshot(project / "output")
    code, told = failed(capsys, "build", "--to", "text")
    assert (code, "ne vient pas de ce programme" in told) == (5, False)
    assert ".ppun-manifest.json, est abîmée" in told
    assert "Donnez un autre nom au dossier output" in told
    assert snapshot(project / "output") == before
    assert main(["check", "output"]) == 1
    assert ".ppun-manifest.json est abîmé" in "".join(capsys.readouterr())
    (project / "output").rename(project / "avant")
    assert build("--to", "text") == 0


def test_a_report_that_a_crash_left_behind_is_made_again(
    project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The site is new, the report is not: the next build does not say that all is done."""
    build("--to", "text")

    def killed(*args: object, **options: object) -> None:
        raise KeyboardInterrupt

    (project / "content/a.md").write_text("# Bonjour à tous\n\n![](absente.png)\n", "utf-8")
    with monkeypatch.context() as patch:
        patch.setattr("ppun_access.build.order.write_report", killed)
        assert build("--to", "text") == 130
    report = project / "output-rapport/build.json"
    assert "image-absente" not in report.read_text("utf-8")
    assert build("--to", "text") == 0
    assert "image-absente" in report.read_text("utf-8")
