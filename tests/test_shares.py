"""Percentages in words, dates: what is said, what stays, what the fact check accepts."""

from __future__ import annotations

import json
from functools import cache
from itertools import pairwise
from pathlib import Path

import pytest

from ppun_access.easy.draft.model import Parse, Token
from ppun_access.easy.draft.words.dates import dates, written_out
from ppun_access.easy.draft.words.percentages import NEVER_ROUNDED
from ppun_access.easy.draft.words.shares import accepted_pair, part_of, parts, shares
from ppun_access.french.lexical.morphology import readings

PARSES = Path(__file__).parent / "cases" / "shares-parses.json"
NB = "\u00a0"


@cache
def parse(sentence: str) -> Parse:
    return tuple(Token(*token) for token in json.loads(PARSES.read_text("utf-8"))[sentence])


def drafted(sentence: str, tokens: Parse = ()) -> str:
    found = shares(sentence, tokens)
    return sentence if found is None else sentence[: found.start] + found.text


SAID = [
    (
        "97 % des communes ont la fibre.",
        "Presque toutes les communes ont la fibre.\nC’est 97 communes sur 100.",
    ),
    (
        f"Ici, 97{NB}% des villages ruraux ont la fibre.",
        "Ici, presque tous les villages ruraux ont la fibre.\nC’est 97 villages ruraux "
        "sur 100.",
    ),
    (
        "96,5 % de nos communes ont la fibre.",
        f"Presque toutes nos communes ont la fibre.\nLe chiffre exact est 96,5{NB}%.",
    ),
    ("50 % des habitants sont là.", "La moitié des habitants sont là."),
    (
        "49 % des habitants sont là.",
        "La moitié des habitants sont là.\nC’est 49 habitants sur 100.",
    ),
    ("75 % des communes rurales votent.", "3 communes rurales sur 4 votent."),
    ("80 % des habitants viennent.", "8 habitants sur 10 viennent."),
    ("100 % des communes votent.", "Toutes les communes votent."),
    (
        "90 % des communes de la région votent.",
        "9 communes de la région sur 10 votent.",
    ),
    (
        "80 % des élèves interrogés viennent.",
        "8 élèves interrogés sur 10 viennent.",
    ),
    (
        "95 % des Français votent.",
        "Presque tous les Français votent.\nC’est 95 Français sur 100.",
    ),
    (
        "50 % des communes reliées à la fibre votent.",
        "La moitié des communes reliées à la fibre votent.",
    ),
]


@pytest.mark.parametrize(("sentence", "easier"), SAID)
def test_a_share_in_words(sentence: str, easier: str) -> None:
    assert drafted(sentence) == easier
    assert accepted_pair(sentence, easier)


SINGULAR = [
    ("25 % des jeunes cherchent un travail.", "1 jeune sur 4 cherche un travail."),
    ("La Région aide 25 % des lycéens.", "La Région aide 1 lycéen sur 4."),
    (
        "20 % des Français n'ont pas voté.",
        "1 Français sur 5 n'a pas voté.",
    ),
    (
        "25 % des habitants de la région utilisent le train.",
        "1 habitant de la région sur 4 utilise le train.",
    ),
    (
        "La Région aide 24 % des lycéennes.",
        "La Région aide 1 lycéenne sur 4.\nC’est 24 lycéennes sur 100.",
    ),
]


@pytest.mark.parametrize(("sentence", "easier"), SINGULAR)
def test_one_is_singular(sentence: str, easier: str) -> None:
    assert drafted(sentence, parse(sentence)) == easier
    assert drafted(sentence) == sentence
    assert accepted_pair(sentence, easier)


AGREEING = [
    "25 % des personnes âgées vivent seules.",
    "25 % des jeunes sont partis.",
    "25 % des jeunes aiment leurs parents.",
    "10 % des agents télétravaillent.",
    "Seuls 25 % des jeunes cherchent un travail.",
    "La Région aide 25 % des lycéens qui partent.",
]


@pytest.mark.parametrize("sentence", AGREEING)
def test_what_would_agree_further_stays(sentence: str) -> None:
    assert drafted(sentence, parse(sentence)) == sentence


