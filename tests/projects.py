"""Small projects, built as users build them; the voice is a hum."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest

from ppun_access.cli import main

PAGE = "# Bonjour à tous\n\nVoici un texte. Il a deux phrases.\n"


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "projet été"
    (folder / "content").mkdir(parents=True)
    (folder / "content" / "a.md").write_text(PAGE, "utf-8")
    monkeypatch.chdir(folder)
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    return folder


def build(*arguments: str) -> int:
    return main(["build", "--voice", "silence", *arguments])


def catalogue(folder: Path) -> Any:
    return json.loads((folder / "catalogue.json").read_text("utf-8"))


def snapshot(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def codes(folder: Path) -> list[str]:
    log = json.loads((folder.with_name("output-rapport") / "build.json").read_text("utf-8"))
    return [finding["code"] for finding in log["findings"]]


def failed(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str]:
    """Run the program, which must fail with a clear error; return its code and words."""
    code = main(list(arguments))
    told = capsys.readouterr().err
    assert re.search(r"Erreur : .+\n  → .+", told), told
    assert "Traceback" not in told
    return code, told
