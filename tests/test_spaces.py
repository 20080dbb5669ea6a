"""Whole GitBook spaces: what is read, in which order, and what every format carries."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
from benchmarks.space_blocks import Block
from benchmarks.spaces import (
    BLOCKS,
    KEPT,
    SPACE_TOLD,
    TOLD,
    Page,
    pages,
    write_malformed,
    write_space,
)
from braille_reading import text_of
from bs4 import BeautifulSoup
from projects import build, catalogue, codes, project
from space_formats import Looked, check_podcast, in_order, look, told
from test_hostile import has_louis, lost, member

from ppun_access.build.casting import cast
from ppun_access.build.sources import read_sources
from ppun_access.document.walk import plain_text
from ppun_access.errors import InputError
from ppun_access.formats import FORMATS as FORMATS_KNOWN
from ppun_access.formats import GROUPS
from ppun_access.inspect.published_folder import inspect
from ppun_access.project.project import load_project
from ppun_access.readers.gitbook.blocks import ALONE, BRANCHES, HOLDERS, OPTIONAL
from ppun_access.readers.space.configuration import read_space
from ppun_access.readers.space.pages import find_pages
from ppun_access.readers.space.summary import read_summary
from ppun_access.report import Report
from ppun_access.settings.sections import PageChoice

__all__ = ["project"]

FORMATS = "html,text,vtt,epub,daisy,pdf,mp3,zip"
EVERYTHING = f"{FORMATS},audio,braille,podcast,kit"
"""Every format that the program knows: ``test_every_format_is_asked_for``."""
ELEMENTS = (
    "figure", "figcaption", "picture", "source", "img", "details", "summary", "table",
    "th", "mark", "sup", "sub", "a", "br", "p align",
)  # fmt: skip
"""The HTML of GitBook pages."""
WRITTEN = (
    r"\n\| .* \|\n\|---", r"\[\^\d+\]: ", r"\* \[x\]", r"\* \[ \]", r"  \n\w", r"\\\n\w",
    r"\\'", r"\\_", r"&#xE9;", r"&eacute;", r"&nbsp;", r':warning:', r'"mention"\)',
    r"\$\$.+\$\$", r"\n\$\$\n", r"“", r'"guillemets', r"\{% include ", r"\{% vars\.",
    r'class="expression"', r'data-view="cards"', r"\ndescription:", r"\nicon:", r"\ncover:",
    r"\nlayout:", r"hidden: true",
)  # fmt: skip
"""What else real spaces have: Markdown, entities, emoji, front matter."""


def test_the_space_has_every_block_that_is_read(tmp_path: Path) -> None:
    """The tables of the reader say which: the generator cannot lag behind."""
    write_space(tmp_path, 4)
    source = "\n".join(path.read_text("utf-8") for path in tmp_path.rglob("*.md"))
    tags = {*HOLDERS, *ALONE, *BRANCHES}
    assert {tag for tag in tags if not re.search(rf"\{{% {tag}[ %]", source)} == set()
    alone = {tag for tag in OPTIONAL if is_alone(tag, source)}
    assert alone == set(OPTIONAL), "without an end too"
    assert [name for name in ELEMENTS if f"<{name}" not in source] == []
    assert [pattern for pattern in WRITTEN if not re.search(pattern, source)] == []
    assert {block for page in pages(120) for block in kinds(page)} == {
        block for page in pages(4) for block in kinds(page)
    }


def is_alone(tag: str, source: str) -> bool:
    """Return whether a tag stands somewhere without an end."""
    begun = len(re.findall(rf"\{{% {tag}[ %]", source))
    return begun > source.count(f"{{% end{tag} %}}")


def kinds(page: Page) -> list[str]:
    """Return the blocks of a page without the number of the page."""
    number = re.sub(r"\D", "", page.title)
    return [(block.source + block.front).replace(number, "N") for block in page.blocks]


def check_space(out: Path, pages: tuple[Page, ...]) -> Looked:
    """Look for every word of a space in every format, and for what editors are told."""
    assert inspect(out).faults == ()
    found = look(out, pages)
    assert found.lost == ()
    expected = [*SPACE_TOLD, *(one for page in pages for one in page.told())]
    assert told(out) == in_order(expected)
    published = [text["source"] for text in catalogue(out)["publications"]]
    assert published == ["README.md", *(page.name for page in pages)]
    return found


def test_a_space_goes_through_every_writer(project: Path) -> None:
    pages = write_space(project / "espace", 4)
    formats = f"{FORMATS},braille" if has_louis() else FORMATS
    assert build("espace", "--to", formats) == 0
    out = project / "output"
    found = check_space(out, pages)
    assert found.blocks == len(BLOCKS)
    for kind in ("brf", "txt") if has_louis() else ("txt",):
        path = out / f"page-numero-101/page-numero-101.{kind}"
        content = path.read_bytes()
        text = text_of(content, "integral") if kind == "brf" else content.decode()
        assert lost(("le début des pages 101 : « Espace complet »",), {"t": text}) == []
    check_navigation(out)


def check_navigation(out: Path) -> None:
    """Look for the order and the groups of the contents, wherever pages are listed."""
    values = catalogue(out)
    titles = ["Espace complet", *(f"Page numéro {n}" for n in range(100, 104))]
    assert [text["title"] for text in values["publications"]] == titles
    home, group = values["navigation"]
    assert (home["title"], group["title"]) == ("Accueil", "Partie 1")
    first, second = group["below"]
    assert (first["title"], "below" in first) == (titles[1], False)
    assert [node["title"] for node in second["below"]] == titles[3:]
    for name in ("index.html", "plan-du-site/index.html"):
        soup = BeautifulSoup((out / name).read_bytes(), "html.parser")
        listed = [a.get_text() for a in soup.select("nav.plan a")]
        assert [text for text in listed if text in titles] == titles[1:], name
    nav = BeautifulSoup(member(out / "ppun.epub", "nav.xhtml"), "html.parser")
    held = nav.select("#toc span")[0].find_next_sibling("ol")
    assert held is not None
    assert [a.get_text() for a in held.select(":scope > li > a")] == titles[1:3]
    book = member(out / "ppun.epub", "page-numero-101.xhtml").decode()
    assert 'href="espace-complet.xhtml#ancre-le-debut"' in book
    text = (out / "page-numero-101/page-numero-101.txt").read_text("utf-8-sig")
    assert "le début des pages 101 : « Espace complet »" in text.replace("\u00a0", " ")


@pytest.mark.parametrize(
    "formats", ["html,text", pytest.param(EVERYTHING, marks=pytest.mark.long)]
)
def test_a_malformed_space_loses_no_word(project: Path, formats: str) -> None:
    write_malformed(project / "espace")
    assert build("espace", "--to", formats) == 0
    out = project / "output"
    assert inspect(out).faults == ()
    assert told(out) == in_order(TOLD)
    words = (*(f"Texte {word}" for word in KEPT), "Onglet sans fin", "texte sept")
    block = Block("", (*words, "Texte treize"), hidden=("secret",))
    found = look(out, [Page("README.md", "Une page abîmée", (block,))])
    assert found.lost == ()
    assert found.blocks == 1


@pytest.mark.long
def test_a_space_of_120_pages(project: Path) -> None:
    pages = write_space(project / "espace", 120)
    assert build("espace", "--to", EVERYTHING) == 0
    found = check_space(project / "output", pages)
    check_podcast(project / "output", pages)
    assert (found.blocks, found.words > 34_000) == (2 * len(pages), True)


def test_every_format_is_asked_for() -> None:
    names = EVERYTHING.split(",")
    asked = {one for name in names for one in GROUPS.get(name, (name,))}
    assert asked == set(FORMATS_KNOWN)


# The files of a space


def write(folder: Path, **files: str) -> Path:
    for name, text in files.items():
        path = folder / name.replace("__", "/")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
    return folder


def test_the_lines_of_the_contents() -> None:
    text = """# Table of contents

