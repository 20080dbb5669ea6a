"""Which numbers are quantities, which name a thing."""

from __future__ import annotations

import pytest

from ppun_access.readability.causes import causes
from ppun_access.readability.sentence_counts import sentence_counts


@pytest.mark.parametrize(
    "sentence",
    [
        "Appelez le 03 81 61 61 61.",
        "Appelez le 03.81.61.61.61 ou le +33 3 81 61 61 61.",
        "Appelez le 0 800 123 456 ou le 3939.",
        "La mairie ouvre de 9 h à 12 h 30 et de 13h30 à 17h.",
        "Elle ouvre de 9 heures à 12 heures.",
        "La réunion est à 14 heures, à 14:30 ou à 18 h.",
        "Le conseil s’est tenu le 12 mars 2024.",
        "Venez les 3, 4 et 5 juin ou du 12 au 15 juillet.",
        "Répondez le 1er mars, le 03/10/2020 ou le 14/07.",
        "Lisez l’article L. 1111-4 du code et l’article R. 123-4-1.",
        "La loi n° 2005-102 du 11 février 2005 et le décret 2006-555 le disent.",
        "Lisez les articles 12, 13 et 14 de l’annexe 3, page 4.",
        "Écrivez au 4, square Castan, 25000 Besançon.",
        "Venez au 12 bis rue de la Paix, 21000 Dijon.",
        "Il vit dans le 3e arrondissement, au 2ème étage.",
        "Elle est ouverte 24h/24 et 7j/7.",
        "Le SIRET 123 456 789 00012 est sur www.exemple.fr/2/34.",
        "Prenez l’A36 ; le CO2 baisse ; le RGAA 4.1 suit.",
        "En 2020 et en 2021, la Région a agi.",
    ],
)
def test_what_names_a_thing_is_no_quantity(sentence: str) -> None:
    assert sentence_counts(sentence).numbers == ()


@pytest.mark.parametrize(
    ("sentence", "numbers"),
    [
        ("Il y a 3 500 aides de 40 euros et 12,5 % de plus.", ("3 500", "40", "12,5")),
        ("Les 35 heures ; 20 h de cours ; 3 rues.", ("35", "20", "3")),
        ("Un stage de 20 heures de formation pour 12 agents.", ("20", "12")),
        ("La loi aide 25000 personnes et 140 000 foyers.", ("25000", "140 000")),
        ("La phase 2 aide 30 communes.", ("30",)),
        ("L’article 3 prévoit 50 euros.", ("50",)),
        ("Au 03 81 61 61 61, 4 agents répondent.", ("4",)),
        ("Entre 10 et 20 places de parking pour 5 routes.", ("10", "20", "5")),
        ("Le budget est de 1.500 euros, 3 fois plus.", ("1.500", "3")),
        ("Elle a lu 12 articles et 3 lois.", ("12", "3")),
    ],
)
def test_quantities_stay(sentence: str, numbers: tuple[str, ...]) -> None:
    assert sentence_counts(sentence).numbers == numbers


def test_nobody_is_told_to_round_a_telephone_number() -> None:
    counts = sentence_counts("Appelez le 03 81 61 61 61 de 9 h à 12 h, 25000 Besançon.")
    assert "chiffres" not in [cause.code for cause in causes(counts, 0)]
    counts = sentence_counts("Les 12 agents ont aidé 40 communes et 3 500 foyers.")
    assert "chiffres" in [cause.code for cause in causes(counts, 0)]
