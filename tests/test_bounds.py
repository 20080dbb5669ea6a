"""What a received project may hold under the names that we open: nothing reads for ever.

Each case hung, or took memory until there was none, or ended in a traceback.
"""

from __future__ import annotations

import os
import re
import resource
import signal
import socket
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from projects import PAGE, build, failed, project

from ppun_access.cli import main
from ppun_access.commands.check import check_folder
from ppun_access.publish.manifest import MANIFEST
from ppun_access.runtime.untrusted_files import (
    RefusedFileError,
    digest_regular,
    parse_json,
    parse_toml,
    read_regular,
    read_start,
)

__all__ = ["project"]

GUARD = 120
"""Seconds after which what hangs is said to hang; nothing is measured by it."""


@pytest.fixture(autouse=True)
def bounded() -> Iterator[None]:
    """End a test that would wait for ever, or take all the memory of the machine."""

    def hangs(*_: object) -> None:
        raise AssertionError("it hangs")

    before = resource.getrlimit(resource.RLIMIT_AS)
    handler = signal.signal(signal.SIGALRM, hangs)
    resource.setrlimit(resource.RLIMIT_AS, (8 << 30, before[1]))
    signal.alarm(GUARD)
    yield
    signal.alarm(0)
    signal.signal(signal.SIGALRM, handler)
    resource.setrlimit(resource.RLIMIT_AS, before)


def endless(path: Path) -> None:
    path.symlink_to("/dev/zero")


def sparse(path: Path) -> None:
    with path.open("wb") as file:
        file.truncate(1 << 40)


def listening(path: Path) -> None:
    with socket.socket(socket.AF_UNIX) as one:
        here = Path.cwd()
        os.chdir(path.parent)  # the name of a socket is short
        one.bind(path.name)
        os.chdir(here)


KINDS: dict[str, Callable[[Path], None]] = {
    "device": endless, "pipe": os.mkfifo, "sparse": sparse, "socket": listening,
}  # fmt: skip


@pytest.fixture(params=KINDS)
def bad(request: pytest.FixtureRequest) -> Callable[[Path], None]:
    """Put something that must not be read in a place."""
    make = KINDS[request.param]

    def put(path: Path) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.unlink(missing_ok=True)
        make(path)

    return put


# One way to read


def test_only_regular_files_are_read(tmp_path: Path, bad: Callable[[Path], None]) -> None:
    bad(tmp_path / "x")
    with pytest.raises(RefusedFileError, match=r"ordinaire|trop gros"):
        read_regular(tmp_path / "x", 100)
    with pytest.raises(RefusedFileError, match=r"ordinaire|trop gros"):
        digest_regular(tmp_path / "x")


def test_what_is_read_is_bounded_whatever_its_size(tmp_path: Path) -> None:
    (tmp_path / "x").write_bytes(b"12345")
    assert read_regular(tmp_path / "x", 5) == b"12345"
    assert read_start(tmp_path / "x", 2) == b"12"
    with pytest.raises(RefusedFileError, match="trop gros"):
        read_regular(tmp_path / "x", 4)
    if sys.platform == "linux":  # a regular file that says that it is empty
        with pytest.raises(RefusedFileError, match="trop gros"):
            read_regular(Path("/proc/self/status"), 4)


def test_a_link_is_followed_only_where_one_may_be(tmp_path: Path) -> None:
    (tmp_path / "x").write_bytes(b"12345")
    (tmp_path / "lien").symlink_to("x")
    assert read_regular(tmp_path / "lien", 5) == b"12345"
    with pytest.raises(RefusedFileError, match="lien"):
        read_regular(tmp_path / "lien", 5, links=False)
    with pytest.raises(RefusedFileError, match="dossier"):
        read_regular(tmp_path, 5)


@pytest.mark.parametrize(
    "text",
    [
        "[" * 100_000, '{"a":' * 100_000, "9" * 5_000, "-" + "9" * 400, "NaN", "-Infinity",
        "1e999", r'"\ud800"', '["\udcff"]'.encode("utf-8", "surrogatepass"), b"\xff", "",
    ],
    ids=range(11),
)  # fmt: skip
def test_json_raises_one_error(text: str | bytes) -> None:
    with pytest.raises(ValueError, match=r"\S"):
        parse_json(text)


def test_json_is_read() -> None:
    assert parse_json('\ufeff{"a": [1, -2.5, "é\\ud83d\\ude00"]}'.encode()) == {
        "a": [1, -2.5, "é😀"]
    }


