"""The facts of a text, whatever their spelling, and those that an easy version lost."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from growth import grows_with_its_length

from ppun_access.cli import main
from ppun_access.easy.facts.sheet import Fact, facts_in, facts_of, lost_from, sheet_of
from ppun_access.readers import READERS, ReaderOptions
from ppun_access.report import Report
from ppun_access.tools import spacy_french

SAME = [
    ["1er janvier 2025", "01/01/2025", "2025-01-01", "le premier janvier 2025",
     "le 1er janvier deux mille vingt-cinq", "1/1/25"],
    ["de janvier 2025", "en janv. 2025"],
    ["1 500 €", "1500 euros", "mille cinq cents euros", "1.500 €"],
    ["1,5 million d’euros", "1 500 000 €", "1,5 M€"],
    ["12,50 €", "12 € 50", "12 euros 50"],
    ["20 %", "20 pour cent", "vingt pour cent", "1 habitant sur 5", "un sur cinq",
     "Sur 100 villes et villages, 20 sont petits."],
    ["50 % des communes", "la moitié des communes"],
    ["2 mois", "deux mois"],
    ["2 ans", "24 mois", "deux ans"],
    ["15 jours", "quinze jours", "2 semaines"],
    ["48 heures de garde", "2 jours de garde"],
    ["1 an et demi", "18 mois"],
    ["à 9 h 30", "à 9h30", "à 9 heures 30", "à 09:30"],
    ["à 12 h", "à midi"],
    ["midi et soir", "à midi et le soir"],
    ["le week-end", "le samedi et le dimanche"],
    ["à la mairie", "en mairie"],
    ["deux mercredis par mois", "2 mercredis matin par mois"],
    ["03 81 61 61 61", "03.81.61.61.61", "+33 3 81 61 61 61", "+33 (0)3 81 61 61 61"],
    ["Appelez le 39 39.", "composez le 3939"],
    ["https://www.service-public.fr/", "service-public.fr"],
    ["4 square Castan, 25000 Besançon", "4, square Castan"],
    ["à Besançon", "dans la gare de Besançon"],
]  # fmt: skip


ON_TOWN_PAGES = [
    ("Être âgé(e) de 60 ans ou plus.", [("âge", "60 ans")]),
    ("Inscription gratuite jusqu'à 25ans.", [("somme", "gratuite"), ("âge", "25ans")]),
    (
        "Un arrêt différent une semaine sur 2, à la mairie.",
        [("part", "une semaine sur 2"), ("lieu", "la mairie")],
    ),
    ("La rue est fermée le 21 aout.", [("date", "21 aout")]),
    ("Les travaux de la place du 8 Mai 1945.", [("lieu", "place du 8 Mai 1945")]),
    ("La communauté de communes des Collines agit.", []),
    ("La fête du 8 mai 1945.", [("date", "8 mai 1945")]),
    ("Du 01/01 au 31/03 : 3/10ème du tarif.", [("date", "01/01"), ("date", "31/03")]),
    ("Les enfants en dessous de 18 ans.", [("âge", "18 ans")]),
    ("Une salle pour le repas de midi.", []),
    ("Soit 0,30 €/km, ou 1 500 € HT.", [("somme", "0,30 €/km"), ("somme", "1 500 € HT")]),
    ("Fin prévue au 4ème trimestre 2022.", [("date", "4ème trimestre 2022")]),
    ("De fin juin à fin juillet.", [("date", "fin juin à fin juillet")] * 2),
    ("Les mercredi et samedi.", [("jour", "mercredi et samedi")] * 2),
    (
        "Le marché d’août, à La Bastide d’Engras.",
        [("date", "août"), ("lieu", "La Bastide d’Engras")],
    ),
    ("La loi sur la transition énergétique pour la croissance verte du 17 août 2015.", []),
    (
        "Ouvert tous les jours sauf dimanche.",
        [("jour", "tous les jours"), ("jour", "sauf dimanche")],
    ),
    ("En journée, sauf le week-end.", [("jour", "sauf le week-end")] * 2),
    (
        "Ouvert du 1er au 15 août, sauf le 4 août.",
        [("date", "1er au 15 août")] * 2 + [("date", "sauf le 4 août")],
    ),
    ("Départ à 5h50 au lieu de 6h.", [("horaire", "5h50 au lieu de 6h")] * 2),
    (
        "Ouvert de 8 h à 17 h au lieu de 18 h.",
        [("horaire", "8 h à 17 h au lieu de 18 h")] * 3,
    ),
    ("Un stage de 3 h au lieu de 4 h.", [("durée", "3 h"), ("durée", "4 h")]),
    ("Ouvert mardi à vendredi.", [("jour", "mardi à vendredi")] * 4),
    (
        "Lundi et mercredi à 14 h.",
        [("jour", "Lundi et mercredi")] * 2 + [("horaire", "14 h")],
    ),
    ("De 10 h à midi.", [("horaire", "10 h à midi")] * 2),
    ("Le bal dure de 21h30 à minuit.", [("horaire", "21h30 à minuit")] * 2),
    ("Pendant trois, six ou neuf mois.", [("durée", "trois, six ou neuf mois")] * 3),
    ("Des forfaits de 10, 20 et 50 €.", [("somme", "10, 20 et 50 €")] * 3),
    ("Mme Durand, 91 ans, habite ici.", [("âge", "91 ans")]),
    ("Une habitante du Moulin, 91 ans.", [("âge", "91 ans")]),
    ("Nos doyens, 91 et 95 ans.", [("âge", "91 et 95 ans")] * 2),
    ("Jeanne Martin, 102 ans.", [("âge", "102 ans")]),
    (
        "Le lycée Jean Moulin, 3 ans après.",
        [("lieu", "lycée Jean Moulin"), ("durée", "3 ans")],
    ),
    (
        "Voici 87 parcelles réparties sur trois sites.",
        [("nombre", "87 parcelles"), ("nombre", "trois sites")],
    ),
    (
        "Voici 30 lits répartis sur 60 chambres.",
        [("nombre", "30 lits"), ("nombre", "60 chambres")],
    ),
    ("75350 Paris 07 SP", [("adresse", "75350 Paris 07 SP")]),
    ("35064 Rennes Cedex 07 SP", [("adresse", "35064 Rennes Cedex 07 SP")]),
    ("Un justificatif récent (datant de moins d’un an).", [("durée", "un an")]),
    ("Un certificat pour les enfants de moins de 3 ans.", [("âge", "3 ans")]),
    ("Fermé pour le pont de l’Ascension.", []),
    ("Le festival des arts de la rue\nde Valmorin.", []),
    ("- 35 %", [("part", "- 35 %")]),
    ("Une évolution de −12 %.", [("part", "−12 %")]),
    ("De 20 - 30 %.", [("part", "20 - 30 %")] * 2),
    ("À demander dix jours avant.", [("durée", "dix jours avant")]),
    (
        "Au plus tard quinze jours avant le stage.",
        [("durée", "Au plus tard quinze jours avant")],
    ),
    (
        "Réservez au plus tard la veille avant 16 h.",
        [("horaire", "au plus tard la veille avant 16 h")],
    ),
]


@pytest.mark.parametrize(("text", "found"), ON_TOWN_PAGES)
def test_the_facts_of_pages_of_towns(text: str, found: list[tuple[str, str]]) -> None:
    """Ages next to « (e) » or stuck to « ans », months without accent, streets, laws."""
    assert [(one.kind, one.words) for one in facts_in(text)] == found


CASES = Path(__file__).parent / "cases" / "facts.tsv"
"""A class, a sentence, its facts: « rien » has none."""


def shown(one: Fact) -> str:
    """Return a fact as the cases write it: « date 3/5/2025 », « âge 16 »."""
    if one.kind == "date":
        return f"date {'/'.join(reversed(one.key)).rstrip('/')}"
    if one.kind == "âge":
        return f"âge {int(one.key[1]) / 12:g}"
    return " ".join((one.kind, *filter(None, one.key)))


def test_the_facts_of_each_class_are_found_and_no_others() -> None:
    """Days, hours, sums, ages, delays, shares, counts, telephones, streets, places."""
    wrong = []
    for row in CASES.read_text("utf-8").splitlines():
        _, text, *told = row.split("\t")
        wanted = {one.strip() for one in "".join(told).split(";") if one.strip()}
        if (found := {shown(one) for one in facts_in(text)}) != wanted:
            wrong.append((text, wanted ^ found))
    assert wrong == []


@pytest.mark.parametrize("spellings", SAME, ids=lambda row: row[0])
def test_spellings_of_a_fact_are_one(spellings: list[str]) -> None:
    """Each spelling, in a source, is kept by each other one in an easy text."""
    for one in spellings:
        assert facts_in(one), one
        for other in spellings:
            assert lost_from(facts_in(one), other) == (), (one, other)


OTHERS = [
    ("le 1er janvier 2025", "le 2 janvier 2025"),
    ("le 1er janvier 2025", "le 1er janvier 2024"),
    ("le 1er janvier 2025", "en janvier 2025"),
    ("150 €", "1 150 €"),
    ("20 %", "1 habitant sur 4"),
    ("2 mois", "3 mois, ou 2 semaines"),
    ("à 9 h 30", "à 9 h"),
    ("03 81 61 61 61", "03 81 61 61 62"),
    ("âgés de 18 à 25 ans", "âgés de 18 à 26 ans"),
    ("4 rue du Lac", "14 rue du Lac"),
    ("deux mercredis par mois", "le mercredi"),
]


@pytest.mark.parametrize(("source", "easy"), OTHERS)
def test_other_facts_are_not_the_same(source: str, easy: str) -> None:
    assert len(lost_from(facts_in(source), easy)) == 1


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("Vous avez entre 18 et 25 ans.", ["âge", "âge"]),
        ("Réservé aux moins de 26 ans, pendant 3 ans.", ["âge", "durée"]),
        ("Il faut un contrôle tous les 5 ans.", ["durée"]),
        ("Ouvert de 9 h à 12 h 30, fermé après 17 heures.", ["horaire"] * 3),
        ("Il y a 35 heures de cours, du 5 au 26 juin 2025.", ["durée", "date", "date"]),
        ("Dans le Doubs et en Bourgogne-Franche-Comté.", ["lieu", "lieu"]),
        ("Écrivez à aide@exemple.fr.", ["courriel"]),
        ("L’article L. 123-4 du code et la loi n° 78-17 du 6 janvier 1978.", []),
        ("Vous devez remplir les 2 conditions suivantes.", []),
        ("Les intérêts sont comptés le 16 de chaque mois.", ["date"]),
        ("Cela vaut sur les 5 années suivantes.", ["durée"]),
        ("La déclaration 2021 des revenus est finie.", ["date"]),
        ("Les bénéficiaires de 16 à 25 ans sont aidés.", ["âge", "âge"]),
        ("Une évaluation est basée sur une série de questions.", []),
    ],
)
def test_kinds_of_facts(text: str, kinds: list[str]) -> None:
    assert [one.kind for one in facts_in(text)] == kinds


def test_a_fact_has_its_place_in_the_source() -> None:
    table = "| A | B |\n|---|---|\n| x | 5 € |\n"
    text = f"# Titre\n\nVous payez 10 €. Venez avant le 3 mai.\n\n{table}"
    (page,) = READERS["markdown"](text, "page.md", ReaderOptions("fr"), Report())
    assert [(f.words, f.sentence, f.line) for f in facts_of(page.blocks)] == [
        ("10 €", "Vous payez 10 €.", 3),
        ("3 mai", "Venez avant le 3 mai.", 3),
        ("5 €", "5 €", 7),
    ]


def test_the_sheet_of_a_page_tells_its_title_and_where_its_links_lead() -> None:
    """A link to a law is none; an easy text keeps the address that a link writes to."""
    text = (
        "# Le schéma 2023-2027\n\n[Écrivez](mailto:aide@exemple.fr), allez sur "
        "[le site](https://exemple.fr/aide), [la loi](https://www.legifrance.gouv.fr/a).\n"
    )
    (page,) = READERS["markdown"](text, "page.md", ReaderOptions("fr"), Report())
    assert [(one.kind, one.words, one.line) for one in sheet_of(page)] == [
        ("date", "2023-2027", None),
        ("date", "2023-2027", None),
        ("courriel", "aide@exemple.fr", 3),
        ("site", "https://exemple.fr/aide", 3),
    ]
    assert [one.words for one in facts_of(page.blocks)] == ["aide@exemple.fr"]


@pytest.mark.parametrize(
    "run",
    [
        "un ",
        "deux-",
        "vingt et ",
        "1 ",
        "le 1 et ",
        "a.",
        "25000 A-",
        "1 sur ",
        "rue A-",
        "rue A de ",
        "QF ",
        "QF a ",
        "lundi au ",
        "1 et le lundi ",
        "n’",
        "salle a ",
        "lundi, ",
        "Aa-de-",
        "L'Aa-",
        "MAIRIE DE AA ",
        "mai à ",
        ",",
        "1, ",
        "deux, ",
        "acte ",
        "sauf le ",
        "au plus tard ",
    ],
)
def test_crafted_runs_are_read_in_time(run: str) -> None:
    """A line of sixteen thousand letters took twenty seconds and more."""
    grows_with_its_length(lambda count: facts_in(run * count), 300)


SOURCE = """# La prime

