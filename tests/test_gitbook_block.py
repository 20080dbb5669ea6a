"""The block to paste in GitBook: what it says, and that a page with it is as without."""

from __future__ import annotations

import re
from pathlib import Path

import markdown
import pytest
from hypothesis import given
from hypothesis import strategies as st
from projects import build, catalogue, codes, project, snapshot

from ppun_access.document.model import Document
from ppun_access.publish.manifest import MANIFEST
from ppun_access.readers import read as read_file
from ppun_access.readers.gitbook.page import read_gitbook
from ppun_access.readers.model import ReaderOptions
from ppun_access.report import Report
from ppun_access.site.pages.downloads import gitbook_block
from ppun_access.writers.model import Download

assert project  # a fixture

PAGE = "edito/index.html"
SOUND = Download("edito", "integral", "mp3", "edito/edito.mp3", 1_100_000, 150.2)
FILES = [
    Download("edito", "integral", "html", PAGE, 9000),
    Download("edito", "integral", "opus", "edito/edito.opus", 400_000, 150.2),
    SOUND,
    Download("edito", "facile", "html", "edito/facile/index.html", 8000),
    Download("edito", "facile", "mp3", "edito/facile/edito-facile.mp3", 900_000, 99),
]
BLOCK = """{% hint style="info" %}
**Ce texte existe aussi sous d’autres formes**

* [Écouter, 2 min 30, 1,1 Mo](https://exemple.fr/textes/edito/edito.mp3)
* [Version simplifiée](https://exemple.fr/textes/edito/facile/)
* [Tous les formats](https://exemple.fr/textes/edito/#telecharger)
{% endhint %}
"""


def made(downloads: list[Download], base_url: str = "https://exemple.fr/textes") -> str:
    return gitbook_block(downloads, base_url).decode()


def read(text: str) -> tuple[Document, ...]:
    """Return the documents of a page in which nothing is to be told."""
    report = Report()
    found = read_gitbook(text, "page.md", ReaderOptions(), report)
    assert report.findings == []
    return found


# What it says


def test_the_block_has_the_true_figures() -> None:
    assert made(FILES).replace("\N{NO-BREAK SPACE}", " ") == BLOCK
    assert made(FILES, "https://exemple.fr/textes/") == made(FILES)


def test_it_leads_only_to_what_is_there() -> None:
    words = re.findall(r"\[(.*?)[],]", made(FILES[:1]))
    assert words == ["Tous les formats"]
    assert "edito.opus" in made(FILES[:2])
    assert "0 s" not in made([FILES[0], Download("edito", "integral", "mp3", "a.mp3", 1)])
    assert made(FILES[1:3]) == ""
    assert made(FILES, "") == ""


@pytest.mark.parametrize(
    ("seconds", "told"),
    [(45, "45 s"), (150, "2 min 30"), (120, "2 min"), (3900, "1 h 05 min")],
)
def test_lengths(seconds: float, told: str) -> None:
    sound = Download("edito", "integral", "mp3", "edito/edito.mp3", 999, seconds)
    text = made([FILES[0], sound]).replace("\N{NO-BREAK SPACE}", " ")
    assert f"[Écouter, {told}, 999 octets]" in text


def test_an_address_with_parentheses_is_one_address() -> None:
    block = made(FILES, "https://exemple.fr/a(b)")
    assert "(https://exemple.fr/a%28b%29/edito/#telecharger)" in block
    assert read(f"{block}\nTexte.\n") == read("Texte.\n")


# A page with it is as without

TEXT = "Un premier paragraphe, long de quelques mots.\n\n## Un titre\n\nLa suite.\n"
TABS = """{% tabs %}
{% tab title="L'édito de A" %}
IN_A
Un texte de A.
{% endtab %}
{% tab title="L'édito de B" %}
IN_B
Un texte de B.
{% endtab %}
{% endtabs %}
"""
LAYOUTS = {
    "as it is written": BLOCK,
    "with a line above its end": BLOCK.replace("{% end", "\n{% end"),
    "with GitBook's spaces": BLOCK.replace(" ", "&#x20;").replace("&#x20;style", " style")
    .replace("{%&#x20;", "{% ").replace("&#x20;%}", " %}").replace("*&#x20;", "* "),
    "with entities": BLOCK.replace("É", "&#xC9;").replace("é", "&#xE9;"),
    "with other bullets": BLOCK.replace("* [", "- ["),
    "with loose bullets": BLOCK.replace("\n* [", "\n\n* ["),
    "on lines of one paragraph": BLOCK.replace("\n\n*", "\\\n").replace("\n* ", "  \n"),
    "on one line": BLOCK.replace("\n\n* ", "\n\n").replace("\n* ", " · "),
    "in another colour": BLOCK.replace("info", "success"),
    "without its first line": BLOCK.replace(BLOCK.split("\n")[1], ""),
    "without its hint": "\n".join(BLOCK.split("\n")[1:-2]) + "\n",
    "in a quotation": "> " + "\n> ".join(BLOCK.split("\n")[1:-2]) + "\n",
    "without easy version": re.sub(r".*simpli.*\n", "", BLOCK),
    "with the names of files": BLOCK.replace("/#t", "/index.html#t"),
    "without slashes": BLOCK.replace("facile/", "facile").replace("/#t", "#t"),
    "twice": f"{BLOCK}\n{BLOCK}",
    "decomposed": BLOCK.replace("É", "E\u0301").replace("é", "e\u0301"),
}  # fmt: skip


