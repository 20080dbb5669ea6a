"""What Windows has of its own, as far as another system can try it."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path, PurePath, PurePosixPath
from typing import Any
from zipfile import ZipFile

import pytest
from projects import catalogue, project

from ppun_access.cli import main
from ppun_access.runtime.console import transliterated
from ppun_access.site.pages.around import STICK

__all__ = ["project"]

DEVICES = {
    *("aux", "con", "nul", "prn"),
    *(f"{port}{number}" for port in ("com", "lpt") for number in range(1, 10)),
}

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


def printed(place: Path, console: str, *command: str) -> str:
    """Return what a console shows of a command that is asked to print for it."""
    environment = {
        **os.environ, "PYTHONIOENCODING": console, "PYTHONUTF8": "0",
        "XDG_CACHE_HOME": str(place / "cache"),
    }  # fmt: skip
    ran = subprocess.run(
        [sys.executable, "-m", "ppun_access", *command],
        cwd=place,
        env=environment,
        capture_output=True,
        check=False,
    )
    shown = (ran.stdout + ran.stderr).decode(console.partition(":")[0] or "utf-8")
    assert ran.returncode == 0, shown
    assert "Traceback" not in shown
    return shown.replace("\r\n", "\n")


SHOWN = "Un été 🎈\n\nLe SIG → deux lignes\N{NARROW NO-BREAK SPACE}: « ça… »"


def long(*values: str) -> Any:
    return pytest.param(*values, marks=pytest.mark.long)


@pytest.mark.parametrize(
    ("console", "expected"),
    [
        ("cp1252", "Un été ?\n\nLe SIG -> deux lignes : « ça… »"),
        long("cp1252:strict", "Un été ?\n\nLe SIG -> deux lignes : « ça… »"),
        long("cp850", "Un été ?\n\nLe SIG -> deux lignes : « ça... »"),
        ("ascii", "Un ete ?\n\nLe SIG -> deux lignes : << ca... >>"),
        ("utf-8", SHOWN),
        long(
            ":strict", "Un été 🎈\n\nLe SIG → deux lignes\N{NARROW NO-BREAK SPACE}: « ça… »"
        ),
    ],
    ids=lambda value: value.partition("\n")[0],
)
def test_a_console_shows_the_signs_that_it_has_and_others_like_those_it_lacks(
    tmp_path: Path, console: str, expected: str
) -> None:
    text = "# Un été 🎈\n\nLe SIG → deux lignes\N{NARROW NO-BREAK SPACE}: « ça… »\n"
    (tmp_path / "a.md").write_text(text, "utf-8")
    shown = printed(tmp_path, console, "show", "a.md", "--to", "markdown")
    assert expected in shown.replace("\N{NO-BREAK SPACE}", " ")


@pytest.mark.parametrize(
    "console", ["cp1252", pytest.param("cp850", marks=pytest.mark.long)]
)
def test_messages_are_readable_in_an_old_console(tmp_path: Path, console: str) -> None:
    (tmp_path / "facile").mkdir()
    for path in ("a.md", "facile/ete.md"):  # no draft: that is slow
        (tmp_path / path).write_text("# L’été…\n\nUn texte → deux.\n", "utf-8")
    command = ("build", "a.md", "--to", "text", "-o", "site", "--verbose")
    shown = printed(tmp_path, console, *command)
    assert "- L’été" in shown.replace("'", "’")
    assert not {"Ã", "?"} & set(shown)


@pytest.mark.parametrize(
    "sign",
    ["\N{LEFT DOUBLE QUOTATION MARK}", "\N{FULLWIDTH QUOTATION MARK}", "＼", "\u2028"],
)
def test_a_sign_that_is_replaced_stays_in_its_string_of_json(sign: str) -> None:
    assert json.loads(f'"{transliterated(sign)}"') in ("''", "?", " ")


def pages_named(project: Path, *titles: str) -> None:
    for title in titles:
        page = project / f"content/{title.lower()}.md"
        page.write_text(f"# {title}\n\nUn texte.\n", "utf-8")


def stems(names: Iterable[PurePath]) -> set[str]:
    """Return what Windows looks at in names: what stands before the first dot."""
    return {part.lower().partition(".")[0] for name in names for part in name.parts}


def below(out: Path) -> Iterator[PurePath]:
    return (path.relative_to(out) for path in out.rglob("*"))


@pytest.mark.usefixtures("warm_cache", "drafts_without_parser")
def test_no_text_has_the_name_of_a_device(project: Path) -> None:
    names = ("Con", "COM1", "LPT9", "Nul", "Prn", "Com10")
    pages_named(project, "Aux", "Aux-page", "Aux 2", *names)
    assert main(["build", "--to", "text"]) == 0
    found = stems([*below(project / "output"), *below(project / "output-rapport")])
    assert not found & DEVICES
    assert {"aux-2", "aux-page", "con-2", "com1-2", "lpt9-2", "com10"} <= found
    assert len(catalogue(project / "output")["publications"]) == 1 + 3 + len(names)


@pytest.mark.long
@pytest.mark.usefixtures("warm_cache", "drafts_without_parser")
def test_no_folder_of_the_usb_stick_has_the_name_of_a_device(project: Path) -> None:
    pages_named(project, "Aux", "Con")
    assert main(["build", "--voice", "silence", "--to", "html,kit"]) == 0
    with ZipFile(project / "output" / STICK) as stick:
        found = stems(map(PurePosixPath, stick.namelist()))
    assert not found & DEVICES
    assert {"aux-2", "con-2"} <= found