@pytest.mark.parametrize(
    "text",
    [
        "a = " + "[" * 100_000, "a." * 100_000 + "b = 1", "a = " + "{a=" * 100_000,
        "a = " + "9" * 5_000, "a = 2026-13-45", "[" + "a." * 20_000 + "b]", "a = ",
    ],
    ids=range(7),
)  # fmt: skip
def test_toml_raises_one_error(text: str) -> None:
    with pytest.raises(ValueError, match=r"\S"):
        parse_toml(text)


# Every name of a project, and of what a build left


PAGE_OF_ALL = PAGE + (
    '\nVoir [x](x.pdf), [y](y.docx).\n\n![Une image](x.png)\n\n{% include "inclus.md" %}\n'
)
LEFT = (
    "output-rapport/build.json", "output-rapport/historique.json",
    "output-rapport/brouillons/bonjour-a-tous.md", "output-rapport/gitbook/x.md",
    "output-rapport/texte-x.html", ".output.echange",
)  # fmt: skip
"""What a build reads of an older one."""
GIVEN = (
    "content/audio/bonjour-a-tous.wav", "content/lsf/bonjour-a-tous.mp4",
    "content/lsf/bonjour-a-tous.vtt",
    "content/.gitbook/vars.yaml", "content/facile/bonjour-a-tous.md", "content/x.md",
    "content/y.docx", "content/x.pdf", "content/x.png", "content/inclus.md",
)  # fmt: skip
"""What costs itself alone."""
NEEDED = (
    "ppun.toml", "voices/x.toml", "voices/x.onnx", "voices/x.onnx.json",
    "content/lexique.toml", "content/pictos/pictos.toml",
    "content/essais.toml", "content/.gitbook.yaml", "content/SUMMARY.md",
)  # fmt: skip
"""What is as if it were not there, or stops the build with what to do."""


def test_what_is_no_file_costs_itself_alone(
    project: Path, bad: Callable[[Path], None], capsys: pytest.CaptureFixture[str]
) -> None:
    (project / "content/a.md").write_text(PAGE_OF_ALL, "utf-8")
    assert build("--to", "html") == 0
    for name in (*LEFT, *GIVEN):
        bad(project / name)
    code = build("--to", "html")
    assert code in {0, 3}, capsys.readouterr().err  # 3: a page of a terabyte
    assert "Traceback" not in capsys.readouterr().err
    assert (project / "output/bonjour-a-tous/index.html").is_file()


@pytest.mark.parametrize("name", NEEDED)
def test_settings_that_are_no_file_are_told(
    project: Path,
    bad: Callable[[Path], None],
    name: str,
    capsys: pytest.CaptureFixture[str],
) -> None:
    bad(project / name)
    if main(["build", "--to", "text", "--voice", "silence"]):
        assert re.search(
            r"Erreur : .*(ordinaire|trop gros|hors du dossier).+\n  → .+",
            capsys.readouterr().err,
        )


COMMANDS = (
    ("score", "x.md"), ("audit", "x.md"), ("show", "x.html"), ("simplify", "x.md"),
    ("speak", "x.docx", "-o", "x.mp3"), ("build", "x.odt"), ("facile", "import", "x.odt"),
    ("facile", "import", "x.csv"), ("facile", "status", "--source", "x.txt"),
)  # fmt: skip


@pytest.mark.parametrize("arguments", COMMANDS, ids="-".join)
def test_a_file_that_is_given_is_a_file(
    project: Path,
    bad: Callable[[Path], None],
    arguments: tuple[str, ...],
    capsys: pytest.CaptureFixture[str],
) -> None:
    (name,) = (one for one in arguments if one.startswith("x.") and one != "x.mp3")
    bad(project / name)
    code, told = failed(capsys, *arguments)
    assert (code, name in told) == (3, True)


# A published folder


def test_a_published_folder_is_looked_at_whatever_stands_in_it(project: Path) -> None:
    assert build("--to", "html,text,epub,braille,vtt,chapters") == 0
    out = project / "output"
    kept = [MANIFEST, "catalogue.json"]
    kinds = (".html", ".txt", ".epub", ".brf", ".pef", ".vtt", ".json", ".css")
    every = {kind: sorted(p for p in out.rglob(f"*{kind}") if p.name not in kept)
             for kind in kinds}  # fmt: skip
    for make in KINDS.values():
        for paths in every.values():
            paths[0].unlink()
            make(paths[0])
        found = check_folder(out, external=())
        assert {paths[0].relative_to(out).as_posix() for paths in every.values()} <= {
            fault.message.partition(" : ")[0] for fault in found.faults
        }
    for name in reversed(kept):
        (out / name).unlink()
        os.mkfifo(out / name)
        assert "illisible" in check_folder(out, external=()).faults[0].code
    assert main(["build"]) == 5
