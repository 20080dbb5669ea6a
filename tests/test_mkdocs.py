"""Sites of MkDocs: their configuration, their contents, the Markdown of their pages."""

from __future__ import annotations

import json
import os
import pickle
import random
import shutil
from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import pytest
from harness import FOLDER, Case, cases
from mkdocs_pages import USUAL, site
from projects import build, catalogue, codes, project
from test_readers import outline

from ppun_access.document.model import Abbr, Deleted, Document, Heading, Span
from ppun_access.document.walk import nodes, plain_text
from ppun_access.errors import InputError, UsageError
from ppun_access.project.project import load_project
from ppun_access.readers import READERS, MkDocs, ReaderOptions
from ppun_access.readers.mkdocs.extensions import OPTIONS as READ
from ppun_access.readers.mkdocs.extensions import known
from ppun_access.report import Report

__all__ = ["project"]


def enabled(kind: str) -> MkDocs:
    """Return the site that enables what a case names."""
    if kind == "usual":
        return site(*USUAL)
    name = kind.replace("pymdownx-", "pymdownx.").replace("blocks-", "blocks.")
    assert known(name) or name == "none"
    return site(*(() if name == "none" else (name,)))


@pytest.mark.parametrize("case", cases("mkdocs"))
def test_case(case: Case) -> None:
    report, options = Report(), ReaderOptions(mkdocs=enabled(case.kind))
    documents = READERS["mkdocs"](case.source, "guides/page.md", options, report)
    told = map(str, report.findings)
    lines = [line for d in documents for line in (*outline(d), *marks(d))]
    case.check("\n".join([*lines, *told]))


def test_every_extension_has_a_case() -> None:
    found: list[Case] = [one.values[0] for one in cases("mkdocs")]  # type: ignore[attr-defined]
    kinds = {one.kind.replace("pymdownx-", "pymdownx.") for one in found}
    kinds = {kind.replace("blocks-", "blocks.") for kind in kinds}
    assert set(READ) - kinds == set()


def marks(document: Document) -> Iterator[str]:
    """Yield what an outline does not show: anchors, abbreviations, marked words."""
    for node in nodes(document):
        words = plain_text(node)
        match node:
            case Heading(id=name) if name:
                yield f"~ #{name} {words}"
            case Abbr(title=title):
                yield f"~ {words} : {title}"
            case Deleted():
                yield f"~ supprimé : {words}"
            case Span(role=role) if role:
                yield f"~ {role} : {words}"


# The configuration of a site

SITE = """\
site_name: !ENV [TITRE, "Les démarches"]
nav:
  - Accueil: index.md
  - Guides:
      - guides/a.md
      - En détail:
          - Le guide B: guides/b.md
      - Ailleurs: https://exemple.fr/
  - À propos: propos.md
  - Rien: absent.md
exclude_docs: |
  # ce qui n’est pas fini
  brouillons/
  *.tmp.md
draft_docs: /futur.md
markdown_extensions:
  - admonition
  - toc:
      permalink: true
      slugify: !!python/object/apply:pymdownx.slugs.slugify {kwds: {case: lower}}
  - pymdownx.emoji:
      emoji_generator: !!python/name:material.extensions.emoji.to_svg
  - abbr
  - mdx_truly_sane_lists
  - pymdownx.snippets:
      base_path: [includes]
      auto_append: [sigles.md]
plugins:
  - search
  - macros:
      module_name: !!python/name:os.system
"""
PAGES = {
    "docs/index.md": "# Bienvenue\n\nLe [guide](guides/a.md#été-2026), la HAS.\n",
    "docs/guides/a.md": "# Guide A\n\n## Été 2026\n\nLe [guide B](../b/).\n",
    "docs/guides/b.md": '---\ndescription: Pour les moteurs.\n---\n\n--8<-- "part.md"\n',
    "docs/propos.md": "# Qui\n\nNous.\n",
    "docs/hors.md": "# Hors du sommaire\n\nPublié.\n",
    "docs/brouillons/x.md": "# X\n\nNon.\n",
    "docs/y.tmp.md": "# Y\n\nNon.\n",
    "docs/futur.md": "# Futur\n\nNon.\n",
    "docs/robots.txt": "User-agent: *\n",
    "includes/sigles.md": "*[HAS]: Haute autorité de santé\n",
    "includes/part.md": "Première ligne.\n\nUn [lien](absent.md) mort.\n",
}


