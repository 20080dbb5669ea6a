"""Where nothing can be published is told before any work, with what to do."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest
from projects import project

from ppun_access.build.context import report_folder
from ppun_access.cli import main
from ppun_access.runtime import disk

__all__ = ["project"]


def told(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str]:
    code = main([*arguments])
    return code, capsys.readouterr().err


@pytest.mark.parametrize(
    ("out", "words"),
    [
        ("/", "c’est la racine d’un disque"),
        ("//", "c’est la racine d’un disque"),
        ("content/../../../../../../../../../../../..", "c’est la racine d’un disque"),
        ("", "-o : le nom du dossier est vide"),
        (" ", "-o : le nom du dossier est vide"),
        (".", "contient les sources"),
        ("..", "contient les sources"),
        ("content/.", "contient les sources"),
        ("rond", "ce lien tourne en rond"),
        ("racine", "c’est la racine d’un disque"),
    ],
)
@pytest.mark.parametrize("command", ["build", "watch"])
def test_an_odd_place(
    project: Path, capsys: pytest.CaptureFixture[str], command: str, out: str, words: str
) -> None:
    (project / "rond").symlink_to("rond")
    (project / "racine").symlink_to("/")
    code, message = told(capsys, command, "content", "-o", out)
    assert (code, words in message) == (2, True), message
    assert "→" in message


def test_the_root_has_no_name_that_could_be_changed() -> None:
    assert report_folder(Path("/")) == Path("/-rapport")


@pytest.fixture
def mounted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return the folder of a project where « le site » is told to be a mount point."""
    folder = tmp_path / "le site"
    folder.mkdir()
    written = os.fsencode(folder).replace(b" ", rb"\040")
    lines = b"22 1 8:1 / / rw - ext4 /dev/sda1 rw\n", b"36 22 8:1 /s %s rw - ext4 x rw\n"
    (tmp_path / "mountinfo").write_bytes(b"".join(lines) % written)
    monkeypatch.setattr(disk, "MOUNTS", tmp_path / "mountinfo")
    return folder


def test_without_a_list_the_system_tells_what_is_mounted(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(disk, "MOUNTS", tmp_path / "nulle-part")
    assert disk.is_mount(Path("/"))
    assert not disk.is_mount(tmp_path)


@pytest.mark.usefixtures("warm_cache")
def test_a_site_that_is_a_mount_point_is_refused_before_any_work(
    project: Path, capsys: pytest.CaptureFixture[str], mounted: Path
) -> None:
    code, message = told(capsys, "build", "--to", "text", "-o", str(mounted))
    assert code == 2
    assert f"« -o {mounted / 'site'} »" in message
    assert "place" not in message
    assert list(mounted.iterdir()) == []
    assert main(["build", "--to", "text", "-o", str(mounted / "site")]) == 0


@pytest.mark.skipif(sys.platform != "linux", reason="no /proc elsewhere")
@pytest.mark.parametrize(
    "arguments",
    [
        ("build", "content", "-o", "/proc/site"),
        ("build", "content", "-o", "/proc/nouveau/site"),
        ("speak", "content/a.md", "-o", "/proc/a.wav"),
        ("speak", "content/a.md", "-o", "a.wav", "--cues", "/proc/a.vtt"),
    ],
)
def test_a_place_that_takes_nothing_is_told_before_any_work(
    project: Path, capsys: pytest.CaptureFixture[str], arguments: tuple[str, ...]
) -> None:
    before = sorted(project.rglob("*"))
    code, message = told(capsys, *arguments, "--voice", "silence")
    assert (code, "vous n’en avez pas le droit" in message) == (5, True), message
    assert "…" not in message, "a stage was begun"
    assert sorted(project.rglob("*")) == before


def test_folders_that_speak_makes_are_told(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    speak = "speak", "content/a.md", "--voice", "silence", "-o", "sons/essai/a.wav"
    assert told(capsys, *speak)[1].endswith(
        "Le dossier sons/essai n’existait pas : il a été créé.\n"
    )
    assert (project / "sons/essai/a.wav").is_file()
    assert "créé" not in told(capsys, *speak)[1]
