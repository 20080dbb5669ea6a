"""What leaves the program: nothing that a terminal, a forge or a spreadsheet would obey."""

from __future__ import annotations

import csv
import json
import subprocess
import sys
import tomllib
from dataclasses import replace
from io import StringIO
from pathlib import Path

import pytest
from projects import PAGE, build, failed, project

from ppun_access.cli import main
from ppun_access.commands.audit import grid_csv
from ppun_access.commands.init import Answers, create
from ppun_access.document.model import Document
from ppun_access.easy.audit import audit
from ppun_access.easy.audit.model import AuditFinding, Facts
from ppun_access.easy.audit.passages import passages
from ppun_access.readers.office.sheet_tables import filled
from ppun_access.report import Finding
from ppun_access.runtime.console import printable
from ppun_access.writers.sheet.write import Row, Sheet, csv_sheet

__all__ = ["project"]

OBEYED = "\x1b]0;a\x07\x9b31mb\u202ec\u2066\r\x7f"


def obeyed(text: str) -> bool:
    """Tell whether a terminal or a forge would take a part of ``text`` for an order."""
    lines = text.split("\n")
    return any(sign in text for sign in OBEYED if sign not in "0;ab31mc]") or any(
        line.lstrip().startswith("::") or "##[" in line for line in lines
    )