def made(folder: Path, files: dict[str, str], configuration: str = SITE) -> Path:
    """Write a site in a folder, and return the folder."""
    for name, text in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, "utf-8")
    (folder / "mkdocs.yml").write_text(configuration, "utf-8")
    return folder


@pytest.mark.parametrize("given", ["", "docs", "mkdocs.yml"])
def test_a_site_is_read_by_its_folder_its_pages_or_its_file(
    given: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TITRE", "Ce que dit cette machine")
    project = load_project([made(tmp_path, PAGES) / given])
    assert project.title == "Les démarches"
    assert [(page.name, page.title, page.level, page.group) for page in project.pages] == [
        ("index.md", "Accueil", 0, ""),
        ("guides/a.md", "", 0, "Guides"),
        ("guides/b.md", "Le guide B", 0, "Guides"),
        ("propos.md", "À propos", 0, ""),
        ("hors.md", "", 0, ""),
    ]
    assert project.left == ()


def test_a_site_is_published_with_its_contents_and_links(project: Path) -> None:
    made(project, PAGES)
    assert build("mkdocs.yml", "-o", "output", "--to", "html,text") == 0
    told = catalogue(project / "output")
    assert told["title"] == "Les démarches"
    assert told["navigation"] == [
        {"title": "Accueil", "id": "bienvenue"},
        {
            "title": "Guides",
            "below": [
                {"title": "Guide A", "id": "guide-a"},
                {"title": "En détail", "below": [{"title": "Le guide B", "id": "guide-b"}]},
                {"title": "Ailleurs", "url": "https://exemple.fr/"},
            ],
        },
        {"title": "À propos", "id": "qui"},
        {"title": "Hors du sommaire", "id": "hors-du-sommaire"},
    ]
    home = (project / "output/bienvenue/index.html").read_text("utf-8")
    assert 'href="../guide-a/index.html#ancre-ete-2026"' in home
    assert 'title="Haute autorité de santé"' in home
    guide = (project / "output/guide-a/index.html").read_text("utf-8")
    assert 'href="../guide-b/index.html"' in guide
    assert "Pour les moteurs" not in "".join(
        path.read_text("utf-8") for path in (project / "output").rglob("*.html")
    )
    log = json.loads((project / "output-rapport/build.json").read_text("utf-8"))
    places = {f["code"]: (f["file"], f["line"]) for f in log["findings"]}
    assert places["sommaire-sans-page"] == ("mkdocs.yml", 10)
    assert places["mkdocs-non-lu"] == ("mkdocs.yml", 24)
    message = next(f["message"] for f in log["findings"] if f["code"] == "mkdocs-non-lu")
    assert "mdx_truly_sane_lists, macros." in message


@pytest.mark.parametrize("site", ["", "site_url: https://exemple.fr/docs/\n"])
def test_an_absolute_address_of_the_contents_is_beside_the_site(
    project: Path, site: str
) -> None:
    nav = "nav:\n  - Accueil: index.md\n  - English: /en/\n"
    made(project, {"docs/index.md": "# B\n\nC.\n"})
    (project / "mkdocs.yml").write_text(f"site_name: A\n{site}{nav}", "utf-8")
    assert build(".", "-o", "output", "--to", "html,text") == 0
    log = (project / "output-rapport/build.json").read_text("utf-8")
    assert "sommaire-sans-page" not in log
    shown = str(catalogue(project / "output").get("navigation"))
    assert ("https://exemple.fr/en/" in shown) == bool(site)


def test_without_nav_folders_are_sections(tmp_path: Path) -> None:
    files = {
        "docs/zoo.md": "# Zoo\n",
        "docs/index.md": "# Accueil\n",
        "docs/guide-pratique/b.md": "# B\n",
        "docs/guide-pratique/README.md": "# Guide\n",
        "docs/guide-pratique/en_detail/c.md": "# C\n",
    }
    project = load_project([made(tmp_path, files, "site_name: Un site\n")])
    assert [(page.name, page.group) for page in project.pages] == [
        ("index.md", ""),
        ("zoo.md", ""),
        ("guide-pratique/README.md", "Guide pratique"),
        ("guide-pratique/b.md", "Guide pratique"),
        ("guide-pratique/en_detail/c.md", "Guide pratique"),
    ]
    (space,) = project.spaces
    assert [(e.title, e.level) for e in space.entries if not e.page] == [("En detail", 0)]


def test_the_settings_say_the_dialect(tmp_path: Path) -> None:
    made(tmp_path, PAGES)
    (tmp_path / "ppun.toml").write_text('dialecte = "gitbook"\n', "utf-8")
    names = {page.name for page in load_project([tmp_path]).pages}
    assert {"docs/brouillons/x.md", "includes/part.md"} <= names
    assert not any(page.mkdocs for page in load_project([tmp_path]).pages)
    (tmp_path / "mkdocs.yml").write_text("nav: [", "utf-8")
    assert load_project([tmp_path]).title == ""
    (tmp_path / "mkdocs.yml").unlink()
    (tmp_path / "ppun.toml").write_text('dialecte = "mkdocs"\n', "utf-8")
    assert all(page.mkdocs for page in load_project([tmp_path / "docs"]).pages)
    (tmp_path / "ppun.toml").write_text('dialecte = "jekyll"\n', "utf-8")
    with pytest.raises(UsageError, match="jekyll"):
        load_project([tmp_path])


def test_a_page_alone_is_read_in_its_site(tmp_path: Path) -> None:
    (page,) = load_project([made(tmp_path, PAGES) / "docs/guides/b.md"]).pages
    assert (page.name, page.root) == ("guides/b.md", tmp_path / "docs")
    assert page.mkdocs
    assert page.mkdocs.snippets == ("includes",)
    (readme,) = load_project([made(tmp_path, {"LISEZ.md": "# A\n"}) / "LISEZ.md"]).pages
    assert readme.mkdocs is None


@pytest.mark.parametrize(
    ("configuration", "told"),
    [
        ("site_name: [", r"mkdocs\.yml:\d+ : ce fichier est mal écrit"),
        ("docs_dir: ..", "docs_dir: .."),
        ("docs_dir: absent", "docs_dir: absent"),
        ("- a\n- b\n", "mal écrit"),
        ("nav: &a\n  - x: *a\n", "trop de valeurs"),
        (
            "a: &a [x, x, x, x, x, x, x, x, x]\n"
            + "".join(f"{n}: &{n} [{f'*{p}, ' * 9}]\n" for p, n in pairwise("abcdefg")),
            "trop de valeurs",
        ),
    ],
)
def test_a_site_that_is_badly_written_is_an_error(
    configuration: str, told: str, tmp_path: Path
) -> None:
    with pytest.raises(InputError, match=told):
        load_project([made(tmp_path, PAGES, configuration)])


def test_odd_values_of_a_configuration_are_nothing(tmp_path: Path) -> None:
    odd = (
        "site_name: [1]\nnav: {A: {B: [c.md, 4, null]}, D: 5, E: 'http://[x'}\n"
        "markdown_extensions: {toc: [1], admonition: 3, pymdownx.tilde: {delete: [x]},\n"
        "  pymdownx.arithmatex: {block_syntax: 3}, smarty: {smart_quotes: {a: 1}}}\n"
        "plugins: 3\nexclude_docs: 4\ndocs_dir: docs\n"
    )
    project = load_project([made(tmp_path, PAGES, odd)])
    page = next(page for page in project.pages if page.name == "propos.md")
    options = ReaderOptions(mkdocs=page.mkdocs)
    (document,) = READERS["mkdocs"]("# A\n\nUn ~~mot~~ $x$.\n", "a.md", options, Report())
    assert document.title == "A"


def test_a_value_that_is_said_once_is_read_where_it_is_referred_to(tmp_path: Path) -> None:
    configuration = (
        "site_name: &titre Un titre\ncopyright: *titre\n"
        "extra: &liens\n  - propos.md\nnav:\n  - *titre : index.md\n  - Aussi: *liens\n"
    )
    project = load_project([made(tmp_path, PAGES, configuration)])
    pages = [(page.name, page.title, page.group) for page in project.pages[:2]]
    assert pages == [("index.md", "Un titre", ""), ("propos.md", "", "Aussi")]


def test_nothing_that_a_configuration_names_is_run(tmp_path: Path) -> None:
    ran = tmp_path / "fait"
    configuration = (
        f"site_name: !!python/object/apply:os.system ['touch {ran}']\n"
        f"hooks: [!!python/object/apply:pathlib.Path.touch [!!python/object:x {{}}]]\n"
        "markdown_extensions:\n  - toc:\n      slugify: !!python/name:os.system\n"
        "  - os:\n  - pymdownx.superfences:\n      custom_fences:\n"
        "        - name: x\n          format: !!python/name:os.system\n"
    )
    made(tmp_path, {"docs/a.md": f"# T\n\n## touch {ran}\n\n```x\na\n```\n"}, configuration)
    project = load_project([tmp_path])
    assert project.title == ""
    options = ReaderOptions(mkdocs=project.pages[0].mkdocs)
    text = (tmp_path / "docs/a.md").read_text("utf-8")
    (document,) = READERS["mkdocs"](text, "a.md", options, Report())
    assert [type(block).__name__ for block in document.blocks] == ["Heading", "CodeBlock"]
    assert not ran.exists()


# Included files


def test_included_files_keep_their_lines(project: Path) -> None:
    made(project, PAGES)
    assert build(".", "-o", "output", "--to", "text") == 0
    log = json.loads((project / "output-rapport/build.json").read_text("utf-8"))
    dead = [f for f in log["findings"] if f["code"] == "lien-mort"]
    assert [(f["file"], f["line"]) for f in dead] == [("includes/part.md", 3)]
    (project / "includes/part.md").write_text("Autre chose.\n", "utf-8")
    assert build(".", "-o", "output", "--to", "text") == 0
    assert "lien-mort" not in codes(project / "output")
    assert "Autre chose." in next((project / "output/guide-b").glob("*.txt")).read_text()


INCLUDING = """\
--8<-- "part.md:2:2"

    --8<-- "code.py:fin"

;--8<-- "part.md"

--8<--
part.md
; rien.md
--8<--
--8<-- "boucle.md"
--8<-- "../../secret.md"
--8<-- ".env"
--8<-- "code.py:absent"
--8<-- "suite.md:2"
--8<-- "suite.md:-1,1:1"
--8<-- "https://exemple.fr/a.md"
"""


def test_sections_lines_loops_and_places_of_included_files() -> None:
    held = {
        "part.md": "un\ndeux\ntrois",
        "code.py": "a = 1\n# --8<-- [start:fin]\nb = 2\n# --8<-- [end:fin]\nc = 3",
        "boucle.md": 'avant\n--8<-- "boucle.md"\naprès',
        "suite.md": "alpha\nbeta\ngamma",
        "secret.md": "secret",
        ".env": "secret",
    }
    own = site("pymdownx.snippets")
    report = Report()
    (document,) = READERS["mkdocs"](
        INCLUDING, "a.md", ReaderOptions(mkdocs=own, files=held), report
    )
    text = "\n".join(outline(document))
    assert [text.count(word) for word in ("un", "deux", "b = 2", "c = 3")] == [1, 2, 1, 0]
    assert '--8<-- "part.md"' in text
    assert "avant après" in text
    assert "beta gamma gamma alpha" in text
    assert "secret" not in text
    told = [(str(f.pos), f.message) for f in report.findings]
    assert [pos for pos, _ in told] == [
        "boucle.md:2", "a.md:12", "a.md:13", "a.md:14", "a.md:17",
    ]  # fmt: skip
    assert "lui-même" in told[0][1]
    assert "« absent »" in told[3][1]
    assert "autre site" in told[4][1]


def test_only_files_of_the_site_are_included(tmp_path: Path) -> None:
    made(tmp_path / "site", {**PAGES, "docs/a.md": '--8<-- "../../dehors.md"\n\nFin.\n'})
    (tmp_path / "dehors.md").write_text("dehors", "utf-8")
    (tmp_path / "site/includes/lien.md").symlink_to(tmp_path / "dehors.md")
    pages = {page.name: page for page in load_project([tmp_path / "site"]).pages}
    own = pages["a.md"].mkdocs
    assert own
    from ppun_access.readers.mkdocs.snippets import snippet_files

    asked = '--8<-- "lien.md"\n--8<-- "../../dehors.md"\n--8<-- "part.md"\n'
    found = snippet_files(asked, own, pages["a.md"].reach)
    assert set(found) == {"includes/part.md", "includes/sigles.md"}


# What the cache keeps


def test_what_a_site_enables_is_part_of_what_a_page_is_made_of(tmp_path: Path) -> None:
    from ppun_access.build.page_tasks import read_task

    (page, *_) = load_project([made(tmp_path, PAGES)]).pages
    assert page.mkdocs
    other = replace(page, mkdocs=replace(page.mkdocs, directory_urls=False))
    plain = replace(page, mkdocs=None)
    tasks = [read_task(one, "fr", {}) for one in (page, other, plain)]
    assert len({task.key for task in tasks}) == 3
    assert pickle.loads(pickle.dumps(tasks)) == tasks  # read in other processes


# A whole site: what « mkdocs new » writes, and every extension that Material recommends

WHOLE = FOLDER / "mkdocs" / "site"


def test_a_site_with_every_extension_is_published_as_a_whole(project: Path) -> None:
    shutil.copytree(WHOLE, project / "site")
    assert build("site", "-o", "output", "--to", "html,text") == 0
    output, log = project / "output", project / "output-rapport" / "build.json"
    told = catalogue(output)
    lines = [json.dumps(told["navigation"], ensure_ascii=False, indent=1)]
    for name in sorted(one["id"] for one in told["publications"]):
        (text,) = (output / name).glob("*.txt")
        lines.append(f"==== {name}\n\n{text.read_text('utf-8-sig').strip()}\n")
    lines += [
        f"{f['file']}:{f['line']} {f['code']} {f['passage']}"
        for f in json.loads(log.read_text("utf-8"))["findings"]
        if f["file"]
    ]
    golden, got = WHOLE.with_suffix(".golden"), "\n".join(lines) + "\n"
    if os.environ.get("PPUN_GOLDEN"):
        golden.write_text(got, "utf-8")
    assert got == golden.read_text("utf-8")


def test_a_page_that_mkdocs_made_has_its_notes_and_tabs() -> None:
    page = (
        "<main><h1>A</h1><div class='admonition warning'><p class='admonition-title'>"
        "Warning</p><p>Texte.</p></div><div class='tabbed-set tabbed-alternate'>"
        "<div class='tabbed-labels'><label>Un</label><label>Deux</label></div><div "
        "class='tabbed-content'><div class='tabbed-block'><p>a</p></div><div "
        "class='tabbed-block'><p>b</p></div></div></div></main>"
    )
    (document,) = READERS["html"](page, "a.html", ReaderOptions(), Report())
    assert [line.split(" ", 1)[1] for line in [*outline(document)][1:]] == [
        "Callout warning", " 1 Para Texte.", "Div tabs", " 1 Div tab « Un »", "   1 Para a",
        " 1 Div tab « Deux »", "   1 Para b",
    ]  # fmt: skip


# Lines


WORDS = ("oui", "non", "le", "la", "mairie")


class Pages:
    """Writes pages of words that come back all the time; each line has one of its own."""

    def __init__(self, seed: int) -> None:
        self.pick, self.words = random.Random(seed), 0

    def line(self) -> str:
        """Return a line with an unknown tag, which is reported with the word in it."""
        self.words += 1
        around = " ".join(self.pick.choices(WORDS, k=self.pick.randint(0, 4)))
        return f"{around} <blink>mot{self.words}z</blink> {self.pick.choice(WORDS)}".strip()

    def block(self, depth: int) -> str:
        kinds = (
            f"{self.line()}\n{self.line()}",
            f"- {self.line()}\n- {self.line()}",
            f"| {self.line()} | a |\n|---|---|\n| {self.line()} | {self.line()} |",
            f"Un mot[^{self.words}] et {self.line()}\n\n[^{self.words}]: {self.line()}",
            f"Terme\n:   {self.line()}",
            f"## {self.line()} {{ #a{self.words} }}",
        )
        if depth == 2 or self.pick.random() < 0.6:
            return self.pick.choice(kinds)
        head = self.pick.choice(('!!! note "La mairie"', "??? tip", '=== "Oui"', "-   non"))
        inside = "\n\n".join(self.block(depth + 1) for _ in range(2))
        held = "\n".join(f"    {line}" if line else "" for line in inside.split("\n"))
        return f"{head}\n\n{held}\n\nFin {self.line()}"

    def page(self) -> str:
        return "\n\n".join(self.block(0) for _ in range(6)) + "\n"


@pytest.mark.parametrize("seed", range(0, 40, 10))
def test_what_a_finding_quotes_stands_at_its_line(seed: int) -> None:
    for number in range(seed, seed + 10):
        written = Pages(number)
        files = {"partie.md": written.page()}
        text = f'{written.page()}\n--8<-- "partie.md"\n\n{written.page()}'
        sources = {"a.md": text.split("\n"), "partie.md": files["partie.md"].split("\n")}
        report, options = Report(), ReaderOptions(mkdocs=site(*USUAL), files=files)
        READERS["mkdocs"](text, "a.md", options, report)
        told = [f for f in report.findings if f.code == "balise-inconnue"]
        assert len(told) == (text + files["partie.md"]).count("<blink>")
        for finding in told:
            assert finding.pos
            line = sources[finding.pos.file][finding.pos.line - 1]
            assert f"<blink>{finding.passage}</blink>" in line, (str(finding.pos), text)
