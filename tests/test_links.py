"""Links between pages as GitBook writes them: places in pages, folders, pages kept back."""

from __future__ import annotations

from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from projects import build, codes, project

from ppun_access.document.model import Heading, Link
from ppun_access.document.walk import nodes
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
    found = BeautifulSoup(page, "html.parser").select("main p a[href], main li a[href]")
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
