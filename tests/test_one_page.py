"""A command on one page: it knows the space around, and speaks of that page alone."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from projects import build, project

from ppun_access.cli import main
from ppun_access.tools import spacy_french

__all__ = ["project"]

PAGES = {
    "SUMMARY.md": "* [Le guide](a.md)\n* [Aides](aides/README.md)\n"
    "  * [Bus](aides/bus.md)\n* [Groupe](vide.md)\n  * [Fin](fin.md)\n* [C](cachee.md)\n",
    "a.md": "# Le guide\n\nLe SCORAN. Lisez [le bus](aides/bus.md#les-prix), [tout]"
    "(aides/), [le groupe](vide.md), [rien](nulle-part.md) et [le reste](cachee.md).\n",
    "aides/README.md": "# Les aides\n\nLe SRADDET. Voir [le guide](../a.md).\n",
    "aides/bus.md": "# Le bus\n\n## Les prix\n\nDeux euros. Voir [le guide](/a.md).\n",
    "vide.md": "# Groupe\n",
    "fin.md": "# La fin\n\nLe texte de la fin. ![](absente.png)\n",
    "cachee.md": "---\nhidden: true\n---\n# Cachée\n\nUn texte.\n",
    "lexique.toml": '[sigles]\nSRADDET = "schéma régional"\n',
    "facile/guide.md": "---\nstatut: brouillon\nempreinte: abcdef123456\n---\n# Le guide\n"
    "\nUn texte simple.\n",
}


@pytest.fixture
def space(project: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A space with links between its pages, and a fault in each."""
    monkeypatch.setattr(spacy_french, "find_spec", lambda name: None)
    for name, text in PAGES.items():
        path = project / "content" / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, "utf-8")
    (project / "ppun.toml").write_text('titre = "Site"\n', "utf-8")
    return project


def lines(capsys: pytest.CaptureFixture[str], *arguments: str) -> list[str]:
    """Return the findings that a command tells, beside its result."""
    assert main(list(arguments)) == 0
    told = capsys.readouterr().err.splitlines()
    return [line for line in told if re.search(r" \[[a-z-]+\]$", line)]


def told_by_build() -> list[tuple[str, str, str]]:
    assert build("--to", "html", "-o", "output") == 0
    log = json.loads(Path("output-rapport/build.json").read_text("utf-8"))
    return [(one["file"] or "", one["code"], one["passage"]) for one in log["findings"]]


@pytest.mark.parametrize("command", ["show", "score", "audit", "simplify"])
def test_a_command_on_a_page_tells_what_a_build_tells_of_it_and_no_more(
    space: Path, capsys: pytest.CaptureFixture[str], command: str
) -> None:
    known = told_by_build()
    capsys.readouterr()
    told = {
        name: lines(capsys, command, f"content/{name}")
        for name in ("a.md", "aides/README.md", "aides/bus.md", "fin.md")
    }
    assert all(line.startswith(f"{name}:") for name in told for line in told[name])
    codes = {name: [line.rpartition("[")[2][:-1] for line in told[name]] for name in told}
    assert codes == {
        "a.md": ["lien-mort", "sigle-inexplique"],
        "aides/README.md": [],
        "aides/bus.md": [],
        "fin.md": ["image-absente"],
    }
    ours = {(file, code) for file, code, _ in known}
    assert {(name, code) for name in codes for code in codes[name]} <= ours
    assert "« nulle-part.md »" in told["a.md"][0]


def test_of_an_easy_version_the_easy_version_is_told(
    space: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (told,) = lines(capsys, "show", "content/facile/guide.md")
    assert "[source-changee]" in told
    codes = " ".join(lines(capsys, "show", "content/a.md"))
    assert "source-changee" not in codes
    speak = ("speak", "content/aides/bus.md", "-o", "x.wav", "--voice", "silence")
    assert lines(capsys, *speak) == []


def test_the_ids_of_a_page_are_those_of_its_space(
    space: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (space / "content" / "aides" / "bus.md").write_text("# Le guide\n\nLe bus.\n", "utf-8")
    lines(capsys, "show", "content/aides/bus.md", "--to", "ast")
    assert main(["show", "content/aides/bus.md#aides-bus"]) == 0


def test_in_a_plain_folder_only_the_pages_that_links_name_are_read(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "a.md").write_text("# A\n\nVoir [b](b.md#deux) et [c](c.md).\n", "utf-8")
    (tmp_path / "b.md").write_text("# B\n\n## Deux\n\nUn texte.\n", "utf-8")
    (tmp_path / "d.docx").write_text("ce n’est pas un document", "utf-8")
    (told,) = lines(capsys, "show", str(tmp_path / "a.md"))
    assert "« c.md »" in told


def test_a_page_that_its_space_keeps_back_can_still_be_scored(
    space: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    beside = space / "content" / "hors.md"
    beside.write_text("# Hors\n\nUn texte. Voir [la fin](fin.md).\n", "utf-8")
    assert lines(capsys, "score", "content/hors.md") == []


@pytest.mark.parametrize("said", ["publier: non", "hidden: true"])
def test_a_page_that_is_not_published_yet_can_be_scored(
    space: Path, capsys: pytest.CaptureFixture[str], said: str
) -> None:
    draft = space / "content" / "cachee.md"
    draft.write_text(f"---\n{said}\n---\n# Cachée\n\nVoir [la fin](fin.md).\n", "utf-8")
    assert lines(capsys, "score", "content/cachee.md") == []


@pytest.mark.parametrize("action", ["status", "sheet", "new"])
def test_a_review_tells_nothing_of_other_texts(
    space: Path, capsys: pytest.CaptureFixture[str], action: str
) -> None:
    (space / "content" / "facile" / "autre.md").write_text("# Autre\n\nUn mot.\n", "utf-8")
    (space / "content" / "abime.docx").write_text("ce n’est pas un document", "utf-8")
    id_ = "bus" if action == "new" else "guide"
    told = "\n".join(lines(capsys, "facile", action, id_))
    for other in ("cachee", "autre.md", "abime", "fin.md", "lien-mort", "SCORAN"):
        assert other not in told


def test_the_table_of_reviews_tells_what_it_lacks(
    space: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (space / "content" / "SUMMARY.md").write_text("* [A](a.md)\n* [B](abime.docx)\n")
    (space / "content" / "abime.docx").write_text("ce n’est pas un document", "utf-8")
    (told,) = lines(capsys, "facile", "status")
    assert "abime.docx" in told
