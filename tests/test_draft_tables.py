"""Tables in a draft: a column is prose, a small one sentences, a large one is told."""

from __future__ import annotations

import pytest

from ppun_access.easy.draft.first_draft import FirstDraft, first_draft
from ppun_access.readers import READERS, ReaderOptions
from ppun_access.report import Report
from ppun_access.settings.lexique_toml import Lexicon


def drafted(table: str) -> FirstDraft:
    (page,) = READERS["markdown"](table, "page.md", ReaderOptions("fr"), Report())
    return first_draft(page, Lexicon())


def rows(*lines: str) -> str:
    first, *rest = (f"| {line} |" for line in lines)
    return "\n".join((first, "|" + "---|" * (first.count("|") - 1), *rest))


SMALL = [
    (rows("Âge | Prix", "Moins de 18 ans | 10 €"), "- Pour les moins de 18 ans : 10 €."),
    (rows("Qui | Tarif", "Les familles | 5 €."), "- Pour les familles : 5 €."),
    (rows("Foyer | Plafond", "Couple | 20 000 €"), "- Couple, plafond : 20 000 €."),
    (
        rows("Lieu | Ouverture | Fermeture", "Dole | 9 h | 17 h"),
        "- Dole, ouverture : 9 h, fermeture : 17 h.",
    ),
    (rows("Lieu | Jour | Heure", "Dole | lundi | "), "- Dole, jour : lundi."),
    (rows("Lieu | PME", "Dole | oui"), "- Dole, PME : oui."),
    (rows("Carte | Dole et Foucherans | Hors de Dole", "Adulte | 5 € | 9 €"),
     "- Adulte, Dole et Foucherans : 5 €, hors de Dole : 9 €."),
    (rows("Aide | Site", "La bourse | [ici](https://a.fr/x)"),
     "- Pour la bourse, site : [ici](https://a.fr/x)."),
    (
        rows("Revenu | 0 à 9 € | 10 à 19 € | 20 à 29 € | 30 €", "Tarif | 2 | 3 | 4 | 5"),
        "- Tarif, 0 à 9 € : 2, 10 à 19 € : 3, 20 à 29 € : 4, 30 € : 5.",
    ),
    (rows("Aide | Frais", "PCH | travaux, voiture…"), "- PCH, frais : travaux, voiture…"),
]  # fmt: skip


@pytest.mark.parametrize(("table", "said"), SMALL, ids=[said for _, said in SMALL])
def test_a_row_of_a_small_table_is_a_sentence(table: str, said: str) -> None:
    draft = drafted(f"# T\n\nVoici les prix.\n\n{table}\n")
    assert draft.paragraphs[-1].replace("\u00a0", " ").endswith(f"-->\n\n{said}")
    assert draft.left == ()


def test_a_column_is_prose_and_is_drafted() -> None:
    """Its words are explained, its lists stay lists."""
    draft = drafted(
        "# T\n\n| Avis |\n|---|\n| Vous avez une allocation. |\n| La rue ouvre. |\n"
    )
    (made,) = draft.paragraphs
    assert made.split("-->\n\n")[1].startswith("Avis\n\nVous avez une allocation.\nAlloc")
    assert made.endswith("\n\nLa rue ouvre.")
    assert draft.left == ()


LARGE = [
    rows("A | B", *["1 | 2"] * 9),
    rows("A | B | C | D | E", *["1 | 2 | 3 | 4 | 5"] * 3),
    rows("A | B", f"1 | {'mot ' * 16}"),
    rows("A | B", "1 | ", "2 | 3"),
]


@pytest.mark.parametrize("table", LARGE)
def test_a_large_table_is_told_with_its_place(table: str) -> None:
    draft = drafted(f"# T\n\nVoici.\n\n{table}\n")
    assert "<!-- à écrire : tableau « " in draft.paragraphs[-1]
    assert ", ligne 5 de la page) -->" in draft.paragraphs[-1]
    (told,) = draft.left
    assert "ligne 5 de la page) n’est pas dans le brouillon" in told
