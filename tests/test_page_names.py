"""Names of files with accents, spaces, « # », « ? », « % »: pages are built, links work."""

from __future__ import annotations

import re
import unicodedata
from pathlib import Path

import pytest
from projects import build, catalogue, codes, project

from ppun_access.build.context import looking_at
from ppun_access.build.preparation import prepare
from ppun_access.build.sources import read_sources
from ppun_access.inspect.published_folder import inspect
from ppun_access.project.project import load_project
from ppun_access.report import Report

__all__ = ["project"]

HASH, QUERY, SHARE, CODE = "é à#1.md", "a?b.md", "100%.md", "a%20b.md"
QUOTE, DEEP = 'd"e.md', "sous dossier/été #2.md"


@pytest.mark.parametrize(
    ("address", "name"),
    [
        ("é à#1.md", HASH), ("%C3%A9%20%C3%A0%231.md", HASH), ("é%20à%231.md", HASH),
        ("é à#1.md#une-partie", HASH), ("%C3%A9%20%C3%A0%231.md#une-partie", HASH),
        ("a?b.md", QUERY), ("a%3Fb.md", QUERY), ("100%.md", SHARE), ("100%25.md", SHARE),
        ("a%20b.md", CODE), ("a%2520b.md", CODE), ("d%22e.md", QUOTE), (DEEP, DEEP),
        ("sous%20dossier/%C3%A9t%C3%A9%20%232.md", DEEP),
    ],
)  # fmt: skip
def test_a_link_leads_to_a_page_of_any_name(project: Path, address: str, name: str) -> None:
    content = project / "content"
    (content / name).parent.mkdir(exist_ok=True)
    (content / name).write_text("# Page\n\nTexte.\n\n## Une partie\n\nSuite.\n", "utf-8")
    (content / "a.md").write_text(f"# Liens\n\nVoir [le texte](<{address}>).\n", "utf-8")
    assert build("--to", "html") == 0
    out = project / "output"
    assert [c for c in codes(out) if "lien" in c or "ancre" in c] == []
    named = {one["source"]: one["id"] for one in catalogue(out)["publications"]}
    assert named[name] == "page"
    page = (out / "liens/index.html").read_text("utf-8")
    place = "#ancre-une-partie" if "une-partie" in address else ""
    assert re.search(rf'href="\.\./page/(?:index\.html)?{place}"', page)
    assert inspect(out).faults == ()


def test_contents_lead_to_a_page_with_a_hash_in_its_name(tmp_path: Path) -> None:
    (tmp_path / "é à#1.md").write_text("# Page\n\nTexte.\n", "utf-8")
    (tmp_path / "vieux.doc").write_bytes(b"")
    contents = "* [Un](<é à#1.md>)\n* [Deux](../autre.md)\n* [Trois](vieux.doc)\n"
    (tmp_path / "SUMMARY.md").write_text(contents)
    report = Report()
    (source,) = read_sources(load_project([tmp_path]), report)
    assert source.page.listed
    outside, old, unread = report.findings
    assert outside.code == old.code == "sommaire-sans-page"
    assert "hors du dossier des pages" in outside.message
    assert "qui n’est pas une page" in old.message
    assert unread.code == "fichier-non-lu"


@pytest.mark.parametrize("address", ["../autre.md", "../../x", "../dehors.pdf"])
def test_a_link_out_of_the_folder_is_said_to_be_one(project: Path, address: str) -> None:
    (project / "autre.md").write_text("# Autre\n\nSecret.\n")
    (project / "content/a.md").write_text(f"# Liens\n\nVoir [le texte]({address}).\n")
    report = Report()
    loaded = load_project([project / "content"])
    prepare(looking_at(loaded, report), read_sources(loaded, report))
    (finding,) = (f for f in report.findings if f.code != "lien-vague")
    assert "sort du dossier des pages" in finding.message
    assert "https://" in finding.message


@pytest.mark.parametrize(("named", "linked"), [("NFD", "NFC"), ("NFC", "NFD")])
def test_accents_that_macos_writes_in_two_are_the_same(
    project: Path, named: str, linked: str
) -> None:
    name, address = (unicodedata.normalize(form, "été") for form in (named, linked))
    content = project / "content"
    (content / f"{name}.md").write_text("# Page\n\nTexte.\n", "utf-8")
    (content / f"{name}.pdf").write_bytes(b"%PDF-1.4")
    text = f"# Liens\n\nVoir [les dates]({address}.md) et [le plan]({address}.pdf).\n"
    (content / "a.md").write_text(text, "utf-8")
    (content / "SUMMARY.md").write_text(f"* [Un]({address}.md)\n* [Deux](a.md)\n", "utf-8")
    assert build("--to", "html") == 0
    out = project / "output"
    assert codes(out) == []
    assert len(catalogue(out)["publications"]) == 2
    assert [path.suffix for path in (out / "medias").iterdir()] == [".pdf"]


def test_pages_whose_names_and_titles_give_no_address_are_published(project: Path) -> None:
    for name in ("😀.md", "😀😀.md", "sous/!.md", "!.md", "!!.md"):
        (project / "content" / name).parent.mkdir(exist_ok=True)
        (project / "content" / name).write_text("Un texte sans titre.\n", "utf-8")
    assert build("--to", "text") == 0
    named = [one["id"] for one in catalogue(project / "output")["publications"]]
    assert len(named) == len(set(named)) == 6
    assert all((project / f"output/{id_}/{id_}.txt").is_file() for id_ in named)
