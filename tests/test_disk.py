"""Files that we make: who may read them, and what may stand where they must go."""

from __future__ import annotations

import errno
import json
import os
import subprocess
import sys
import tracemalloc
from pathlib import Path

import pytest
from projects import build, project

from ppun_access.cli import main
from ppun_access.errors import OutputError, UnwrittenError
from ppun_access.runtime.cache import Cache, cache_key, default_root, entries, stale_files
from ppun_access.runtime.disk import (
    UMASK,
    json_file,
    move,
    remove_partial_files,
    remove_path,
    write_atomically,
    write_private,
)

__all__ = ["project"]

WRITE = """
import json, sys
from pathlib import Path
from ppun_access.runtime.cache import Cache
from ppun_access.runtime.disk import write_atomically
folder = Path(sys.argv[1])
seen = []
def make(path):
    path.write_bytes(b"x")
    seen.append(path.stat().st_mode & 0o777)
cache = Cache(folder / "cache")
write_atomically(folder / "a", b"x")
made = [folder / "a", cache.write("b-" + 64 * "b", b"x"), cache.file("c-" + 64 * "c", make)]
print(json.dumps([seen, [path.stat().st_mode & 0o777 for path in made]]))
"""


def test_a_json_file_is_made_a_part_at_a_time() -> None:
    values = [
        {"titre": f"L’édito {n}", "rang": n, "files": ["a", None]} for n in range(9999)
    ]
    whole = json.dumps(values, ensure_ascii=False, indent=1) + "\n"
    tracemalloc.start()
    content = json_file(values)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert content == whole.encode()
    assert peak < 1.5 * len(content)


def test_a_json_file_says_what_cannot_be_encoded_as_it_is_asked() -> None:
    assert json_file([1j], plain=str) == b'[\n "1j"\n]\n'
    assert json_file(["a\ud800"], "replace") == b'[\n "a?"\n]\n'
    with pytest.raises(UnicodeEncodeError):
        json_file(["a\ud800"])


@pytest.mark.parametrize(("umask", "rights"), [(0o077, 0o600), (0o022, 0o644)])
def test_files_follow_the_umask_once_they_are_whole(
    tmp_path: Path, umask: int, rights: int
) -> None:
    told = subprocess.run(
        [sys.executable, "-c", WRITE, tmp_path],
        umask=umask, check=True, capture_output=True, text=True,
    ).stdout  # fmt: skip
    assert json.loads(told) == [[0o600], [rights] * 3]


