"""Links between pages as GitBook writes them: places in pages, folders, pages kept back."""

from __future__ import annotations

import base64
import html
import json
from pathlib import Path
from zipfile import ZipFile

import pytest
from bs4 import BeautifulSoup
from projects import COMPLETE, build, catalogue, codes, failed, project

from ppun_access.build.sources import read_sources
from ppun_access.document.model import Heading, Image, Link
from ppun_access.document.walk import nodes, plain_text
from ppun_access.inspect.published_folder import inspect
from ppun_access.project.project import load_project
from ppun_access.readers import READERS, ReaderOptions
from ppun_access.report import Report
from ppun_access.transforms import STANDARD, TransformOptions, apply

__all__ = ["project"]


def write(folder: Path, pages: dict[str, str]) -> None:
    """Write the pages of a space; the page of the fixture is not among them."""
    (folder / "content/a.md").unlink(missing_ok=True)
    for name, text in pages.items():
        path = folder / "content" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")


def links_of(folder: Path, id_: str) -> dict[str, str]:
    """Return the links in the text of a published page: their words, where they lead."""
    page = (folder / "output" / id_ / "index.html").read_text("utf-8")
    found = BeautifulSoup(page, "html.parser").select("main .s a[href]")
    return {a.get_text(): str(a["href"]) for a in found}


def led(headings: str, place: str) -> int:
    """Return the number of the heading that ``#place`` leads to; 0 for none."""
    text = f"Voir [là]({place}).\n\n" + "".join(
        f"## {words}\n\nTexte.\n\n" for words in headings.split("|")
    )
    (page,) = READERS["gitbook"](text, "a.md", ReaderOptions(), Report())
    made = apply(STANDARD, page, TransformOptions(), Report())
    ids = [f"#{n.id}" if n.id else "" for n in nodes(made) if isinstance(n, Heading)]
    given = [id_ for id_ in ids if id_]
    assert len(given) == len(set(given)), "two headings have one id"
    (href,) = [n.href for n in nodes(made) if isinstance(n, Link)] or [""]
    return ids.index(href) + 1 if href in given else 0


@pytest.mark.parametrize(
    ("headings", "place", "found"),
    [
        # GitBook leaves apostrophes out; so does GitHub, which keeps accents
        ("Diffuser n’est pas publier", "#diffuser-nest-pas-publier", 1),
        ("L’accès à l'eau", "#lacces-a-leau", 1),
        ("L’accès à l'eau", "#lacc%C3%A8s-%C3%A0-leau", 1),
        ("L’accès à l'eau", "#l-acces-a-l-eau", 1),
        ("Qu'est-ce que la récolte (au dépôt) ?", "#quest-ce-que-la-recolte-au-depot", 1),
        # « & » is a word in GitBook, nothing in GitHub
        ("Questions & réponses", "#questions-and-reponses", 1),
        ("Questions & réponses", "#questions-et-reponses", 1),
        ("Questions & réponses", "#questions--réponses", 1),
        # dots: kept, or left out; a number that begins has « id- » before it
        ("Sur data.gouv.fr", "#sur-data.gouv.fr", 1),
        ("Sur data.gouv.fr", "#sur-datagouvfr", 1),
        ("1. S’inscrire", "#id-1.-sinscrire", 1),
        ("1. S’inscrire", "#1.-sinscrire", 1),
        ("Create an app in Azure AD", "#create-an-app-in-azure-a-d", 1),
        # titles said again have a number
        ("L’essentiel|L’essentiel|L’essentiel", "#lessentiel", 1),
        ("L’essentiel|L’essentiel|L’essentiel", "#lessentiel-1", 2),
        ("L’essentiel|L’essentiel|L’essentiel", "#lessentiel-2", 3),
        ("A & B|A & B", "#a-and-b-1", 2),
        # what is written in full comes before what is nearly that
        ("Étape 1|Étape|Étape", "#etape-1", 1),
        ("Lété|L’été", "#l-ete", 2),
        ("L’été|Lété", "#lete", 2),
        # an id that the author gave, or the words of the title
        ('Les dates <a href="#quand" id="quand"></a>', "#quand", 1),
        ('Les dates <a href="#quand" id="quand"></a>', "#les-dates", 1),
        ("Les dates", "#les-datés-et-lieux", 0),
        ("Identité 1", "#1", 0),
    ],
)
def test_a_place_is_found_as_gitbook_and_github_write_it(
    headings: str, place: str, found: int
) -> None:
    assert led(headings, place) == found


