"""``atelier`` as a person starts it: one a folder, its address kept to that person."""

from __future__ import annotations

import http.client
import os
import signal
import stat
import subprocess
import sys
import time
from pathlib import Path

import pytest
from projects import hears_ctrl_c, project

from ppun_access.cli import main

assert project  # a fixture


def test_a_folder_has_one_atelier_that_ends_at_once(
    project: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Its second start opens the first; Ctrl-C ends it while a page listens to it."""
    opened, browser = tmp_path / "adresses", tmp_path / "navigateur"
    browser.write_text(f'#!/bin/sh\necho "$1" >> "{opened}"\n')
    browser.chmod(0o755)
    environment = {**os.environ, "BROWSER": f"{browser} %s"}
    command = [sys.executable, "-m", "ppun_access.cli", "atelier"]
    with subprocess.Popen(
        [*command, "--no-browser"], stderr=subprocess.PIPE, encoding="utf-8",
        env=environment, preexec_fn=hears_ctrl_c,
    ) as program:  # fmt: skip
        try:
            assert program.stderr
            url = program.stderr.readline().split("adresse ")[1].split()[0]
            folder = tmp_path / "cache" / "ppun-access" / "atelier"
            (kept,) = (p for p in folder.iterdir() if not p.name.startswith("."))
            assert kept.read_text() == url
            assert stat.S_IMODE(kept.stat().st_mode) == 0o600
            done = subprocess.run(
                command, env=environment, capture_output=True, encoding="utf-8", check=True
            )
            assert f"déjà ouvert, à l’adresse {url}" in done.stderr
            while not opened.exists():
                time.sleep(0.05)
            assert opened.read_text().split() == [url]
            port = int(url.split(":")[2].split("/")[0])
            page = http.client.HTTPConnection("127.0.0.1", port, timeout=600)
            page.request("GET", f"/{url.split('/')[3]}/texte/bonjour-a-tous/direct")
            assert page.getresponse().readline().startswith(b"data: ")
        finally:
            program.send_signal(signal.SIGINT)
        rest = program.stderr.read()
    assert program.returncode == 130
    assert "Traceback" not in rest
    assert not kept.exists()
    kept.parent.mkdir()
    kept.write_text("http://127.0.0.1:1/ancienne/")  # what a killed one leaves
    assert main(["atelier", "absent", "--no-browser"]) == 3
    assert "absent" in capsys.readouterr().err
    assert main(["atelier", "content/a.md", "--no-browser"]) == 2
    assert "n’est pas un dossier" in capsys.readouterr().err
    assert main(["atelier", "--port", "70000", "--no-browser"]) == 2
    assert "ancienne" not in capsys.readouterr().err
