"""The other commands, run as users run them."""

from __future__ import annotations

import contextlib
import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from ppun_access import __version__
from ppun_access.cli import main
from ppun_access.formats import FORMATS, GROUPS
from ppun_access.tools import ffmpeg

TWO = """
{% tabs %}
{% tab title="L'édito de A" %}
Un texte. Il compte 3.500 mots.
{% endtab %}
{% tab title="L'édito de B" %}
Un autre texte.
{% endtab %}
{% endtabs %}
"""
ENGLISH = re.compile(
    r"\b(usage:|positional|optional|options:|arguments:|show this|error|invalid|required"
    r"|default)\b",
    re.I,
)


@pytest.fixture
def page(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    path = tmp_path / "page.md"
    path.write_text("# Titre\n\nUn texte court. Moins de 3.500 mots.\n", "utf-8")
    (tmp_path / "deux.md").write_text(TWO, "utf-8")
    return path


def run(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str, str]:
    code = main(list(arguments))
    told = capsys.readouterr()
    return code, told.out, told.err


@pytest.mark.parametrize(
    "command",
    [
        "",
        "build",
        "show",
        "score",
        "simplify",
        "speak",
        "voices",
        "check",
        "serve",
        "watch",
        "atelier",
        "doctor",
    ],
)
def test_help_is_in_french(command: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as stop:
        main([*command.split(), "--help"])
    out = capsys.readouterr().out
    assert stop.value.code == 0
    assert "usage : ppun-access" in out
    assert "affiche cette aide" in out
    assert not ENGLISH.search(out), ENGLISH.search(out)


def test_help_imports_little() -> None:
    code = (
        "import sys; from ppun_access.commands.arguments import parser; parser();"
        "import ppun_access.cli;"
        "print(*{m.split('.')[0] for m in sys.modules})"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True
    )
    heavy = {"rich", "markdown", "bs4", "jinja2", "yaml", "textstat", "pydub", "wave"}
    heavy |= {"anyio", "starlette", "uvicorn", "watchfiles"}
    assert not heavy & set(done.stdout.split())


def test_show(page: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, out, err = run(capsys, "show", "page.md", "--to", "sentences")
    assert (code, out) == (0, "Un texte court.\nMoins de 3 500 mots.\n")
    assert err == ""
    _, out, _ = run(capsys, "show", "page.md", "--to", "speech")
    mention = "Texte lu par une voix de synthèse."
    assert out == f"Titre\n{mention}\nUn texte court.\nMoins de 3500 mots.\n"
    _, out, _ = run(capsys, "show", "page.md")
    assert "Un texte court.\nMoins de 3 500 mots." in out
    _, out, _ = run(capsys, "show", "page.md", "--to", "ast")
    assert json.loads(out)["title"] == "Titre"


def test_the_form_pls_is_gone(page: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, out, err = run(capsys, "show", "page.md", "--to", "pls")
    assert (code, out) == (2, "")
    assert "lexique.toml" in err


def test_one_text_of_several(page: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, out, err = run(capsys, "show", "deux.md")
    assert (code, out) == (2, "")
    assert "deux.md#edito-de-a" in err
    assert "deux.md#edito-de-b" in err
    code, out, _ = run(capsys, "show", "deux.md#edito-de-b", "--to", "sentences")
    assert (code, out) == (0, "Un autre texte.\n")


def test_speak(page: Path, capsys: pytest.CaptureFixture[str]) -> None:
    arguments = ["speak", "page.md", "-o", "x.wav", "--voice", "silence", "--cues", "x.vtt"]
    code, out, err = run(capsys, *arguments)
    assert (code, out) == (0, "")
    assert (page.parent / "x.wav").read_bytes()[:4] == b"RIFF"
    cues = (page.parent / "x.vtt").read_text("utf-8")
    assert cues.count("-->") == 4
    assert "Texte lu par une voix de synthèse." in cues
    assert "Moins de 3 500 mots." in cues
    assert "x.wav : " in err


@pytest.mark.parametrize(
    ("out", "cues"), [("x.wav", "page.md"), ("lien.wav", "x.vtt"), ("x.wav", "./x.wav")]
)
def test_speak_never_replaces_a_text(
    out: str, cues: str, page: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before = page.read_bytes()
    page.with_name("lien.wav").symlink_to(page)
    arguments = ["speak", "page.md", "-o", out, "--voice", "silence", "--cues", cues]
    code, _, err = run(capsys, *arguments)
    assert code == 2
    assert "Rien n’a été écrit.\n  → " in err
    assert page.read_bytes() == before
    assert not {"x.wav", "x.vtt"} & {one.name for one in page.parent.iterdir()}


def test_voices(page: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, out, _ = run(capsys, "voices")
    assert code == 0
    names = [line.split()[0] for line in out.splitlines()[:9]]
    french = [name for name in names if not name.startswith("pico-")]
    assert french == ["kokoro-siwis", "kokoro-alex", "pico", "pyttsx3", "silence"]
    assert "« auto » prend : kokoro-siwis" in out


def test_doctor(page: Path, capsys: pytest.CaptureFixture[str],
                monkeypatch: pytest.MonkeyPatch) -> None:  # fmt: skip
    code, out, _ = run(capsys, "doctor")
    assert code == 0
    assert "bon    Python" in out
    report = out.partition("```\n")[2].partition("```")[0]
    for line in (
        rf"ppun-access {re.escape(__version__)} \(\S+\)", r"Système : \S.*",
        r"Python 3\.\d+\.\d+ \(CPython\)", r"Machine : \S+, \d+.cœurs?, .*mémoire.*",
        r"(?s:.*)git : \d+\.[\d.]+", r"(?s:.*)ffmpeg : \d.*", r"(?s:.*)typst : \d.*",
        r"(?s:.*)EPUBCheck : .+", r"(?s:.*)Java : .+", r"(?s:.*)spacy : .+",
    ):  # fmt: skip
        assert re.search(rf"^{line}$", report, re.M), line
    assert "/" not in re.sub(r"Système : .*", "", report), "a path"
    assert str(Path.home()) not in report
    monkeypatch.setattr(ffmpeg, "find_spec", lambda name: None)
    ffmpeg.probe.cache_clear()
    code, out, _ = run(capsys, "doctor")
    assert code == 4
    assert re.search(r"MANQUE ffmpeg.*\n +→ ", out)


@pytest.fixture
def with_easy(page: Path) -> Path:
    """A page of a project and its easy version: no draft is made, and spaCy not loaded."""
    (page.parent / "content" / "facile").mkdir(parents=True)
    (page.parent / "content" / "facile" / "titre.md").write_text("# Facile\n\nBon.\n")
    (page.parent / "deux.md").unlink()
    return page.rename(page.parent / "content" / "page.md")


def test_a_closed_pipe_ends_nothing(with_easy: Path) -> None:
    """``ppun-access build 2>&1 | head -1`` still publishes."""
    place = with_easy.parents[1]
    read, write = os.pipe()
    process = subprocess.Popen(
        [sys.executable, "-m", "ppun_access.cli", "build", "--to", "text"],
        stderr=write, stdout=write, cwd=place,
    )  # fmt: skip
    os.close(write)
    os.close(read)
    assert process.wait(600) == 0
    assert (place / "output/titre/titre.txt").is_file()


@pytest.mark.long
@pytest.mark.skipif(not hasattr(os, "openpty"), reason="pas de terminal ici")
def test_a_terminal_gets_bars_and_a_log_gets_lines(with_easy: Path) -> None:
    import pty

    place = with_easy.parents[1]
    ours, theirs = pty.openpty()
    command = [
        sys.executable, "-m", "ppun_access.cli", "build", "--voice", "silence",
        "--to", "html,mp3",
    ]  # fmt: skip
    terminal = {**os.environ, "TERM": "xterm", "COLUMNS": "90"}
    process = subprocess.Popen(command, stderr=theirs, cwd=place, env=terminal)
    os.close(theirs)
    shown = b""
    with contextlib.suppress(OSError):
        while part := os.read(ours, 4096):
            shown += part
    assert process.wait(600) == 0
    assert "━".encode() in shown
    assert re.search(rb"Voix [^/]*[ m](\d+)/\1[ \x1b]", shown)
    done = subprocess.run(
        [*command, "-o", "autre"], cwd=place, capture_output=True, check=True
    )
    lines = done.stderr.decode().splitlines()
    assert sum(line.startswith("Voix (") for line in lines) == 1
    assert "━" not in done.stderr.decode()


@pytest.mark.parametrize(
    "stream", ["stdout", pytest.param("stderr", marks=pytest.mark.long)]
)
def test_a_full_disk_behind_a_stream(page: Path, stream: str) -> None:
    if not Path("/dev/full").exists():
        pytest.skip("pas de /dev/full ici")
    with Path("/dev/full").open("wb") as full:
        done = subprocess.run(
            [sys.executable, "-m", "ppun_access.cli", "show", "page.md"],
            cwd=page.parent, check=False,
            **{"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, stream: full},
        )  # fmt: skip
    told = (done.stderr or b"").decode()
    assert "Traceback" not in told
    assert done.returncode == (5 if stream == "stdout" else 0)
    assert stream == "stderr" or "le disque est plein" in told


def test_show_into_a_closed_pipe(page: Path) -> None:
    page.write_text("# Titre\n\n" + "Un texte assez long pour remplir un tuyau. " * 2500)
    command = f"{sys.executable} -m ppun_access.cli show page.md | head -1"
    done = subprocess.run(
        ["bash", "-o", "pipefail", "-c", command], cwd=page.parent, capture_output=True,
        check=False,
    )  # fmt: skip
    assert done.returncode == 0
    assert b"Traceback" not in done.stderr


def test_the_help_names_every_format_and_group(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main(["build", "--help"])
    told = " ".join(capsys.readouterr().out.split())
    shown = told[told.index("formats à faire :") : told.index("tenus à jour")]
    assert set(re.findall(r"[a-z0-9]+", shown)) >= {*FORMATS, *GROUPS}