# Folders


def test_a_link_to_a_folder_leads_where_the_contents_say(project: Path) -> None:
    """``guide/README.md`` is in the contents, ``guide.md`` beside the folder is not."""
    links = (
        "[le guide](guide/), [court](guide), [place](guide/#les-dates), [vieux](guide.md)"
    )
    write(
        project,
        {
            "SUMMARY.md": "* [A](un.md)\n* [Le guide](guide/README.md)\n* [B](appui.md)\n",
            "un.md": f"# Un\n\nVoir {links}, [l’appui](appui/) et [seul](appui/autre).\n",
            "guide.md": "# Ancien\n\nVieux.\n",
            "guide/README.md": "# Le guide\n\n[Jours](./#les-dates).\n\n## Les dates\n",
            "appui.md": "# Appui\n\nMot.\n",
            "appui/README.md": "# Hors du sommaire\n\nMot.\n",
            "appui/autre.md": "---\npublier: oui\n---\n\n# Autre\n\nMot.\n",
        },
    )
    assert build("--to", "html") == 0
    assert links_of(project, "un") == {
        "le guide": "../guide/index.html",
        "court": "../guide/index.html",
        "place": "../guide/index.html#ancre-les-dates",
        "l’appui": "../appui/index.html",
        "seul": "../autre/index.html",
    }
    assert links_of(project, "guide") == {"Jours": "#ancre-les-dates"}
    assert codes(project / "output").count("lien-mort") == 1  # guide.md


@pytest.mark.parametrize("reader", ["gitbook", "markdown"])
def test_the_address_of_a_file_may_have_spaces(reader: str) -> None:
    """People write names as they see them; CommonMark would publish the signs instead."""
    text = (
        'Voir [les dates](mes pages/les dates.md#lete "Juin"), ![un plan](mes images/Plan '
        "(copie 2).PNG), [le guide][g], [une note](page 3) et [b](b.md (le c.pdf)).\n\n"
        "[g]: le guide.pdf\n"
    )
    (page,) = READERS[reader](text, "a.md", ReaderOptions(), Report())
    found = [n.href if isinstance(n, Link) else n.src
             for n in nodes(page) if isinstance(n, Link | Image)]  # fmt: skip
    assert found == [
        "mes pages/les dates.md#lete", "mes images/Plan (copie 2).PNG", "le guide.pdf",
        "b.md",
    ]  # fmt: skip
    assert "[une note](page 3)" in plain_text(page)


def test_a_sentence_that_ends_as_the_name_of_a_file_is_kept() -> None:
    """« [1]: Voir le rapport.pdf », for which no link asks, was taken for an address."""
    told = ("[1]: Voir le rapport annuel 2024.pdf", "[note]: Le document est notice.pdf")
    text = "# Page\n\n" + "\n\n".join(told) + "\n\n> [2]: Une note et sa pièce.pdf\n"
    (page,) = READERS["markdown"](text, "a.md", ReaderOptions(), Report())
    said = plain_text(page)
    assert all(words in said for words in (*told, "Une note et sa pièce.pdf"))