* [Accueil :house:](README.md)
* [L\\'eau](eau/README.md)
  * [Les dates](eau/dates.md#venir)
* Sans lien
  * [Un site](https://exemple.fr)

## Guides <a href="#guides" id="guides"></a>

* [Se former](guides/se%20former.md "mention")
* [Script](javascript:alert(1))
"""
    found = [
        (e.title, e.page, e.anchor, e.url, e.level, e.group, e.line)
        for e in read_summary(text, "SUMMARY.md")
    ]
    assert found == [
        ("Accueil 🏠", "README.md", "", "", 0, "", 3),
        ("L'eau", "eau/README.md", "", "", 0, "", 4),
        ("Les dates", "eau/dates.md", "venir", "", 1, "", 5),
        ("Sans lien", "", "", "", 0, "", 6),
        ("Un site", "", "", "https://exemple.fr", 1, "", 7),
        ("Se former", "guides/se former.md", "", "", 0, "Guides", 11),
        ("Script", "", "", "", 0, "Guides", 12),
    ]


def test_pages_come_in_the_order_of_the_contents(tmp_path: Path) -> None:
    write(
        tmp_path,
        **{
            "a.md": "# A\n\nUn.",
            "b__README.md": "# B\n\nDeux.",
            "b__c.md": "Sans titre.",
            "d.md": "# D\n\nTrois.",
            "SUMMARY.md": "* [Bé](b/README.md)\n  * [Cé](b/c)\n* [A](a.md)\n* [A](a.md)\n",
        },
    )
    found = [(p.name, p.title, p.level, p.listed) for p in find_pages(tmp_path)]
    assert found == [
        ("b/README.md", "Bé", 0, True),
        ("b/c.md", "Cé", 1, True),
        ("a.md", "A", 0, True),
        ("d.md", "", 0, False),
    ]
    titles = [s.document.title for s in read_sources(load_project([tmp_path]), Report())]
    assert titles == ["B", "Cé", "A"]


def test_a_page_that_has_only_a_title_is_a_group_of_the_contents(project: Path) -> None:
    write(
        project / "espace",
        **{
            "README.md": "# Accueil\n\nBonjour.",
            "aides__README.md": "# Les aides\n",
            "aides__velo.md": "# Le vélo\n\nCent euros.",
            "SUMMARY.md": "* [Accueil](README.md)\n* [Les aides](aides/README.md)\n"
            "  * [Le vélo](aides/velo.md)\n",
        },
    )
    assert build("espace", "--to", "html,text") == 0
    out = project / "output"
    assert set(codes(out)) & {"page-illisible", "page-sans-texte"} == {"page-sans-texte"}
    home, group = catalogue(out)["navigation"]
    assert home["title"] == "Accueil"
    assert (group["title"], "id" in group) == ("Les aides", False)
    assert [node["title"] for node in group["below"]] == ["Le vélo"]


def test_a_link_to_a_page_that_has_only_a_title_says_that_title(project: Path) -> None:
    """GitBook writes the name of the file."""
    link = '{% content-ref url="parts/" %}\n[parts](parts/)\n{% endcontent-ref %}\n'
    write(
        project,
        **{
            "content/SUMMARY.md": "* [A](a.md)\n* [Les parties](parts/README.md)\n",
            "content/a.md": f"# A\n\nMot.\n\n{link}",
            "content/parts/README.md": "# Les parties\n",
        },
    )
    assert build("content", "-o", "out", "--to", "text") == 0
    text = next((project / "out").glob("a/*.txt")).read_text(encoding="utf-8")
    assert "\nLes parties\n" in text


def test_a_link_to_the_title_of_a_group_leads_to_the_first_page_below(
    project: Path,
) -> None:
    links = "[aides](aides/), [vides](vides/README.md), [seule](seule.md)"
    write(
        project,
        **{
            "content/SUMMARY.md": "* [A](a.md)\n* [Les aides](aides/README.md)\n"
            "  * [Gardée](aides/gardee.md)\n  * [Sous](aides/sous.md)\n"
            "    * [Le vélo](aides/velo.md)\n* [Les vides](vides/README.md)\n"
            "  * [Autre site](https://exemple.fr)\n* [Seule](seule.md)\n",
            "content/a.md": f"# A\n\nVoir {links}.\n",
            "content/aides/README.md": "# Les aides\n",
            "content/aides/gardee.md": "---\npublier: non\n---\n\n# Gardée\n\nMot.\n",
            "content/aides/sous.md": "# Sous\n",
            "content/aides/velo.md": "# Le vélo\n\nCent euros.\n",
            "content/vides/README.md": "# Les vides\n",
            "content/seule.md": "# Seule\n",
        },
    )
    assert build("content", "--to", "html") == 0
    page = (project / "output/a/index.html").read_text("utf-8")
    main = BeautifulSoup(page, "html.parser").select("main p a")
    led = {a.get_text(): a["href"] for a in main}
    assert led["Les aides"] == "../velo/index.html"
    assert led["vides"] == "../plan-du-site/index.html"
    assert "seule" not in led
    assert codes(project / "output").count("lien-mort") == 1


def test_without_contents_the_index_page_of_a_folder_comes_first(tmp_path: Path) -> None:
    write(tmp_path, **{"a.md": "A", "README.md": "R", "b__Z.md": "Z"})
    write(tmp_path, **{"b__README.md": "B"})
    names = [page.name for page in find_pages(tmp_path)]
    assert names == ["README.md", "a.md", "b/README.md", "b/Z.md"]


def test_redirections_are_told_at_their_line(tmp_path: Path) -> None:
    configuration = "# Un commentaire\nroot: ./\n\nredirects:\n  ancien: a.md\n"
    write(tmp_path, **{"a.md": "A", ".gitbook.yaml": configuration})
    (finding,) = read_space(tmp_path).findings
    assert (finding.code, str(finding.pos)) == ("redirections-ignorees", ".gitbook.yaml:4")


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("root: ../ailleurs\n", "n’est pas un dossier d’ici"),
        ("root: rien\n", "n’est pas un dossier d’ici"),
        ("root: [\n", "gitbook.yaml:2 : ce fichier est mal écrit"),
        ("- liste\n", "gitbook.yaml:1 : ce fichier est mal écrit"),
        ("a: !!python/object:x {}\n", "ce fichier est mal écrit"),
    ],
)
def test_a_configuration_that_cannot_be_followed(
    tmp_path: Path, text: str, words: str
) -> None:
    (tmp_path / "ailleurs").mkdir()
    space = write(tmp_path / "espace", **{"a.md": "A", ".gitbook.yaml": text})
    with pytest.raises(InputError, match=words):
        find_pages(space)


def test_a_configuration_names_the_contents(tmp_path: Path) -> None:
    structure = "structure:\n  summary: ./menu.md\n"
    write(
        tmp_path,
        **{
            ".gitbook.yaml": structure,
            "menu.md": "* [B](b.md)\n",
            "b.md": "B",
            "a.md": "A",
        },
    )
    assert [page.name for page in find_pages(tmp_path)] == ["b.md", "a.md"]


def test_nothing_outside_the_space_is_read(tmp_path: Path) -> None:
    secret = write(tmp_path, **{"secret.md": "Secret.", "vars.yaml": "x: Secret"})
    space = write(
        tmp_path / "espace",
        **{
            "a.md": '{% include "lien.md" %}\n\nUn {% vars.x %}.\n\n[f](lien.txt)',
            ".gitbook.yaml": "structure:\n  summary: ../secret.md\n",
        },
    )
    (space / "lien.md").symlink_to(secret / "secret.md")
    (space / ".gitbook").mkdir()
    (space / ".gitbook/vars.yaml").symlink_to(secret / "vars.yaml")
    report = Report()
    sources = read_sources(load_project([space]), report)
    assert "Secret" not in repr([source.document for source in sources])
    assert {f.code for f in report.findings} == {
        "inclusion-impossible",
        "lien-symbolique",
        "variable-inconnue",
    }


def test_a_page_alone_is_read_in_its_space(tmp_path: Path) -> None:
    space = write(
        tmp_path,
        **{
            ".git__HEAD": "",
            ".gitbook.yaml": "root: docs\n",
            "docs__.gitbook__vars.yaml": "x: Dole\n",
            "docs__.gitbook__includes__a.md": "Inclus.",
            "docs__guides__b.md": "{% vars.x %}\n\n"
            '{% include "../.gitbook/includes/a.md" %}',
            "docs__SUMMARY.md": "* [Perdue](perdue.md)\n",
        },
    )
    report = Report()
    (source,) = read_sources(load_project([space / "docs/guides/b.md"]), report)
    assert source.page.name == "guides/b.md"
    assert plain_text(source.document) == "DoleInclus."
    assert report.findings == []


# Which pages are published


@pytest.mark.parametrize(
    ("settings", "published"),
    [
        ("", {"a.md", "brouillons/c.md"}),
        ('[pages]\nchoix = "toutes"\n', {"a.md", "brouillons/c.md", "hors.md"}),
        ('[pages]\nexclure = ["brouillons/**"]\n', {"a.md"}),
        ('[pages]\ninclure = ["hors.md", "a*"]\n', {"a.md", "hors.md"}),
        (
            '[pages]\nchoix = "marquees"\n[documents."cachee"]\npublier = true\n',
            {"cachee.md"},
        ),
    ],
)
def test_what_becomes_a_publication(
    tmp_path: Path, settings: str, published: set[str]
) -> None:
    write(
        tmp_path,
        **{
            "a.md": "Un.",
            "b.md": "---\npublier: non\n---\n\nDeux.",
            "brouillons__c.md": "Trois.",
            "hors.md": "Quatre.",
            "cachee.md": "---\nhidden: true\n---\n\nCinq.",
            "SUMMARY.md": "* [A](a.md)\n* [B](b.md)\n* [C](brouillons/c.md)\n"
            "* [Cachée](cachee.md)\n",
            "ppun.toml": settings,
        },
    )
    report = Report()
    sources = read_sources(load_project([tmp_path]), report)
    assert {source.page.name for source in sources} == published
    left = "page-hors-sommaire" in {finding.code for finding in report.findings}
    assert left == ("hors.md" not in published and "marquees" not in settings)


def test_what_is_not_published_is_told(project: Path) -> None:
    links = "[b](b.md), [c](c.md#x), [d](d.md), [e](e.md)"
    write(
        project / "content",
        **{
            ".gitbook.yaml": "structure:\n  summary: PLAN.md\n",
            "PLAN.md": "* [A](a.md)\n* [B](b.md)\n* [C](c.md)\n",
            "a.md": f"# Un\n\nVoir {links}.\n",
            "b.md": "---\ntitle: Deux\npublier: non\n---\n\nDeux.",
            "c.md": "---\nhidden: true\n---\n\nTrois.",
            "d.md": "# Quatre\n\nQuatre.",
        },
    )
    assert build("--to", "html") == 0
    log = (project / "output-rapport/build.json").read_text("utf-8")
    told = json.loads(log)["findings"]
    kept = {(f["file"], f["line"]) for f in told if f["code"] == "page-retenue"}
    assert kept == {("b.md", 3), ("c.md", 2)}
    dead = [f["message"] for f in told if f["code"] == "lien-mort"]
    assert ["pas publiée" in message for message in dead] == [True, False]
    (left,) = (f["message"] for f in told if f["code"] == "page-hors-sommaire")
    assert "(PLAN.md), non publiées : d.md." in left


def test_a_page_may_ask_to_be_published(tmp_path: Path) -> None:
    marked = "---\npublier: oui\n---\n\nDeux."
    write(tmp_path, **{"a.md": "Un.", "b.md": marked, "SUMMARY.md": "* [A](a.md)\n"})
    (tmp_path / "ppun.toml").write_text('[pages]\nchoix = "marquees"\n')
    sources = read_sources(load_project([tmp_path]), Report())
    assert [source.page.name for source in sources] == ["b.md"]


def test_patterns_of_pages() -> None:
    choice = PageChoice(excluded=("**/brouillon-*.md", "archives/*"))
    taken = [
        name
        for name in (
            "brouillon-1.md",
            "a/b/brouillon-2.md",
            "archives/a.md",
            "archives/b/c.md",
        )
        if choice.takes(name, listed=True)
    ]
    assert taken == ["archives/b/c.md"]


def test_the_front_matter_names_the_easy_version(project: Path) -> None:
    page = "---\nfacile: facile/autre.md\nvoix: silence\n---\n\n# Titre\n\nUn texte.\n"
    easy = "---\nstatut: brouillon\nsource: titre\n---\n\n# Titre\n\nUn texte court.\n"
    write(project / "content", **{"a.md": page, "facile__autre.md": easy})
    assert build("--to", "text") == 0
    assert (project / "output/titre/facile/titre-facile.txt").is_file()
    assert "facile-sans-texte" not in codes(project / "output")


def test_the_front_matter_chooses_the_voice(tmp_path: Path) -> None:
    """The settings of a text win over its page, the page over those of the project."""
    write(
        tmp_path,
        **{
            "a.md": "---\nvoix: silence\n---\n\n# Un\n\nMot.",
            "b.md": "# Deux\n\nMot.",
            "c.md": "---\nvoix: silence\n---\n\n# Trois\n\nMot.",
            "ppun.toml": 'voix = "pico"\n[documents."trois"]\nvoix = "pico"\n',
        },
    )
    project = load_project([tmp_path])
    casting = cast(project, None)
    texts = [source.document for source in read_sources(project, Report())]
    names = {text.title: casting.voice_of(text).name for text in texts}
    assert names == {"Un": "silence", "Deux": "pico", "Trois": "pico"}


def test_files_are_copied_when_they_are_what_they_say(project: Path) -> None:
    links = "[a](f/a.pdf) [b](f/b.pdf) [c](f/c.html) [d](f/d.csv) [e](../dehors.pdf)"
    write(project / "content", **{"a.md": f"# Titre\n\n{links}\n", "f__b.pdf": "<script>"})
    write(project / "content", **{"f__c.html": "<script>", "f__d.csv": "a;b\n"})
    (project / "content/f/a.pdf").write_bytes(b"%PDF-1.4")
    (project / "dehors.pdf").write_bytes(b"%PDF-1.4")
    assert build("--to", "html") == 0
    out = project / "output"
    assert sorted(p.suffix for p in (out / "medias").iterdir()) == [".csv", ".pdf"]
    assert codes(out).count("piece-jointe-absente") == 2
    assert codes(out).count("lien-mort") == 1


def test_a_document_that_is_only_downloaded(project: Path) -> None:
    """Without contents each document of a folder is a page, unless settings say not."""
    page = "# Titre\n\nLisez [le formulaire](pieces/f.html) et [la liste](pieces/l.txt).\n"
    write(project / "content", **{"a.md": page, "pieces__l.txt": "Liste\n\nUn.\n"})
    write(project / "content", **{"pieces__f.html": "<p>Un formulaire.</p>"})
    pages = load_project([project / "content"]).pages
    assert [p.name for p in pages if "pieces" in p.name] == [
        "pieces/f.html", "pieces/l.txt",
    ]  # fmt: skip
    write(project, **{"ppun.toml": '[pages]\nexclure = ["pieces/*"]\n'})
    assert build("--to", "html") == 0
    texts = catalogue(project / "output")["publications"]
    assert [text["source"] for text in texts if "pieces" in text["source"]] == []
    assert [p.suffix for p in (project / "output/medias").iterdir()] == [".txt"]


def test_the_program_builds_again_when_what_is_included_changes(project: Path) -> None:
    page = '# Titre\n\n{% include ".gitbook/includes/h.md" %}\n'
    included = write(
        project / "content", **{"a.md": page, ".gitbook__includes__h.md": "Un."}
    )
    assert build("--to", "text") == 0
    (included / ".gitbook/includes/h.md").write_text("Deux.")
    assert build("--to", "text") == 0
    text: Any = (project / "output/titre/titre.txt").read_text("utf-8-sig")
    assert "Deux." in text
    assert json.loads((project / "output/catalogue.json").read_text())["publications"]