@pytest.mark.parametrize("name", LAYOUTS)
def test_a_page_with_the_block_is_as_without(name: str) -> None:
    block = LAYOUTS[name]
    assert read(f"# Titre\n\n{block}\n{TEXT}") == read(f"# Titre\n\n{TEXT}")
    assert read(f"{block}\n# Titre\n\n{TEXT}") == read(f"# Titre\n\n{TEXT}")
    assert read(f"# Titre\n\n{TEXT}\n{block}") == read(f"# Titre\n\n{TEXT}")


@pytest.mark.parametrize("name", LAYOUTS)
def test_so_is_an_editorial_in_a_tab(name: str) -> None:
    block, bare = LAYOUTS[name], TABS.replace("IN_A\n", "").replace("IN_B\n", "")
    held = TABS.replace("IN_A", block).replace("IN_B", f"{block}\n")
    assert read(held) == read(bare)
    assert read(f"# Titre\n\n{block}\n{held}") == read(f"# Titre\n\n{bare}")
    assert read(f"# Titre\n\n{held}\n{block}") == read(f"# Titre\n\n{bare}")


@given(
    seconds=st.floats(0.1, 90_000), size=st.integers(1, 10**11), easy=st.booleans(),
    host=st.from_regex(r"[a-z]{1,9}\.(fr|example)(/[a-z-]{1,9}){0,3}", fullmatch=True),
)  # fmt: skip
def test_whatever_the_figures(seconds: float, size: int, easy: bool, host: str) -> None:
    sound = Download("edito", "integral", "mp3", "edito/edito.mp3", size, seconds)
    files = [FILES[0], sound, *(FILES[3:] if easy else ())]
    block = made(files, f"https://{host}")
    assert read(f"# Titre\n\n{block}\n{TEXT}") == read(f"# Titre\n\n{TEXT}")


def test_a_saved_page_with_the_block_is_as_without(tmp_path: Path) -> None:
    block = markdown.markdown("\n".join(BLOCK.split("\n")[1:-2]))
    pages = tmp_path / "avec" / "page.html", tmp_path / "sans" / "page.html"
    for page, held in zip(
        pages, (f'<div class="hint"><svg></svg>{block}</div>', ""), strict=True
    ):
        page.parent.mkdir()
        text = f"<h1>Titre</h1>{held}<p>Un texte de quelques mots.</p><p>La suite.</p>"
        page.write_text(f"<html lang='fr'><body><main>{text}</main></body></html>", "utf-8")
    assert block.count("<a ") == 3
    with_it, without = (read_file(page) for page in pages)
    assert with_it == without


# What is not ours stays


@pytest.mark.parametrize(
    "text",
    [
        BLOCK.replace("Tous les formats", "Tous nos formats"),
        BLOCK.replace("#telecharger", ""),
        BLOCK.replace("textes/edito/facile", "autre/facile"),
        BLOCK.replace("Version simplifiée", "Version courte"),
        BLOCK.replace("* [Écouter", "* À voir : [Écouter"),
        BLOCK.replace("* [Tous", "* ![Une carte](carte.png) [Tous"),
        "[Écouter](https://exemple.fr/edito/edito.mp3)\n",
        '{% hint style="info" %}\nUne phrase.\n{% endhint %}\n',
    ],
)
def test_links_of_an_author_stay(text: str) -> None:
    (with_it,), (without,) = read(f"{text}\n{TEXT}"), read(TEXT)
    assert len(with_it.blocks) > len(without.blocks)


def test_what_an_author_adds_in_the_hint_stays() -> None:
    added = BLOCK.replace("{% end", "\nUne phrase de plus.\n{% end")
    alone = '{% hint style="info" %}\nUne phrase de plus.\n{% endhint %}\n'
    assert read(f"{added}\n{TEXT}") == read(f"{alone}\n{TEXT}")


# In a build


EASY = "---\nstatut: brouillon\n---\n\n# Bonjour\n\nUn texte.\n"


@pytest.mark.usefixtures("warm_cache")
def test_a_build_writes_it_and_leaves_it_out(project: Path) -> None:
    (project / "ppun.toml").write_text('base_url = "https://exemple.fr/textes"\n')
    (project / "content" / "facile").mkdir()
    (project / "content" / "facile" / "bonjour-a-tous.md").write_text(EASY, "utf-8")
    formats = ("--to", "html,text,mp3")
    assert build(*formats) == 0
    report = project / "output-rapport"
    block = (report / "gitbook" / "bonjour-a-tous.md").read_text("utf-8")
    (text,) = catalogue(project / "output")["publications"]
    (sound,) = [f for f in text["versions"][0]["files"] if f["format"] == "mp3"]
    assert f"https://exemple.fr/textes/{sound['path']})" in block
    assert re.search(r"\[Écouter, \d+\Ws, \d+\Wko\]", block)
    assert "https://exemple.fr/textes/bonjour-a-tous/facile/)" in block
    assert 'href="gitbook/bonjour-a-tous.md"' in (report / "index.html").read_text("utf-8")
    before, told = snapshot(project / "output"), codes(project / "output")
    page = project / "content" / "a.md"
    page.write_text(f"{block}\n{page.read_text('utf-8')}", "utf-8")
    assert build(*formats) == 0
    after = snapshot(project / "output")
    assert before.pop(MANIFEST) != after.pop(MANIFEST)
    assert after == before
    assert codes(project / "output") == told
    own = report / "gitbook" / "a-nous.md"
    own.write_text("Une note de l’équipe.", "utf-8")
    (project / "ppun.toml").write_text("")
    assert build(*formats) == 0
    assert [path.name for path in (report / "gitbook").iterdir()] == [own.name]
    shown = (report / "index.html").read_text("utf-8")
    assert 'bonjour-a-tous.md">le bloc' not in shown
    assert shown.count("écrivez dans ppun.toml l’adresse du site, base_url") == 1
