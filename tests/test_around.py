"""The pages around the texts: declaration, help, plan, downloads, legal notice, 404."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any
from urllib.parse import urljoin

import many_texts
import pytest
from bs4 import BeautifulSoup
from projects import COMPLETE, LEGAL, build, project, snapshot

from ppun_access.cli import main
from ppun_access.commands import doctor
from ppun_access.errors import UsageError
from ppun_access.formats import FORMATS
from ppun_access.inspect.published_folder import inspect
from ppun_access.settings.ppun_toml import load_settings
from ppun_access.settings.sections import Contact
from ppun_access.settings.statements import (
    AccessibilitySettings,
    LegalNotice,
    Trial,
    expiry,
    load_trials,
    missing_of_declaration,
    missing_of_notice,
)
from ppun_access.site.pages.around import AroundOptions, around, sitemap
from ppun_access.site.pages.offline import Weight, weigh
from ppun_access.writers.html.frame import AROUND

__all__ = ["project"]

TITLE = "Politique publique"
HEADINGS = [
    (2, "État de conformité"), (3, "Résultats des tests"),
    (2, "Contenus non accessibles"), (3, "Non-conformités"),
    (3, "Dérogations pour charge disproportionnée"),
    (3, "Contenus non soumis à l’obligation d’accessibilité"),
    (2, "Établissement de cette déclaration d’accessibilité"),
    (3, "Technologies utilisées pour la réalisation du site"), (3, "Environnement de test"),
    (3, "Outils pour évaluer l’accessibilité"),
    (3, "Pages du site ayant fait l’objet de la vérification de conformité"),
    (2, "Retour d’information et contact"), (2, "Voies de recours"),
]  # fmt: skip
"""Those of the official model, in its order."""
CONTACT = Contact("la mission", "03 00 00 00 00", "4 rue A\n25000 B", "a@exemple.fr")
SAID = AccessibilitySettings(
    "partiellement conforme", "2026-11-25", "2027-01-01", "la société Exemple", 78.5, 91.0,
    "https://exemple.fr/grille", ("Une image sans texte.",), ("Les archives.",),
    ("Les cartes.",), ("axe",), ("Accueil",), "https://exemple.fr/ecrire",
    "https://exemple.fr/schema", "https://exemple.fr/plan", "https://exemple.fr/bilan",
)  # fmt: skip
NOTICE = LegalNotice("Ada L.", "Hébergeur\n1 rue C", "2 rue D", "04", "Licence Ouverte 2.0")
FULL = AroundOptions(
    "la Région", "https://exemple.fr/site", contact=CONTACT, accessibility=SAID,
    notice=NOTICE, trials=(Trial("2026-11-02", "Windows 11", "NVDA 2026.1", "Firefox"),),
)  # fmt: skip


def files_of(folder: str) -> list[dict[str, Any]]:
    page = {"format": "html", "path": f"{folder}/index.html", "bytes": 900}
    names = [n for n in (*FORMATS, "mp4") if n not in ("html", "podcast", "kit")]
    rest = [{"format": n, "path": f"{folder}/x.{n}", "bytes": 9000} for n in names]
    return [page, *rest]


def catalogue() -> dict[str, Any]:
    versions = [
        {"version": "facile", "status": "brouillon", "files": files_of("bus/facile")},
        {"version": "integral", "status": "publie", "files": files_of("bus")},
    ]
    whole = {"format": "epub", "variant": "book", "path": "ppun.epub", "bytes": 9}
    text = {"id": "bus", "title": "Le bus", "versions": versions}
    return {"title": TITLE, "publications": [text], "files": [whole]}


def soup_of(path: str, options: AroundOptions | None = None) -> BeautifulSoup:
    content = around(catalogue(), options or AroundOptions())[path]
    assert isinstance(content, bytes)
    return BeautifulSoup(content.decode(), "html.parser")


def shown(soup: BeautifulSoup) -> str:
    main_ = soup.select_one("main")
    assert main_ is not None
    return " ".join(main_.get_text(" ").split())


# The declaration


def declaration(options: AroundOptions | None = None) -> BeautifulSoup:
    return soup_of("accessibilite/index.html", options)


@pytest.mark.parametrize(
    ("publisher", "said"),
    [
        ("Région Bourgogne-Franche-Comté", "La Région Bourgogne-Franche-Comté s’engage"),
        ("Département du Jura", "Le Département du Jura s’engage"),
        ("Académie de Dijon", "L’Académie de Dijon s’engage"),
        ("la Région", "La Région s’engage"),
        ("Nantes Métropole", "Nantes Métropole s’engage"),
        ("", "L’éditeur de ce site s’engage"),
    ],
)
def test_who_publishes_has_an_article(publisher: str, said: str) -> None:
    soup = declaration(replace(FULL, publisher=publisher))
    text = shown(soup)
    assert said in text
    assert f"À cette fin, {said[0].lower()}" in text or publisher.startswith("Nantes")


@pytest.mark.parametrize("options", [AroundOptions(), FULL])
def test_the_declaration_has_the_headings_of_the_model(options: AroundOptions) -> None:
    soup = declaration(options)
    found = [(int(h.name[1]), h.get_text()) for h in soup.select("main h2, main h3")]
    assert found == HEADINGS
    assert [h.get_text() for h in soup.select("h1")] == ["Déclaration d’accessibilité"]
    for heading in soup.select("main h3"):
        after = heading.find_next_sibling()
        assert after is not None
        assert after.get_text(strip=True), heading
    assert "Libre réponse 71120" in shown(soup)
    addresses = {a["href"] for a in soup.select("main a")}
    assert {
        "https://formulaire.defenseurdesdroits.fr/",
        "https://www.defenseurdesdroits.fr/carte-des-delegues",
    } <= addresses


def test_without_settings_the_declaration_is_honest() -> None:
    told = shown(declaration())
    assert "est non conforme avec le référentiel" in told
    assert "Aucun audit de conformité n’a encore été réalisé" in told
    assert "Aucun essai fait par une personne" in told
    assert "à donner" not in told
    assert "schéma" not in told
    assert "%" not in told
    assert "mailto:" not in str(declaration())


def test_the_declaration_says_all_that_the_settings_give() -> None:
    soup = declaration(FULL)
    told = shown(soup)
    for words in (
        "La Région s’engage", "https://exemple.fr/site", "partiellement conforme",
        "par la société Exemple", "78,5 %", "91 %", "Une image sans texte.",
        "Les archives.", "Les cartes.", "le 25 novembre 2026", "mise à jour le 1er janvier",
        "NVDA 2026.1 et Firefox, sur Windows 11, le 2 novembre 2026", "axe", "03 00 00",
        "4 rue A 25000 B",
    ):  # fmt: skip
        assert words in told, words
    assert "reste à donner" not in told
    assert "Aucun" not in told
    addresses = {str(a["href"]) for a in soup.select("main a")}
    own = {a for a in addresses if "exemple.fr" in a}
    assert own == {
        "https://exemple.fr/grille", "https://exemple.fr/ecrire", "mailto:a@exemple.fr",
        "https://exemple.fr/schema", "https://exemple.fr/plan", "https://exemple.fr/bilan",
    }  # fmt: skip


def test_a_site_that_meets_everything_says_so() -> None:
    said = replace(SAID, state="totalement conforme", rate=100.0, faults=(), waivers=())
    told = shown(declaration(replace(FULL, accessibility=said)))
    assert "est totalement conforme avec" in told
    assert "en raison" not in told
    assert "n’a pas relevé de non-conformité" in told


@pytest.mark.parametrize(
    ("toml", "told"),
    [
        ('etat = "conforme"', "« totalement conforme »"),
        ('etat = "partiellement conforme"', "il faut un audit"),
        ("taux = 78.0", "auditeur et date"),
        ('date = "25/11/2026"', "un jour comme 2026-11-25"),
        ('mise_a_jour = "2026-02-30"', "un jour comme 2026-11-25"),
        ('plan_action = "plan.pdf"', "une adresse"),
        ('schema = "https://a.fr"', "« schema_pluriannuel »"),
        (
            'etat = "totalement conforme"\nauditeur = "A"\ndate = "2026-01-01"\n'
            "taux = 78.0",
            "« partiellement conforme »",
        ),
        ('auditeur = "A"\ndate = "2026-01-01"\ntaux = 78.0', "« partiellement conforme »"),
        ('auditeur = "A"\ndate = "2026-01-01"\ntaux = 120.0', "de 0 à 100"),
    ],
)
def test_a_declaration_that_cannot_be_is_refused(
    tmp_path: Path, toml: str, told: str
) -> None:
    path = tmp_path / "ppun.toml"
    path.write_text(f"[accessibilite]\n{toml}\n", "utf-8")
    with pytest.raises(UsageError) as caught:
        load_settings(path)
    assert told in str(caught.value)
    assert "[accessibilite]" in str(caught.value)


def test_what_the_law_wants_is_named() -> None:
    none = missing_of_declaration(AccessibilitySettings(), Contact(), "")
    assert len(none) == 5
    assert "[accessibilite] schema_pluriannuel" in none
    assert missing_of_declaration(SAID, Contact(), "la Région") == ()
    assert len(missing_of_notice(LegalNotice(), Contact(), "")) == 5
    assert missing_of_notice(NOTICE, Contact(), "la Région") == ()
    assert missing_of_notice(LegalNotice("A", "B"), CONTACT, "la Région") == ()


def test_a_declaration_is_valid_for_three_years() -> None:
    assert expiry(AccessibilitySettings()) is None
    assert expiry(AccessibilitySettings(date="2024-02-29")) == date(2027, 3, 1)
    assert expiry(SAID) == date(2030, 1, 1)


OLD = '[accessibilite]\ndate = "2020-01-01"\n'


@pytest.mark.parametrize(
    ("toml", "day", "state", "advice"),
    [
        ("", date(2026, 11, 25), "non conforme, incomplète", "[accessibilite] plan_action"),
        (COMPLETE, date(2026, 11, 26), "valable jusqu’au 25/11/2029", ""),
        (COMPLETE, date(2029, 11, 24), "valable jusqu’au 25/11/2029", ""),
        (COMPLETE, date(2029, 11, 25), "dépassée", "mise_a_jour"),
        (OLD, date(2026, 11, 25), "incomplète, dépassée", "[accessibilite] plan_action"),
    ],
)
def test_doctor_reminds_of_the_declaration(
    tmp_path: Path, toml: str, day: date, state: str, advice: str
) -> None:
    path = tmp_path / "ppun.toml"
    path.write_text(toml, "utf-8")
    check = doctor.declaration(load_settings(path), day)
    assert state in check.state
    assert advice in check.advice
    assert bool(check.advice) == bool(advice)
    assert not check.required
    if toml:
        assert "se dépose aussi en ligne" in check.state + check.advice


def test_doctor_shows_it(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (project / "ppun.toml").write_text(COMPLETE, "utf-8")
    assert main(["doctor"]) in (0, 4)
    assert "déclaration d’accessibilité : non conforme" in capsys.readouterr().out


# The tests that people made


def test_trials_are_read(tmp_path: Path) -> None:
    path = tmp_path / "essais.toml"
    assert load_trials(path) == ()
    path.write_text(
        '[[essais]]\ndate = "2026-11-02"\nappareil = "iPhone"\n'
        'aide_technique = "VoiceOver"\npages = ["Accueil"]\n',
        "utf-8",
    )
    assert load_trials(path) == (
        Trial("2026-11-02", "iPhone", "VoiceOver", pages=("Accueil",)),
    )


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ('[[essais]]\nappareil = "PC"', "pas de jour"),
        ('[[essais]]\ndate = "2026-11-02"', "pas d’appareil"),
        ('[[essais]]\ndate = "hier"\nappareil = "PC"', "pas de jour"),
        ('[[essais]]\nappareils = "PC"', "« appareil »"),
        ('essais = "PC"', "[[essais]]"),
        ('[[essai]]\nappareil = "PC"', "« essais »"),
    ],
)
def test_a_mistake_in_the_trials_is_named(tmp_path: Path, text: str, told: str) -> None:
    path = tmp_path / "essais.toml"
    path.write_text(text, "utf-8")
    with pytest.raises(UsageError) as caught:
        load_trials(path)
    assert told in str(caught.value)


# The other pages


def test_the_legal_notice_says_what_is_known_and_what_is_not() -> None:
    path = "mentions-legales/index.html"
    told = shown(soup_of(path, FULL))
    for words in ("la Région", "2 rue D", "Ada L.", "Hébergeur 1 rue C", "Licence Ouverte"):
        assert words in told
    assert "à donner" not in told
    told = shown(soup_of(path))
    assert "à donner" not in told
    for unknown in ("Éditeur", "Direction", "Hébergement", "Réutilisation"):
        assert unknown not in told
    assert "Données personnelles" in told
    assert "Nous contacter" not in told


def test_the_plan_leads_to_every_page() -> None:
    soup = soup_of("plan-du-site/index.html")
    addresses = [str(a["href"]) for a in soup.select(".plan a")]
    assert addresses == [
        "../index.html", "../bus/index.html", "../bus/facile/index.html",
        "../telechargements/index.html", "../professionnels/index.html",
        "../hors-ligne/index.html",
        *(f"../{path}" for path, _ in AROUND),
    ]  # fmt: skip
    names = [" ".join(a.get_text().split()) for a in soup.select("main a")]
    assert len(set(names)) == len(names)


WORK = (".vtt", ".chapters", ".cover", ".pef")
PROFESSIONAL = tuple(f"x{end}" for end in WORK)
"""How the files of professionals end."""


def test_each_file_is_on_the_page_of_those_whom_it_serves() -> None:
    both = files_of("bus"), files_of("bus/facile")
    wanted = {f"../{f['path']}" for files in both for f in files} | {"../ppun.epub"}
    found: dict[str, list[str]] = {}
    for path in ("telechargements/index.html", "professionnels/index.html"):
        links = soup_of(path).select(".fichiers a")
        found[path] = [str(a["href"]) for a in links]
        assert len(set(found[path])) == len(links)
        names = [" ".join(a.get_text().split()) for a in links]
        assert len(set(names)) == len(names)
    readers, work = found.values()
    assert {*readers, *work} == {path for path in wanted if not path.endswith(".html")}
    assert len(work) == 2 * len(PROFESSIONAL)
    assert all(path.endswith(PROFESSIONAL) for path in work)
    assert not any(path.endswith(PROFESSIONAL) for path in readers)


def test_downloads_begin_with_what_people_want_to_do() -> None:
    soup = soup_of("telechargements/index.html")
    headings = {f"#{h['id']}": h.get_text() for h in soup.select("h2")}
    menu = {str(a["href"]): a.get_text() for a in soup.select("header nav.choisir a")}
    assert menu == headings
    assert [*menu] == [
        "#ecouter", "#signes", "#lire", "#imprimer", "#braille", "#emporter",
    ]  # fmt: skip
    listen = soup.select("section")[0]
    folded = {str(a["href"]) for a in listen.select("details a")}
    seen = [str(a["href"]) for a in listen.select("a") if a["href"] not in folded]
    assert seen == ["../bus/x.mp3", "../bus/facile/x.mp3"], "one kind of file a need"
    assert "../bus/x.opus" in folded
    assert listen.get_text().count("pour écouter sur un téléphone") == 1


def test_many_texts_offer_their_files_on_their_own_pages() -> None:
    """The page of downloads leads there; professionals have several pages; none is lost."""
    texts = many_texts.catalogue(120)
    texts["files"] = catalogue()["files"]
    texts["navigation"].pop()  # ten texts that the contents do not name
    pageless = texts["publications"][0]["versions"][0]
    del pageless["files"][0]
    made = around(texts, AroundOptions())
    found: dict[str, list[str]] = {}
    for path, content in made.items():
        if path.startswith(("telechargements/", "professionnels/")):
            soup = BeautifulSoup(bytes(content).decode(), "html.parser")
            found[path] = [urljoin(path, str(a["href"])) for a in soup.select("main a")]
    downloads, work, *pages = found.values()
    assert len(pages) > 3
    assert {*pages_of(found)} <= {*work}, "each page is named"
    assert all(len(page) <= 240 + 1 for page in (work, *pages))
    led = {href.removesuffix("#telecharger") for href in downloads}
    for text in texts["publications"]:
        for version in text["versions"]:
            shown = {f["path"] for f in version["files"]}
            readers = {path for path in shown if not path.endswith(WORK)}
            own = [path for path in shown if path.endswith("/index.html")]
            assert {*own} <= led if own else readers <= led, text["title"]
            assert shown - readers <= {href for page in pages for href in page}
    addresses = str(sitemap(texts, "https://exemple.fr")["sitemap.xml"])
    assert "<loc>https://exemple.fr/professionnels/1/</loc>" in addresses
    assert "ppun.epub" in downloads


def pages_of(found: dict[str, list[str]]) -> list[str]:
    return [path for path in found if path.count("/") > 1]


def test_professionals_are_led_to_their_page_only_where_it_is() -> None:
    away = "../professionnels/index.html"
    for page in ("telechargements/index.html", "plan-du-site/index.html"):
        assert soup_of(page).select(f'a[href="{away}"]')
    assert soup_of("professionnels/index.html").select('a[href="../catalogue.json"]')
    address = "<loc>https://exemple.fr/professionnels/</loc>"
    assert address in str(sitemap(catalogue(), "https://exemple.fr")["sitemap.xml"])
    plain = catalogue()
    for version in plain["publications"][0]["versions"]:
        version["files"] = version["files"][:3]
    made = around(plain, AroundOptions())
    assert "professionnels/index.html" not in made
    for page in ("telechargements/index.html", "plan-du-site/index.html"):
        assert "professionnels" not in str(made[page])


def test_the_eco_design_page_gives_what_was_weighed() -> None:
    weights = (Weight("index.html", 12_000, 3), Weight("bus/index.html", 30_000, 4))
    told = shown(soup_of("eco-conception/index.html", AroundOptions(weights=weights)))
    assert "pèse 12 ko, en 3 fichiers" in told.replace("\u00a0", " ")
    assert "la plus lourde pèse 30 ko" in told.replace("\u00a0", " ")
    assert "Aucune évaluation" in told


def test_a_page_weighs_what_it_loads_at_once() -> None:
    page = (
        b'<link rel="stylesheet" href="../assets/a.css"><link rel="alternate" href="x.xml">'
        b'<img alt="" src="../medias/b.png"><audio src="c.mp3"></audio>'
        b'<a href="d.pdf">d</a>'
        b'<img alt="" src="../medias/b.png">'
    )
    sizes = {"assets/a.css": 10, "medias/b.png": 200, "bus/c.mp3": 9000, "bus/d.pdf": 9000}
    files = {"bus/index.html": page, **{path: bytes(n) for path, n in sizes.items()}}
    (found,) = weigh(files, ["bus/index.html"])
    assert found == Weight("bus/index.html", len(page) + 210, 3)


@pytest.mark.parametrize(
    ("base_url", "root"),
    [("", "/"), ("https://exemple.fr/a/site/", "/a/site/"), ("https://exemple.fr", "/")],
)
def test_the_lost_page_works_at_any_address(base_url: str, root: str) -> None:
    options = AroundOptions(base_url=base_url)
    soup = soup_of("404.html", options)
    top = f"https://exemple.fr{root}"
    shown_at = f"{top}bus/rien/ici.html"
    found = {
        urljoin(shown_at, str(tag.get("href") or tag.get("src")))
        for tag in soup.select("[href]:not([href='#contenu']), [src]")
    }
    site = {"index.html", "assets/style.css", "assets/icone.svg", "assets/confort.js"}
    wanted = {top + path for path in site | {path for path, _ in AROUND}}
    assert found == wanted
    assert soup.select("meta[name=robots][content=noindex]")


def test_the_sitemap_has_whole_addresses_or_is_not_there() -> None:
    assert sitemap(catalogue(), "") == {}
    below = sitemap(catalogue(), "https://exemple.fr/site")
    assert list(below) == ["sitemap.xml"]
    content = below["sitemap.xml"]
    assert isinstance(content, bytes)
    found = re.findall("<loc>(.*?)</loc>", content.decode())
    assert found[:3] == [
        "https://exemple.fr/site/", "https://exemple.fr/site/bus/",
        "https://exemple.fr/site/bus/facile/",
    ]  # fmt: skip
    assert len(found) == 3 + len(AROUND) + 2
    alone = sitemap(catalogue(), "https://exemple.fr/")
    assert b"Sitemap: https://exemple.fr/sitemap.xml" in bytes(alone["robots.txt"])  # type: ignore[arg-type]


# The help, in easy French: themes 4 to 6 of the RLS are those of the words. Who looks for
# braille, podcasts or DAISY books knows the word; the page explains the first two.


def easy_text(soup: BeautifulSoup) -> str:
    """Return the help as the text that an easy version would be."""
    lines: list[str] = []
    for tag in soup.select("main h1, main h2, main h3, main p, main li"):
        if tag.select("code, a[href^=mailto]"):
            continue  # addresses
        text = " ".join(tag.get_text().split())
        mark = {"h1": "# ", "h2": "## ", "h3": "### ", "li": "1. "}.get(tag.name, "")
        lines.append(mark + text if tag.name != "li" else f"- {text}")
    return "\n\n".join(lines).replace("\n\n- ", "\n- ") + "\n"


@pytest.mark.parametrize("options", [AroundOptions(), replace(FULL, feed="https://a.fr/p")])
def test_the_help_is_easy_to_read(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], options: AroundOptions
) -> None:
    (tmp_path / "aide.md").write_text("# Aide\n\nUn texte.\n", "utf-8")
    page = tmp_path / "facile" / "aide.md"
    page.parent.mkdir()
    page.write_text(easy_text(soup_of("aide/index.html", options)), "utf-8")
    assert main(["audit", str(page), "--json"]) == 0
    tests = json.loads(capsys.readouterr().out)["tests"]
    told = [
        (finding["code"], finding["sentence"], finding["message"])
        for test in tests
        if test["verdict"] == "NC" and test["id"].split("-")[1][0] in "456"
        for finding in test["findings"]
        if not re.search("braille|podcast|DAISY", finding["message"])
    ]
    asked = {"exemple", "repetition"}  # a number to call stands where it is looked for
    assert [found for found in told if found[0] not in asked] == []
    assert main(["score", str(page), "--json"]) == 0
    scored = json.loads(capsys.readouterr().out)["sentences"]
    assert len(scored) > 20
    assert max(sentence["words"] for sentence in scored) <= 12
    explained = re.compile("braille|podcast|DAISY")  # « un podcast est un son à écouter »
    plain = [one for one in scored if not explained.search(one["text"])]
    assert {sentence["level"] for sentence in plain} <= {"très facile", "facile"}
    assert {sentence["level"] for sentence in scored} <= {"très facile", "facile", "moyen"}


def test_the_help_tells_only_of_what_there_is() -> None:
    empty = {"title": TITLE, "publications": [], "files": []}
    content = around(empty, AroundOptions())["aide/index.html"]
    assert isinstance(content, bytes)
    told = shown(BeautifulSoup(content.decode(), "html.parser"))
    everything = (
        "Écouter",
        "signes",
        "Imprimer en gros caractères",
        "braille",
        "DAISY",
        "podcasts",
        "Téléphone",
        "version simplifiée",
        "Texte seul",
    )
    for words in everything:
        assert words not in told
        assert words in shown(
            soup_of("aide/index.html", replace(FULL, feed="https://a.fr"))
        )


# The whole site


def test_every_page_says_what_it_is_to_search_engines() -> None:
    pages = around(catalogue(), AroundOptions())
    told = [
        str(meta["content"])
        for path in pages
        if path != "404.html"
        for meta in soup_of(path).select("meta[name=description]")
    ]
    assert len(set(told)) == len(pages) - 1


def test_every_page_leads_to_the_pages_around(project: Path) -> None:
    (project / "ppun.toml").write_text('titre = "T"\nrapport_public = true\n', "utf-8")
    assert build("--to", "html,text") == 0
    out = project / "output"
    pages = sorted(out.rglob("*.html"))
    assert len(pages) == 11
    led_to: set[Path] = set()
    for page in pages:
        soup = BeautifulSoup(page.read_text("utf-8"), "html.parser")
        led_to |= {(page.parent / str(a["href"])).resolve() for a in soup.select("a[href]")}
        links = {
            a.get_text(): out / str(a["href"]).lstrip("/")
            if page.name == "404.html"
            else page.parent / str(a["href"])
            for a in soup.select(".services a")
        }
        assert list(links) == [
            "Accueil", "Aide", "Plan du site", "Accessibilité\u00a0: non conforme",
            "Mentions légales", "Écoconception",
        ]  # fmt: skip
        assert all(link.resolve().is_file() for link in links.values()), page
    assert {*pages} - led_to == {out / "404.html"}, "a page that nobody leads to"
    assert inspect(out).faults == ()
    team = (project / "output-rapport/index.html").read_text("utf-8")
    assert "services" not in team


def test_what_is_missing_is_told_and_nothing_else_once_it_is_given(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    def legal() -> list[tuple[str, str, str]]:
        log = json.loads((project / "output-rapport/build.json").read_text("utf-8"))
        told = ((f["code"], f["severity"], f["message"]) for f in log["findings"])
        return [found for found in told if found[0] in LEGAL]

    build("--to", "text")
    assert [(code, severity) for code, severity, _ in legal()] == [
        (code, "INFO") for code in LEGAL
    ]
    lacking = {code: message for code, _, message in legal()}
    assert "[accessibilite] plan_action" in lacking["declaration-incomplete"]
    assert "Dites qui publie ce site et comment vous joindre" in capsys.readouterr().err
    (project / "ppun.toml").write_text(COMPLETE, "utf-8")
    build("--to", "text")
    assert legal() == []
    for page in ("accessibilite", "mentions-legales"):
        told = (project / f"output/{page}/index.html").read_text("utf-8")
        assert "à donner" not in told
        assert "square Exemple" in told


def test_the_addresses_of_the_lost_page_are_looked_at(project: Path) -> None:
    (project / "ppun.toml").write_text('base_url = "https://exemple.fr/a/b"\n', "utf-8")
    build("--to", "html")
    out = project / "output"
    assert 'href="/a/b/aide/index.html"' in (out / "404.html").read_text("utf-8")
    assert inspect(out).faults == ()
    (out / "aide/index.html").unlink()
    told = [f.message for f in inspect(out).faults if f.code == "lien-casse"]
    assert any(message.startswith("404.html") for message in told)


def test_a_new_trial_is_published(project: Path) -> None:
    build("--to", "text")
    before = snapshot(project / "output")
    (project / "content/essais.toml").write_text(
        '[[essais]]\ndate = "2026-11-02"\nappareil = "Victor Reader Stratus"\n', "utf-8"
    )
    build("--to", "text")
    after = snapshot(project / "output")
    changed = {path for path in after if after[path] != before.get(path)}
    assert changed == {"accessibilite/index.html", ".ppun-manifest.json"}
    assert b"Victor Reader Stratus" in after["accessibilite/index.html"]


@pytest.mark.parametrize("name", ["Aide", "Accessibilité", "Téléchargements"])
def test_no_text_takes_the_place_of_a_page(project: Path, name: str) -> None:
    (project / "content/a.md").write_text(f"# {name}\n\nUn texte.\n", "utf-8")
    build("--to", "html")
    index = json.loads((project / "output/catalogue.json").read_text("utf-8"))
    (text,) = index["publications"]
    assert not (project / f"output/{text['id']}").samefile(
        project / "output/aide" if name == "Aide" else project / "output/accessibilite"
    )
    assert text["id"] == "a"


THEMES = (10, 10, 7, 15, 8, 7, 4, 10, 7)
"""How many criteria each theme of the RGESN of 2024 has: 78 in all."""


def test_every_criterion_of_the_rgesn_has_one_answer() -> None:
    told = (Path(__file__).parents[1] / "docs/sobriete.md").read_text("utf-8")
    firsts = re.findall(r"^\| ([\d., à]+) \|", told, re.MULTILINE)
    answered: list[str] = re.findall(r"^(1\.10) \(", told, re.MULTILINE)
    for first in firsts:
        for one, last in re.findall(r"(\d\.\d+)(?: à \d\.(\d+))?", first):
            theme, start = one.split(".")
            span = range(int(start), int(last or start) + 1)
            answered += [f"{theme}.{number}" for number in span]
    every = [f"{t}.{n + 1}" for t, many in enumerate(THEMES, 1) for n in range(many)]
    assert sorted(answered) == sorted(every)