STAYS = [
    "30 % des habitants viennent.",  # no range
    "75 % des communes reliées à la fibre votent.",  # « sur 4 » has no place
    "75 % des habitants de la région Centre votent.",
    "80 % des élèves en danger viennent.",
    "90 % des sites web tombent.",
    "75 % des maladies infectieuses émergentes viennent de l’animal.",
    "La médaille le place dans le top 75 % des entreprises.",
    "80 % des Français de 11 ans votent.",
    "94,9 % des habitants viennent.",
    "Plus de 50 % des habitants viennent.",  # a bound
    "Au moins 97 % des habitants viennent.",
    "Les 50 % des habitants qui votent.",
    "La part passe à 50 % des habitants.",  # a change
    "Une hausse de 50 % des élèves.",
    "Le taux est de 50 % des élèves.",
    "Il y a 50 % des élèves en plus par rapport à 2020.",
    "50 % des habitants ici, 25 % des habitants là.",  # two shares
    "50 % des dépenses sont payées.",  # money
    "L’aide paie 75 % des travaux.",
    "Il reste 50 % des jours de travail.",  # a deadline
    "Il a fait 50 % des années de travail.",
    "Il paie 50 % du prix.",
    "Il a dit « 97 % des communes ont la fibre ».",
]


@pytest.mark.parametrize("sentence", STAYS)
def test_a_number_that_stays(sentence: str) -> None:
    assert drafted(sentence) == sentence


def test_the_table_has_no_overlap() -> None:
    ordered = sorted(parts(), key=lambda part: part.low)
    assert all(a.high < b.low for a, b in pairwise(ordered))
    for value, words in (("95", "presque"), ("48", "la moitié"), ("52", "la moitié")):
        part = part_of(value)
        assert part is not None
        assert words in part.words
    assert [part_of(v) for v in ("47,9", "52,1", "23,9", "26,1", "94")] == [None] * 5


def test_what_is_never_rounded_is_known() -> None:
    assert [word for word in NEVER_ROUNDED if not readings(word)] == []


REFUSED = [
    ("97 % des communes votent.", "Presque toutes les communes votent."),  # no figure
    (
        "97 % des communes votent.",
        "Presque toutes les communes votent.\nC’est 98 communes sur 100.",
    ),
    ("90 % des communes votent.", "Presque toutes les communes votent."),
    (
        "97 % des communes votent.",
        "Presque tous les élèves votent.\nC’est 97 élèves sur 100.",
    ),
    ("97 % des communes votent.", "Les communes votent."),
    ("50 % des communes votent.", "La moitié des communes votent en 2020."),
    ("50 % des dépenses en 2020.", "La moitié des dépenses en 2020."),
    ("30 % des communes votent.", "1 commune sur 3 vote."),
    ("Le 12/07/2026, il vient.", "Il vient le 12 juin 2026."),
]


@pytest.mark.parametrize(("source", "draft"), REFUSED)
def test_another_pair_is_refused(source: str, draft: str) -> None:
    assert not accepted_pair(source, draft)


ACCEPTED = [
    ("97 % des communes votent.", "Il y a un vote dans 97 % des communes."),
    ("Il a 3 500 habitants.", "Il y a 3 500 habitants."),
    ("Le 12/07/2026, il vient.", "Il vient le 12 juillet 2026."),
    (
        "En 2026, 50 % des communes votent.",
        "La moitié des communes votent.\nC’est en 2026.",
    ),
]


@pytest.mark.parametrize(("source", "draft"), ACCEPTED)
def test_the_same_numbers_are_accepted(source: str, draft: str) -> None:
    assert accepted_pair(source, draft)


DATES = [
    ("Depuis 01/02/2024, il vient.", "Depuis le 1er février 2024, il vient."),
    ("Le 12/07/2026, il vient.", "Le 12 juillet 2026, il vient."),
    ("Au mois d’avril, il vient.", "En avril, il vient."),
    ("Dans le courant du mois de mai, il vient.", "En mai, il vient."),
    ("À la fin du mois d’août, il vient.", "À la fin d’août, il vient."),
    ("Au cours de l’année 2026, tout change.", "En 2026, tout change."),
    ("La loi en date du 12 juillet 2025.", "La loi du 12 juillet 2025."),
    ("Au XXIe siècle, tout change.", "Au 21e siècle, tout change."),
    ("Au Ve ou VIe siècle, tout change.", "Au 5e ou 6e siècle, tout change."),
    ("Le 45/12/2020, le 12/13/2020 et 1/2.",) * 2,
    ("La version 12/07/2026/3.",) * 2,
    ("Le lundi 12 juillet 2026, il vient.",) * 2,
]


@pytest.mark.parametrize(("text", "easier"), DATES)
def test_dates(text: str, easier: str) -> None:
    assert written_out(text) == easier


def test_a_protected_date_stays() -> None:
    assert dates("Le 12/07/2026.", (), [(0, 14)]) == ()
