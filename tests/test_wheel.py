"""The package, installed without the repository: it has all that it needs."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tarfile
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from ppun_access.commands.aide import SUBJECTS

ROOT = Path(__file__).parents[1]


def run(*arguments: str, cwd: Path, **environment: str) -> str:
    done = subprocess.run(
        [sys.executable, *arguments],
        cwd=cwd,
        env={**os.environ, "SOURCE_DATE_EPOCH": "1700000000", **environment},
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def made(source: Path, out: Path, kind: str, **environment: str) -> Path:
    run("-m", "hatchling", "build", "-t", kind, "-d", str(out), cwd=source, **environment)
    (path,) = (
        p for p in out.iterdir() if p.suffix == (".whl" if kind == "wheel" else ".gz")
    )
    return path


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return made(ROOT, tmp_path_factory.mktemp("wheel"), "wheel")


@pytest.fixture(scope="module")
def program(wheel: Path) -> Iterator[Path]:
    """The program as ``uvx`` and ``pipx`` put it on a machine: alone with what it declares.

    uv takes the locked packages from its cache, else from the network. It is 400 MB: it
    is gone afterwards.
    """
    place, uv = wheel.parent / "env", Path(sys.executable).with_name("uv")
    lock = ROOT / "requirements" / "run.txt"
    ours = ("PYTHONPATH", "VIRTUAL_ENV")
    environment = {
        **{k: v for k, v in os.environ.items() if k not in ours},
        "UV_TOOL_DIR": str(place / "tools"),
        "UV_TOOL_BIN_DIR": str(place / "bin"),
    }
    python = ("--python", sys.executable)
    done = subprocess.run(
        [uv, "--quiet", "--system-certs", "tool", "install", *python,
         "--constraints", str(lock), str(wheel)],
        cwd=wheel.parent, env=environment, capture_output=True, text=True, check=False,
    )  # fmt: skip
    if done.returncode:
        pytest.fail(
            "the wheel cannot be installed in an empty environment: its packages are "
            f"neither in the cache of uv nor on the network\n{done.stderr}"
        )
    yield place / "bin" / "ppun-access"
    shutil.rmtree(place)


def ran(program: Path, *arguments: str, cwd: Path) -> str:
    """Return what the program says in ``cwd``, with an empty home and nothing of ours."""
    home = cwd / "home"
    home.mkdir(exist_ok=True)
    done = subprocess.run(
        [program, *arguments], cwd=cwd, env={"HOME": str(home), "PATH": "/usr/bin:/bin"},
        capture_output=True, text=True, encoding="utf-8", check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@pytest.mark.long
def test_the_source_makes_the_same_wheel_twice(wheel: Path, tmp_path: Path) -> None:
    """From a copy of the repository, through its source distribution: the same bytes."""
    sdist = made(ROOT, tmp_path / "one", "sdist")
    with tarfile.open(sdist) as held:
        held.extractall(tmp_path, filter="data")
    (source,) = tmp_path.glob("ppun_access-*")
    assert made(source, tmp_path / "two", "wheel").read_bytes() == wheel.read_bytes()
    assert made(source, tmp_path / "two", "sdist").read_bytes() == sdist.read_bytes()


def test_the_wheel_holds_what_the_program_reads(wheel: Path) -> None:
    """Whatever git tracks below the package and the voices is in it, and no test is."""
    tracked = subprocess.run(
        ["git", "ls-files", "-z", "src/ppun_access", "voices"],
        cwd=ROOT, capture_output=True, text=True, check=True,
    ).stdout.strip("\0").split("\0")  # fmt: skip
    wanted = {
        path.removeprefix("src/").replace("voices/", "ppun_access/voices/", 1)
        if path.startswith("voices/")
        else path.removeprefix("src/")
        for path in tracked
    }
    held = set(zipfile.ZipFile(wheel).namelist())
    assert wheel.name.endswith("-py3-none-any.whl")
    assert wanted - held == set()
    assert {f"ppun_access/docs/{page}" for page in SUBJECTS.values()} <= held
    assert not [name for name in held if "test" in name]


def test_a_folder_of_markdown_is_published_in_one_command(
    program: Path, tmp_path: Path
) -> None:
    """Templates, tables of words, voices and styles are found, without the repository."""
    (tmp_path / "folder").mkdir()
    (tmp_path / "folder" / "a.md").write_text("# Un\n\nVoici un texte.\n", "utf-8")
    code = "import ppun_access; print(ppun_access.__file__)"
    found = ran(program.resolve().with_name("python"), "-c", code, cwd=tmp_path)
    assert found.startswith(str(program.parent.parent))
    ran(program, "build", "folder", cwd=tmp_path)
    catalogue = json.loads((tmp_path / "output" / "catalogue.json").read_text("utf-8"))
    files = catalogue["publications"][0]["versions"][0]["files"]
    wanted = {"html", "text", "epub", "daisy202", "pdf", "mp3", "opus", "m4b", "vtt", "zip"}
    assert wanted <= {file["format"] for file in files}
    assert (tmp_path / "output-rapport" / "index.html").is_file()
    assert "kokoro-siwis" in ran(program, "voices", cwd=tmp_path)


def test_a_project_is_begun_without_the_repository(program: Path, tmp_path: Path) -> None:
    ran(
        program,
        "init",
        "projet",
        "--titre=T",
        "--editeur=E",
        "--forge=gitlab",
        cwd=tmp_path,
    )
    assert (tmp_path / "projet" / ".gitlab-ci.yml").is_file()