def test_why_a_file_that_is_there_is_not_given_is_told(project: Path) -> None:
    """It was said to be absent, too large or of a kind that no site gives."""
    for name, size in (("outil.exe", 9), ("faux.pdf", 9), ("gros.pdf", 1_100_000)):
        (project / "content" / name).write_bytes(b"%PDF-"[size == 9 :] + bytes(size))
    text = "".join(f"[Un fichier]({x})\n\n" for x in ("outil.exe", "faux.pdf", "gros.pdf"))
    write(project, {"page.md": f"# Page\n\n{text}[Un fichier](absent.pdf)\n"})
    (project / "ppun.toml").write_text("[limites]\npiece_jointe = 1\n")
    assert build("--to", "html") == 0
    log = json.loads((project / "output-rapport/build.json").read_text("utf-8"))
    told = [one["message"] for one in log["findings"] if one["line"] in (3, 5, 7, 9)]
    reasons = ("de cette sorte", "la fin de son nom", "plus de 1 Mo", "n’est pas dans le")
    assert [why in one for why, one in zip(reasons, told, strict=True)] == [True] * 4


# Words that are only an address


def test_a_link_that_says_a_file_name_says_the_title_of_what_it_leads_to(
    project: Path,
) -> None:
    links = (
        "[dates.md](guide/dates.md)", "[guide](guide/)", "[..](../)", "[.](./)",
        "[guide/dates.md](guide/dates.md)", "[dates.md#l-ete](guide/dates.md#l-ete)",
        "[#lete](guide/dates.md#lete)", "[#lici](#lici)", "[dates](guide/dates.md)",
        "[creer\\_un.md](creer_un.md)", "[creer%5Fun.md](creer_un.md#rien)",
        "[un%20deux.md](un%20deux.md)",
    )  # fmt: skip
    block = (
        '{% content-ref url="guide/dates.md" %}\n[dates.md](guide/dates.md)\n'
        "{% endcontent-ref %}"
    )
    write(
        project,
        {
            "README.md": "# Accueil\n\nMot.\n",
            "sous/README.md": "# Sous\n\n"
            + "\n\n".join((*links, block, "## L’*ici*\n\nFin.")),
            "sous/guide/README.md": "# Le guide\n\nMot.\n",
            "sous/guide/dates.md": "# Les dates\n\nMot.\n\n## L’été ?\n\nJuin.\n",
            "sous/creer_un.md": "# Créer un compte\n\nMot.\n",
            "sous/un deux.md": "# Un, deux\n\nMot.\n",
        },
    )
    assert build("--to", "html") == 0
    page = (project / "output/sous/index.html").read_text("utf-8")
    found = BeautifulSoup(page, "html.parser").select("main .s a[href]")
    assert [(a.get_text().replace("\u202f", " "), a["href"]) for a in found] == [
        ("Les dates", "../dates/index.html"),
        ("Le guide", "../guide/index.html"),
        ("Accueil", "../accueil/index.html"),
        ("Sous", "../sous/index.html"),
        ("Les dates", "../dates/index.html"),
        ("L’été ?", "../dates/index.html#ancre-l-ete"),
        ("L’été ?", "../dates/index.html#ancre-l-ete"),
        ("L’ici", "#ancre-l-ici"),
        ("dates", "../dates/index.html"),
        ("Créer un compte", "../creer-un-compte/index.html"),
        ("Créer un compte", "../creer-un-compte/index.html"),
        ("Un, deux", "../un-deux/index.html"),
        ("Les dates", "../dates/index.html"),
    ]


@pytest.mark.parametrize("kept", [True, False])
def test_a_link_to_a_file_that_is_a_page_leads_to_its_text(
    project: Path, kept: bool
) -> None:
    text = "# Un\n\nVoir [la note](note.txt).\n"
    write(project, {"un.md": text, "note.txt": "Note\n\nMot.\n"})
    if not kept:
        (project / "ppun.toml").write_text('[pages]\nexclure = ["note.txt"]\n', "utf-8")
    assert build("--to", "html") == 0
    given = sorted(path.name for path in (project / "output").glob("medias/*"))
    ((words, href),) = links_of(project, "un").items()
    assert words == "la note"
    assert (href == "../note/index.html") == kept == (not given), (href, given)


# Pages whose parts are editorials


TABS = """{% tabs %}
{% tab title="L’édito du maire" %}
#### **La ville change.**

Voir [la page](politique.md) et [l’autre](autre.md).
{% endtab %}

{% tab title="L’édito de l’adjointe" %}
Un mot.
{% endtab %}
{% endtabs %}
"""
PIXEL = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAQAAAC1HAwCAAAAC0lEQVR42mNkYAAAAAYAAjCB0C8AAAAASUVORK5CYII="
)


