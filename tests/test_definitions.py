"""What the project and the packaged glossary say of hard words is easy French."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import pytest

from ppun_access.easy.draft.words.lexicon import explanations
from ppun_access.french import count_syllables, split_sentences, words
from ppun_access.french.lexical.morphology import is_only_finite, readings
from ppun_access.readability.vocabulary import facts
from ppun_access.settings.lexique_toml import load_lexicon

CONTENT = Path(__file__).parents[1] / "content"
PAGE = (CONTENT / "politique-publique-des-usages-numeriques.md").read_text("utf-8")
PROJECT = load_lexicon(CONTENT / "lexique.toml").definitions
ALL = {**{f"{w} (paquet)": t for w, t in explanations().items()}, **PROJECT}

POLICY = (
    "numérique", "fracture numérique", "fracture sanitaire", "Très Haut Débit",
    "télémédecine", "télétravail", "souveraineté", "inclusion numérique", "donnée",
    "intelligence artificielle", "sobriété", "service public", "transition numérique",
    "transition écologique", "intérêt général", "libertés individuelles", "innovation",
    "artisanat", "laïcité", "vie associative", "infrastructure", "collectivité", "enjeu",
    "continuité pédagogique", "crise sanitaire", "aménagement du territoire",
    "exclusion numérique", "développement durable", "fibre optique", "téléconsultation",
)  # fmt: skip

NAMES = ("Internet",)
"""What keeps its capital inside a sentence."""
WHOLES = frozenset(
    {
        "biodiversité", "délibération", "démocratie", "fiscalité", "foyer fiscal",
        "fracture numérique", "fracture sanitaire", "législation", "plan local d’urbanisme",
        "urbanisme", "zonage", "économie de proximité", "vie associative",
    }
)  # fmt: skip
"""Words that name a whole, or what people do, and that no single thing explains."""


def faults(definition: str) -> list[str]:
    """Return what of ``definition`` is not easy."""
    found = []
    every = words(definition)
    if len(every) > 12:
        found.append(f"{len(every)} words")
    found += [f"rare: {word}" for word in every if facts(word).rare]
    found += [f"long: {word}" for word in every if count_syllables(word) >= 5]
    found += [f"tense: {word}" for word in every if _is_not_present(word)]
    return found + _passives(every)


def _is_not_present(word: str) -> bool:
    known = readings(word)
    if not known or known[0].pos not in {"VER", "AUX"} or not is_only_finite(word):
        return False
    return not any(tag.startswith("ind:pre") for one in known for tag in one.verb)


def _passives(every: list[str]) -> list[str]:
    pairs = pairwise(every)
    return [
        f"passive: {verb} {word}"
        for verb, word in pairs
        if verb.lower() in {"est", "sont"}
        and any("par:pas" in one.verb for one in readings(word))
    ]


def test_definitions_are_easy() -> None:
    assert {word: found for word, text in ALL.items() if (found := faults(text))} == {}


def slips(word: str, text: str) -> Iterator[str]:
    """Yield what is wrong with how the definition of ``word`` is written."""
    bare = word.removesuffix(" (paquet)")
    said = {one.lower() for one in words(text)}
    if not text.endswith(".") or not all(s[0].isupper() for s in split_sentences(text)[1:]):
        yield "no sentence"
    if not (text[0].islower() or text.startswith(NAMES)):
        yield "a capital after a colon"
    if re.search(r"[':]|[a-zé] [;?!]", text):
        yield "typography"
    if re.match(r"(?:les|des|tous|toutes|ces) ", text) and not (
        bare in WHOLES or bare.split()[0].endswith("s")
    ):  # « Infrastructure : une route… »; a plural may tell what a whole is
        yield "a plural for a singular"
    if {"nous", "notre", "nos"} & said:
        yield "we: a text in the third person stays in it"
    if bare.lower() in said:
        yield "it uses its word"


def test_definitions_are_written_as_sentences() -> None:
    found = {word: [*slips(word, text)] for word, text in ALL.items()}
    assert {word: told for word, told in found.items() if told} == {}


@pytest.mark.parametrize(
    ("text", "slip"),
    [
        ("une ville", "no sentence"),
        ("une ville. elle est grande.", "no sentence"),
        ("Une ville.", "a capital after a colon"),
        ("une ville : grande.", "typography"),
        ("l'eau.", "typography"),
        ("des villes.", "a plural for a singular"),
        ("notre ville.", "we: a text in the third person stays in it"),
        ("un petit bourg.", "it uses its word"),
    ],
)
def test_a_slip_is_found(text: str, slip: str) -> None:
    assert [*slips("bourg", text)] == [slip]


@pytest.mark.parametrize(
    ("definition", "fault"),
    [
        (
            "Un très long texte qui dit beaucoup de choses et qui ne finit pas vite.",
            "words",
        ),
        ("La mutualisation.", "rare"),
        ("Une télécommunication.", "long"),
        ("Il viendra demain.", "tense"),
        ("Il est payé par la ville.", "passive"),
    ],
)
def test_a_hard_definition_is_told(definition: str, fault: str) -> None:
    assert any(fault in found for found in faults(definition))


def test_the_words_of_the_policy_are_defined() -> None:
    assert [word for word in POLICY if word not in PROJECT] == []


def test_the_project_defines_words_that_its_page_says() -> None:
    said = [word for word in PROJECT if word.lower() in PAGE.lower().replace("'", "’")]
    assert len(said) >= 25