def test_names_of_files_give_no_orders(
    project: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Titles and names of files, in findings, errors, results and lines of a log."""
    monkeypatch.setenv("GITHUB_ACTIONS", "true")
    name = f"x{OBEYED}\n::error title=y::z ##[error]w"
    easy = project / "content/facile"
    easy.mkdir()
    (easy / f"{name}.md").write_text("# Simple\n\nUn texte.\n")
    (project / "content/b.md").write_text(f"# Titre {OBEYED}\n\n[Ici](absent.md).\n")
    assert build("--to", "html") == 0
    said = capsys.readouterr()
    assert "facile-sans-texte" in said.err
    assert not obeyed(said.err + said.out)
    assert build("--to", "html", "--verbose") == 0
    said = capsys.readouterr()
    assert "lien-mort" in said.err  # with the title of its page
    assert not obeyed(said.err + said.out)
    for command in (
        ["show", name, "--to", "text"],
        ["build", name],
        [name],
        ["audit", name],
    ):
        assert main(command) != 0
        told = capsys.readouterr()
        assert "title=y" in told.err
        assert not obeyed(told.err + told.out)
    (project / "c.md").write_text(f"# Titre\n\n{name}\n")
    for form in ("text", "markdown", "ast"):
        assert main(["show", "c.md", "--to", form]) == 0
        assert not obeyed(capsys.readouterr().out)
    assert main(["score", "c.md", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)


def test_what_we_write_for_a_terminal_or_a_forge_is_kept() -> None:
    line = "\x1b[1;31mdifficile\x1b[0m \x1b]0;x\x07"
    assert printable(line, coloured=True) == (
        "\x1b[1;31mdifficile\x1b[0m \\u001b]0;x\\u0007"
    )
    assert printable("::warning::a", commands=True) == "::warning::a"
    assert printable("a :: b\n\tc é\u00a0: d") == "a :: b\n\tc é\u00a0: d"
    held = {"a": f"{OBEYED}::", "b": "##[c]"}
    assert json.loads(printable(json.dumps(held, ensure_ascii=False))) == held


FALLS = {
    "main": ("broken()", 1),
    "thread": ("thread = Thread(target=broken); thread.start(); thread.join()", 0),
    "end of an object": ("type('Broken', (), {'__del__': broken})()", 0),
}


@pytest.mark.parametrize("where", FALLS)
def test_a_traceback_gives_no_orders(where: str) -> None:
    fall, code = FALLS[where]
    program = (
        "import sys\n"
        "from threading import Thread\n"
        "from ppun_access import cli\n"
        "from ppun_access.commands import cache\n"
        "def broken(*given): raise ValueError('\\x1b]0;a\\x07\\n::error::b')\n"
        "def falls(*given):\n"
        f"    {fall}\n"
        "    return ()\n"
        "cache.cache_lines = falls\n"
        "sys.argv = ['ppun-access', 'cache']\n"
        "cli.run()\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=False
    )
    assert (done.returncode, "ValueError" in done.stderr) == (code, True)
    assert not obeyed(done.stderr)


@pytest.mark.parametrize(
    ("forge", "order"),
    [
        ("GITHUB_ACTIONS", "::error::a"),
        ("TF_BUILD", "##vso[task.setvariable variable=a]b"),
        ("TEAMCITY_VERSION", "##teamcity[message text='a']"),
    ],
)
def test_a_result_gives_no_order_to_a_forge(
    forge: str, order: str, project: Path, capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    for name in ("GITHUB_ACTIONS", "TF_BUILD", "TEAMCITY_VERSION"):
        monkeypatch.delenv(name, raising=False)
    page = project / "content/a.md"
    page.write_text(f"# Bonjour\n\n```\n{order}\n```\n", "utf-8")
    assert main(["show", str(page), "--to", "markdown"]) == 0
    assert f"\n{order}" in capsys.readouterr().out
    monkeypatch.setenv(forge, "1")
    assert main(["show", str(page), "--to", "markdown"]) == 0
    assert f"\n{order}" not in capsys.readouterr().out


def test_a_password_is_told_to_nobody(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    address = "ftp://ada:sesame@exemple.fr/a"
    (project / "content/a.md").write_text(
        f"# Bonjour\n\n![Une carte]({address}.png)\n\nVoici [le fichier]({address}).\n\n"
        "[Là](sftp://sesame@exemple.fr/b) ou [ici](javascript://ada:sesame@exemple.fr).\n"
    )
    assert build("--to", "html", "-o", "output") == 0
    assert main(["build", "--to", "html", "-o", "ftp://ada:sesame@exemple.fr/site"]) != 0
    assert main(["build", "--to", "epub", "--cache", "nul://ada:sesame@exemple.fr/c"]) != 0
    assert main(["build", "--to", "text", "--cluster", "http://ada:sesame@exemple.fr"]) != 0
    assert main(["show", "ftp://ada:sesame@exemple.fr/c"]) != 0
    said = capsys.readouterr()
    assert "sesame" not in said.err + said.out
    assert "exemple.fr" in said.err
    log = (project / "output-rapport/build.json").read_text("utf-8")
    assert "sesame" not in log
    for page in (project / "output-rapport").rglob("*.html"):
        assert "sesame" not in page.read_text("utf-8"), page


LINK = '=HYPERLINK("https://exemple.fr";"a")'
FORMULAS = [LINK, "+1", "-1", "@a", "'=a", "''+", "'a", "a"]


def cells(content: bytes) -> list[list[str]]:
    return [*csv.reader(StringIO(content.decode("utf-8-sig"), newline=""), delimiter=";")]


def test_a_sheet_holds_no_formula_and_comes_back_as_it_was() -> None:
    rows = tuple(Row(n, text) for n, text in enumerate(FORMULAS, 1))
    content = csv_sheet(Sheet("=id", "Titre", "abc", rows))
    made = cells(content)
    assert not [cell for row in made for cell in row if cell[:1] in "=+-@\t\r" and cell]
    back = [row[2] for row in filled(content, "a.csv").rows[1:]]
    assert back[: len(FORMULAS)] == FORMULAS, "what comes after is about the workshop"


def test_a_grid_holds_no_formula() -> None:
    found = (AuditFinding("=1"), AuditFinding("+1"))
    text = Document("t", "fr", "Titre", ())
    whole = audit(Facts(text, passages(text)))
    result = replace(whole.results[0], reason="@a", findings=found)
    content = grid_csv(replace(whole, results=(result,)))
    assert not [cell for row in cells(content) for cell in row if cell and cell[0] in "=+@"]


@pytest.mark.parametrize(
    "title", ["@editeur@", 'a"\nb = "c', "\\", "\x7f\u2028'", "@titre@ @base_url@"]
)
def test_an_answer_is_one_value_of_the_settings(tmp_path: Path, title: str) -> None:
    create(tmp_path, Answers(titre=title, editeur='"@titre@"', courriel="a@exemple.fr"))
    settings = tomllib.loads((tmp_path / "ppun.toml").read_text("utf-8"))
    assert (settings["titre"], settings["editeur"]) == (title, '"@titre@"')
    assert set(settings) == set(tomllib.loads(_plain(tmp_path / "other")))


def _plain(folder: Path) -> str:
    create(folder, Answers(titre="T", editeur="E", courriel="a@exemple.fr"))
    return (folder / "ppun.toml").read_text("utf-8")


# What an author wrote, told again


def test_a_message_quotes_eighty_characters_at_most(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    page = f"---\ndate: {'9' * 5_000}\n---\n{PAGE}"
    (project / "content/a.md").write_text(page, "utf-8")
    assert build("--to", "epub", "-v") == 0
    told = capsys.readouterr().err
    assert f"Cette date n’est pas comprise : « {'9' * 79}… »" in told
    assert "9" * 80 not in told
    (project / "ppun.toml").write_text(f'langue = "{"é" * 5_000}"', "utf-8")
    code, told = failed(capsys, "build", "--to", "text")
    assert (code, "é" * 79 in told, "é" * 80 in told) == (2, True, False)


@pytest.mark.parametrize(
    ("written", "told"),
    [
        ("a" * 80, "a" * 80),
        ("a" * 81, "a" * 79 + "…"),
        (f"« {'a' * 90} » b", f"« {'a' * 77}…"),
        (f"{'a' * 90} « b", f"{'a' * 79}… « b"),
        (f"b » {'a' * 90}", f"b » {'a' * 79}…"),
    ],
)
def test_what_is_quoted_is_cut_whole(written: str, told: str) -> None:
    finding = Finding(
        "date-illisible", f"Non : « {written} ». Dites oui.", passage="b" * 99
    )
    assert finding.message == f"Non : « {told} ». Dites oui."
    assert (finding.passage, "b" * 81 in str(finding)) == ("b" * 99, False)
    assert finding == replace(finding)


def test_an_audit_quotes_eighty_characters_at_most(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (project / "content/a.md").write_text(f"{PAGE}\nIl y a {'9' * 500} vélos.\n", "utf-8")
    assert main(["audit", "content/a.md", "--json"]) == 0
    told = messages(json.loads(capsys.readouterr().out))
    assert any("9" * 79 + "…" in message for message in told)
    assert not any("9" * 80 in message for message in told)


def messages(values: object) -> list[str]:
    """Return what the findings of an audit say, wherever its JSON has them."""
    if isinstance(values, list):
        return [told for value in values for told in messages(value)]
    if not isinstance(values, dict):
        return []
    mine = [str(values["message"])] if "message" in values else []
    return mine + [told for value in values.values() for told in messages(value)]