La prime est de 150 €. Demandez-la avant le 1er mars 2026.

## Où aller ?

Le guichet est au 4 rue du Lac. Appelez le 03 81 00 00 00.
"""
EASY = Path("content/facile/prime.md")


@pytest.fixture
def easy(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A project whose easy version lost a sum and a telephone; a day is in figures."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    monkeypatch.setattr(spacy_french, "find_spec", lambda name: None)
    EASY.parent.mkdir(parents=True)
    Path("content/prime.md").write_text(SOURCE, "utf-8")
    text = "# La prime\n\nVous avez jusqu’au 01/03/2026.\n\nVenez au 4, rue du Lac.\n"
    EASY.write_text(f"---\nstatut: brouillon\n---\n{text}", "utf-8")
    return tmp_path


def told() -> list[str]:
    """Build; return the remarks on lost facts."""
    assert main(["build", "--to", "text", "-q"]) == 0
    log = json.loads(Path("output-rapport/build.json").read_text("utf-8"))
    return [
        f["message"].replace("\u00a0", " ")
        for f in log["findings"]
        if f["code"] == "fait-perdu"
    ]


def add(comment: str) -> None:
    EASY.write_text(f"{EASY.read_text('utf-8')}\n{comment}\n", "utf-8")


def test_lost_facts_are_one_remark_and_silent_where_the_team_says_so(easy: Path) -> None:
    (message,) = told()
    assert "« 150 € »" in message
    assert "« 03 81 00 00 00 »" in message
    assert "mars" not in message
    assert "Lac" not in message
    add("<!-- faits omis : 150 euros -->")
    (message,) = told()
    assert "150" not in message
    assert "« 03 81 00 00 00 »" in message
    add("<!-- faits omis : tous -->")
    assert told() == []


def test_a_fact_of_two_kinds_is_named_once(easy: Path) -> None:
    """An age is a duration too."""
    more = "Elle est de 42 € de 15 à 17 ans."
    Path("content/prime.md").write_text(SOURCE.replace("Le guichet", f"{more} Le guichet"))
    (message,) = told()
    assert message.count("« 15 à 17 ans »") == 1


def test_a_small_count_in_words_may_go(easy: Path) -> None:
    more = "Deux équipes vous aident, dans treize communes."
    Path("content/prime.md").write_text(SOURCE.replace("Le guichet", f"{more} Le guichet"))
    (message,) = told()
    assert "« treize communes »" in message
    assert "équipes" not in message


def test_a_paragraph_left_aside_on_purpose_loses_no_fact(easy: Path) -> None:
    """A tie alone, without a passage, says that the team left its paragraph out."""
    EASY.unlink()
    assert main(["facile", "new", "prime"]) == 0
    assert told() == []
    text = EASY.read_text("utf-8")
    passage = text[
        text.index("La prime est de") : text.index("<!-- source", text.index("150"))
    ]
    EASY.write_text(text.replace(passage, ""), "utf-8")
    assert told() == []
    EASY.write_text(text.replace("de 150", "de quelques"), "utf-8")
    assert len(told()) == 1


def test_audit_tells_the_lost_facts(easy: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["audit", str(EASY)]) == 0
    assert "« 150 € »" in capsys.readouterr().err.replace("\u00a0", " ")
