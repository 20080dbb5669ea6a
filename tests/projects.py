"""Small projects, built as users build them; the voice is a hum."""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
from pathlib import Path
from typing import Any

import pytest

from ppun_access.cli import main

LEGAL = ("contact-absent", "declaration-incomplete", "mentions-incompletes")
UNSAID = ("podcast-absent", "texte-sans-date", *LEGAL)
"""What every project without settings lacks: tests of their own look at it."""
COMPLETE = """
editeur = "Région Exemple"
[accessibilite]
date = "2026-11-25"
schema_pluriannuel = "https://exemple.fr/schema"
plan_action = "https://exemple.fr/plan"
[contact]
service = "la mission accessibilité"
telephone = "03 00 00 00 00"
adresse = "4 square Exemple\\n25000 Besançon"
courriel = "accessibilite@exemple.fr"
[mentions]
directeur = "la Présidente"
hebergeur = "Hébergeur Exemple\\n1 rue du Réseau\\n03 11 11 11 11"
"""
"""All that the law wants to know; sections follow keys, so other keys come before."""
PAGE = "# Bonjour à tous\n\nVoici un texte. Il a des phrases.\n"


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
    """Return the codes of a build's findings.

    Few projects of the tests say who publishes them, where and when: what they lack for
    that is left out, and ``test_podcast.py`` and ``test_around.py`` look at it.
    """
    log = json.loads((folder.with_name("output-rapport") / "build.json").read_text("utf-8"))
    found = [finding["code"] for finding in log["findings"]]
    return [code for code in found if code not in UNSAID]


def failed(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str]:
    """Run the program, which must fail with a clear error; return its code and words."""
    code = main(list(arguments))
    told = capsys.readouterr().err
    assert re.search(r"Erreur : .+\n  → .+", told), told
    assert "Traceback" not in told
    return code, told


def hears_ctrl_c() -> None:
    """Let a program that is about to start be interrupted, wherever the tests were begun.

    What a shell starts in the background ignores it, and so does all that this starts.
    """
    signal.signal(signal.SIGINT, signal.SIG_DFL)


def commit(folder: Path, date: str) -> None:
    """Record a folder as it is in its repository of git, at a given time."""
    names = {"GIT_AUTHOR_DATE": date, "GIT_COMMITTER_DATE": date}
    who = ["-c", "user.name=a", "-c", "user.email=a@exemple.fr", "-c", "commit.gpgsign=no"]
    who += ["-c", "maintenance.auto=false"]  # it would outlive the command
    for arguments in (["add", "-A"], ["commit", "-qm", "x"]):
        command = ["git", *who, *arguments]
        subprocess.run(command, cwd=folder, env={**os.environ, **names}, check=True)