def test_writing_leaves_the_umask_to_the_other_threads(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def changed(mask: int) -> int:
        raise AssertionError("another thread makes a file that all may write")

    monkeypatch.setattr(os, "umask", changed)
    write_atomically(tmp_path / "a", b"x")
    Cache(tmp_path).write(cache_key("speech", "1", "a"), b"x")
    assert (tmp_path / "a").read_bytes() == b"x"


@pytest.mark.parametrize("suffix", ["", ".sha256"])
def test_a_folder_in_the_place_of_an_entry_is_a_spoilt_entry(
    project: Path, capsys: pytest.CaptureFixture[str], suffix: str
) -> None:
    def spoil() -> None:
        for entry in list(entries(default_root())):
            path = entry.path.with_name(entry.path.name + suffix)
            remove_path(path)
            (path / "dedans").mkdir(parents=True)

    assert build("--to", "text,cover") == 0
    spoil()
    (project / "content/a.md").write_text("# Bonjour à tous\n\nUn autre texte.\n", "utf-8")
    assert build("--to", "text,cover", "--explain") == 0
    assert "abîmé" in capsys.readouterr().err
    spoil()
    assert main(["cache", "verify"]) == 0
    assert "0\xa0fichier intact" in capsys.readouterr().out
    assert list(entries(default_root())) == []


def test_a_folder_in_the_place_of_an_entry_is_made_again(tmp_path: Path) -> None:
    cache, key = Cache(tmp_path), cache_key("speech", "1", "a")
    for make in (lambda: cache.write(key, b"x"), lambda: cache.file(key, _x)):
        for path in (
            cache.path(key),
            cache.path(key).with_name(f"{cache.path(key).name}.sha256"),
        ):
            cache.remove(key)
            path.mkdir(parents=True)
            assert cache.read(key) is None
            assert make().read_bytes() == b"x"
            assert cache.read(key) == b"x"
            assert cache.stored(key) == cache.path(key)


def _x(path: Path) -> None:
    path.write_bytes(b"x")


def test_a_stage_is_ascii(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="préparation"):
        cache_key("préparation", "1")


def test_a_system_that_only_knows_ascii_publishes(project: Path) -> None:
    (project / "content/a.md").write_text("# Bonjour à tous\n\nDéjà l’été.\n", "utf-8")
    (project / "content/facile").mkdir()  # no draft: that is slow
    (project / "content/facile/bonjour-a-tous.md").write_text(
        "# Été\n\nLe texte.\n", "utf-8"
    )
    plain = {"PYTHONUTF8": "0", "LC_ALL": "C", "PYTHONCOERCECLOCALE": "0"}
    done = subprocess.run(
        [sys.executable, "-m", "ppun_access", "build", "--to", "text"],
        env=os.environ | plain, cwd=project, capture_output=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr.decode("utf-8", "replace")
    assert "été" in (project / "output/bonjour-a-tous/bonjour-a-tous.txt").read_text(
        "utf-8"
    )


KILLED = """
import os, sys
from pathlib import Path
from ppun_access.runtime.disk import write_atomically
Path.replace = lambda *names: os._exit(9)
write_atomically(Path(sys.argv[1]), b"x")
"""


def kill_while_writing(path: Path) -> None:
    """Leave what a program leaves that is killed while it writes a file."""
    subprocess.run([sys.executable, "-c", KILLED, path], check=False)


def test_what_waits_is_moved_with_the_rights_of_the_umask(tmp_path: Path) -> None:
    waiting, path = tmp_path / "place/a.html", tmp_path / "report/a.html"
    write_private(waiting, b"new")
    waiting.chmod(0o600)
    write_atomically(path, b"old")
    file = waiting.stat().st_ino
    move(waiting, path)
    assert (path.read_bytes(), path.stat().st_ino) == (b"new", file)
    assert path.stat().st_mode & 0o777 == 0o666 & ~UMASK
    assert not waiting.exists()


@pytest.mark.skipif(
    sys.platform == "win32", reason="Windows n’a pas de groupes de fichiers"
)
def test_what_waits_takes_the_rights_that_a_folder_gives(tmp_path: Path) -> None:
    waiting, report = tmp_path / "a", tmp_path / "report"
    write_private(waiting, b"new")
    file = waiting.stat().st_ino
    report.mkdir()
    report.chmod(0o2775)
    move(waiting, report / "a")
    assert (report / "a").read_bytes() == b"new"
    assert (report / "a").stat().st_ino != file, "made there, not moved there"


def test_what_no_longer_waits_is_told(tmp_path: Path) -> None:
    with pytest.raises(UnwrittenError) as raised:
        move(tmp_path / "gone", tmp_path / "report/a")
    assert str(tmp_path / "report/a") in str(raised.value)


def test_what_waits_is_copied_to_another_disk(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    waiting, path, replace = tmp_path / "a", tmp_path / "report/a", Path.replace

    def refused(one: Path, target: Path) -> Path:
        if one == waiting:
            raise OSError(errno.EXDEV, "another disk")
        return replace(one, target)

    write_private(waiting, b"new")
    monkeypatch.setattr(Path, "replace", refused)
    move(waiting, path)
    assert path.read_bytes() == b"new"
    assert [*path.parent.iterdir()] == [path]


def test_what_waits_and_has_no_place_is_an_error(tmp_path: Path) -> None:
    waiting, path = tmp_path / "a", tmp_path / "report/a"
    write_private(waiting, b"new")
    path.mkdir(parents=True)
    with pytest.raises(OutputError):
        move(waiting, path)
    assert waiting.read_bytes() == b"new"


def test_what_is_half_written_is_swept_and_nothing_else(tmp_path: Path) -> None:
    kill_while_writing(tmp_path / "brouillons/a.md")
    kill_while_writing(tmp_path / "b.html")
    for name in ("tmpab12cd34", "a.tmp", ".ppun-notes", "brouillons/.ppun-ecriture-"):
        (tmp_path / name).write_text("x")
    (tmp_path / ".ppun-ecriture-dossier.tmp").mkdir()
    before = set(tmp_path.rglob("*"))
    remove_partial_files(tmp_path)
    gone = before - set(tmp_path.rglob("*"))
    assert sorted(path.parent.name for path in gone) == ["brouillons", tmp_path.name]
    assert all(path.suffix == ".tmp" for path in gone)


@pytest.mark.usefixtures("warm_cache")
def test_a_build_takes_away_what_a_killed_one_left_in_the_report(project: Path) -> None:
    folder = project / "output-rapport"
    kill_while_writing(folder / "brouillons/a.md")
    (left,) = (folder / "brouillons").iterdir()
    assert build("--to", "text") == 0
    assert not left.exists()
    assert (folder / "index.html").is_file()


def test_the_cache_knows_again_what_is_half_written(tmp_path: Path) -> None:
    key = cache_key("speech", "1", "a")
    kill_while_writing(Cache(tmp_path).path(key))
    (left,) = Cache(tmp_path).path(key).parent.iterdir()
    os.utime(left, (1e9, 1e9))
    assert list(stale_files(tmp_path)) == [left]