def test_a_page_of_editorials_keeps_its_address_and_its_picture(project: Path) -> None:
    other = TABS.replace("L’édito du maire", "L’édito d’Anne").replace("de l’adj", "d’adj")
    write(
        project,
        {
            "README.md": "# La ville\n\nVoir [politique](politique.md), [autre](autre.md), "
            "[#ici](autre.md#ici), [maire](politique.md#edito-du-maire).\n",
            "politique.md": f"# La politique\n\n![Une photo](photo.png)\n\n{TABS}",
            "autre.md": f"# Autre\n\nAvant les onglets.\n\n## Ici\n\nLà.\n\n{other}",
            "SUMMARY.md": "* [La ville](README.md)\n* [La politique](politique.md)\n"
            "* [Autre](autre.md)\n",
        },
    )
    (project / "content/photo.png").write_bytes(PIXEL)
    assert build("--to", "html") == 0
    assert links_of(project, "ville") == {
        "politique": "../edito-du-maire/index.html",
        "autre": "../autre/index.html",
        "Ici": "../autre/index.html#ancre-ici",
        "maire": "../edito-du-maire/index.html",
    }
    assert links_of(project, "edito-du-maire") == {
        "la page": "../edito-du-maire/index.html", "l’autre": "../autre/index.html"
    }  # fmt: skip
    assert links_of(project, "autre") == {
        "L’édito d’Anne": "../edito-d-anne/index.html",
        "L’édito d’adjointe": "../edito-d-adjointe/index.html",
    }
    out = project / "output"
    home = (out / "index.html").read_text("utf-8")
    assert "Avant les onglets" not in home
    assert "Une photo" not in home
    for id_ in ("edito-du-maire", "edito-de-l-adjointe"):
        page = (out / id_ / "index.html").read_text("utf-8")
        assert 'alt="Une photo"' in page
    lead = (out / "edito-du-maire/index.html").read_text("utf-8")
    assert 'class="chapeau"' in lead
    first, policy, last = catalogue(out)["navigation"]
    assert (first["id"], policy.get("id")) == ("ville", None)
    below = [line["title"] for line in (*policy["below"], *last["below"])]
    assert below == [
        "L’édito du maire", "L’édito de l’adjointe", "L’édito d’Anne", "L’édito d’adjointe"
    ]  # fmt: skip
    assert last["id"] == "autre"
    assert "texte-hors-edito" not in codes(out)


# Pages that GitBook hides


HIDDEN = "---\nhidden: true\n---\n\n"


def space_with_hidden_pages(project: Path, many: int) -> None:
    names = [f"cachee-{number}.md" for number in range(many)]
    links = " ".join(f"[suite {name[7:-3]}]({name})" for name in names)
    pages = {name: f"{HIDDEN}# Cachée {name[7:-3]}\n\nUn secret.\n" for name in names}
    first = f"# Un\n\nVoir {links}, [encore](cachee-1.md) et [gardée](gardee.md).\n"
    contents = "".join(f"* [C]({name})\n" for name in names)
    write(
        project,
        {
            **pages,
            "un.md": first,
            "gardee.md": "---\ntitle: Gardée\npublier: non\n---\n\nMot.\n",
            "deux.md": "# Deux\n\nFin.\n",
            "cachee-2.md": f"{HIDDEN}# Cachée 2\n\n## Ici\n\nVoir [Un](un.md).\n",
            "SUMMARY.md": f"{contents}* [Un](un.md)\n* [G](gardee.md)\n* [Deux](deux.md)\n",
        },
    )


