"""What Windows has of its own, as far as another system can try it."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from ppun_access.cli import main

PAGES = {
    "ppun.toml": 'titre = "L’été → la Région"\n',
    "content/lexique.toml": '[sigles]\nSIG = "système d’information"\n',
    "content/a.md": """---
date: 2026-03-01
---

# Un été 🎈

Le SIG → deux
lignes.

{% hint style="info" %}
Une note.
{% endhint %}

| A | B |
|---|---|
| un | deux |
""",
    "content/b.html": "<h1>Deux</h1>\n<p>Un\nmot.</p>\n<pre>x\ny</pre>\n",
    "content/c.txt": "Trois\n\nUn paragraphe\nsur deux lignes.\n\n- un\n- deux\n",
    "content/facile/un-ete.md": "# Un été\n\nC’est l’été.\n",
}


def written(folder: Path, line_end: str) -> Path:
    """Write the pages in a folder with spaces and accents; return their place."""
    for name, text in PAGES.items():
        path = folder / "Mes textes été" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text.replace("\n", line_end).encode())
    return folder / "Mes textes été"


def test_the_line_ends_of_windows_change_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    sites = []
    for name, line_end in (("lf", "\n"), ("crlf", "\r\n")):
        place = written(tmp_path / name, line_end)
        out = place / "site"
        asked = ["--to", "html,text,facile", "-o", str(out), "--quiet"]
        assert main(["build", str(place / "content"), *asked]) == 0
        (out / ".ppun-manifest.json").unlink()  # its key has the digests of the sources
        files = (path for path in sorted(out.rglob("*")) if path.is_file())
        sites.append({path.relative_to(out): path.read_bytes() for path in files})
    assert sites[0] == sites[1]
    assert any(path.suffix == ".txt" for path in sites[0])


@pytest.mark.parametrize(
    ("console", "command"),
    [
        ("cp1252", ("build", "content", "--to", "text", "-o", "site")),
        ("cp1252", ("show", "content/a.md", "--to", "text")),
        ("cp850", ("score", "content/a.md")),
    ],
)
def test_a_console_that_lacks_signs(
    tmp_path: Path, console: str, command: tuple[str, ...]
) -> None:
    environment = {
        **os.environ, "PYTHONIOENCODING": console, "PYTHONUTF8": "0",
        "XDG_CACHE_HOME": str(tmp_path / "cache"),
    }  # fmt: skip
    ran = subprocess.run(
        [sys.executable, "-m", "ppun_access", *command],
        cwd=written(tmp_path, "\n"),
        env=environment,
        capture_output=True,
        check=False,
    )
    assert ran.returncode == 0, ran.stderr.decode(console)
    assert b"Traceback" not in ran.stderr
    assert (ran.stdout + ran.stderr).decode(console)