def test_pages_that_are_kept_back_are_told_once(project: Path) -> None:
    space_with_hidden_pages(project, 12)
    assert build("--to", "html") == 0
    log = json.loads((project / "output-rapport/build.json").read_text("utf-8"))
    told = [f for f in log["findings"] if f["code"] == "page-retenue"]
    hidden, marked = sorted(told, key=lambda f: len(f["pages"]), reverse=True)
    assert set(hidden["pages"]) == {f"cachee-{number}.md" for number in range(12)}
    assert hidden["message"].startswith("12\u00a0pages que GitBook cache")
    report = (project / "output-rapport/index.html").read_text("utf-8")
    assert 'masquees = "publier"' in html.unescape(report)
    assert (hidden["file"], hidden["line"]) == ("cachee-0.md", 2)
    assert marked["pages"] == ["gardee.md"]
    assert "gardee.md. Retirez cette ligne" in marked["message"]
    assert (marked["file"], marked["line"]) == ("gardee.md", 3)
    assert "lien-mort" not in codes(project / "output")
    page = (project / "output/un/index.html").read_text("utf-8")
    assert "suite 3" in page
    assert links_of(project, "un") == {}
    assert not list((project / "output").glob("cachee*"))


def test_pages_that_gitbook_hides_are_published_out_of_the_menus(project: Path) -> None:
    space_with_hidden_pages(project, 3)
    first = 'base_url = "https://exemple.fr"\nrapport_public = true\n'
    settings = f'{first}{COMPLETE}[pages]\nmasquees = "publier"\n'
    (project / "ppun.toml").write_text(settings, "utf-8")
    formats = "html,text,epub,mp3,podcast,kit,report"
    assert build("--to", formats) == 0
    out = project / "output"
    assert set(codes(out)) & {"page-retenue", "lien-mort"} == {"page-retenue"}
    assert links_of(project, "un")["suite 1"] == "../cachee-1/index.html"
    assert links_of(project, "cachee-2") == {"Un": "../un/index.html"}
    page = (out / "cachee-2/index.html").read_text("utf-8")
    assert '<meta name="robots" content="noindex">' in page
    assert (out / "cachee-2/cachee-2.mp3").is_file()
    named = [p["id"] for p in catalogue(out)["publications"] if p.get("hidden")]
    assert named == [f"cachee-{number}" for number in range(3)]
    assert "cachee" not in json.dumps(catalogue(out)["navigation"])
    assert catalogue(out)["title"] == "Un"
    pages = ("index", "plan-du-site/index", "telechargements/index", "rapport/index")
    for path in (*(f"{name}.html" for name in (*pages, "deux/index")),
                 "sitemap.xml", "podcast.xml"):  # fmt: skip
        told = (out / path).read_text("utf-8")
        assert "deux" in told.lower()
        assert "cachee" not in told.lower(), path
        assert "Cachée" not in told, path
    with ZipFile(out / "ppun.epub") as book:
        inside = [name for name in book.namelist() if "cachee" in name]
        assert inside == []
    assert not [p for p in (out / "kit-hors-ligne").rglob("*") if "achee" in p.name]
    assert inspect(out).faults == ()


def test_a_hidden_page_does_not_open_the_site(project: Path) -> None:
    write(
        project,
        {
            "cachee.md": f"{HIDDEN}# Cachée\n\nUn secret.\n\n{TABS}",
            "un.md": f"# Un\n\nBonjour.\n\n{TABS}",
            "SUMMARY.md": "* [C](cachee.md)\n* [Un](un.md)\n",
            "ppun.toml": '[pages]\nmasquees = "publier"\n',
        },
    )
    sources = read_sources(load_project([project / "content"]), Report())
    found = [(s.document.title, s.document.meta) for s in sources]
    assert [(t, m.hidden, m.opening) for t, m in found if "dito" not in t] == [
        ("Cachée", True, False), ("Un", False, True)
    ]  # fmt: skip
    assert [m.hidden for t, m in found if "dito" in t] == [True, True, False, False]


def test_nothing_but_hidden_pages_is_no_site(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    write(project, {"un.md": f"{HIDDEN}# Un\n\nMot.\n"})
    (project / "ppun.toml").write_text('[pages]\nmasquees = "publier"\n', "utf-8")
    assert failed(capsys, "build", "--to", "html")[0] == 3
