"""Spoken French: properties of the grammar, the lexicon, inclusive words."""

from __future__ import annotations

import re

import lexique
import pytest
from growth import grows_with_its_length
from harness import cases
from hypothesis import given
from hypothesis import strategies as st

from ppun_access.french import both_words, spoken_form
from ppun_access.french.lexical.lists import lines
from ppun_access.french.spoken import spoken_form as spoken
from ppun_access.french.spoken.acronyms import SAID, SPELLED
from ppun_access.french.spoken.capitals import SHORT_WORDS, capitalised, surnames
from ppun_access.french.spoken.numbers import is_feminine
from ppun_access.french.spoken.spoken_form import RULES, phonemes

# Blocks that are said the same wherever they stand.
BLOCKS = {
    "21 communes": "vingt et une communes",
    "3.500 habitants": "3500 habitants",
    "12,5 %": "12 virgule 5 pour cent",
    "le XXIe siècle": "le vingt et unième siècle",
    "Louis XIV": "Louis 14",
    "chapitre IV": "chapitre 4",
    "12,50 €": "12 euros 50",
    "3 km²": "3 kilomètres carrés",
    "3/4": "trois quarts",
    "10 h-12 h": "10 heures à 12 heures",
    "le 03/10/2020": "le 3 octobre 2020",
    "03 81 61 61 61": "zéro 3, 81, 61, 61, 61",
    "loi n° 2005-102": "loi numéro 2005 tiret 102",
    "art. L. 123-4": "article L 123 tiret 4",
    "Mme Durand": "Madame Durand",
    "la PPUN": "la P P U N",
    "le FEDER": "le Fédère",
    "Patrick MOLINOZ": "Patrick Molinoz",
    "les citoyen·ne·s": "les citoyennes et citoyens",
    "la 5G": "la 5 G",
    "a@b.fr": "a arobase b point fr",
    "https://a.fr/b?c=1": "a point fr",
    "une phrase": "une phrase",
    "en 2020": "en 2020",
}
JOINTS = (", ", " et ", " ; ", " (puis) ", ". Ainsi, ")


@given(
    st.lists(st.sampled_from(sorted(BLOCKS)), min_size=1, max_size=6),
    st.sampled_from(JOINTS),
)
def test_each_block_is_said_the_same_wherever_it_stands(
    blocks: list[str], joint: str
) -> None:
    assert spoken_form(joint.join(blocks)) == joint.join(BLOCKS[block] for block in blocks)


ALPHABET = (
    "aeéMXIVL0123456789 .,;:!?-–—…«»\"'’()[]/·%€°²³@#+=*&_~<>→½👍\u00a0\u202f\u200d\n\t"
)
PIECES = (
    "n° |art. |L. |M. |etc.|XXIe|SNCF|km/h|http://|.fr|(e)s|·ne·s|h|€|CO2|Louis |1er|J.-C."
)
ACTIVE = st.lists(st.sampled_from([*ALPHABET, *PIECES.split("|")]), max_size=30).map(
    "".join
)


@given(ACTIVE | st.text(max_size=60))
def test_nothing_is_ever_raised(text: str) -> None:
    spoken_form(text)
    both_words(text)


_EVERYWHERE = re.compile(r"(?s).")


@given(ACTIVE)
def test_reading_fast_hides_no_rule(text: str) -> None:
    """The places where rules are tried: the same as if they were tried everywhere."""
    fast = spoken_form(text)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(spoken, "TRIGGER", _EVERYWHERE)
        patch.setattr(spoken, "HYPHENED", _EVERYWHERE)
        assert spoken_form(text) == fast


def _sources() -> list[str]:
    found = [param.values[0].source for param in cases("spoken")]  # type: ignore[attr-defined]
    return [line for source in found for line in source.splitlines()]


def test_reading_fast_hides_no_rule_in_the_cases(monkeypatch: pytest.MonkeyPatch) -> None:
    fast = {line: spoken_form(line) for line in _sources()}
    monkeypatch.setattr(spoken, "TRIGGER", _EVERYWHERE)
    monkeypatch.setattr(spoken, "HYPHENED", _EVERYWHERE)
    assert {line: spoken_form(line) for line in fast} == fast


@pytest.mark.parametrize("line", [*BLOCKS.values(), "12 euros et 5 centimes, zéro heure"])
def test_what_is_said_is_said_again(line: str) -> None:
    assert spoken_form(line) == line


_DIGITS = st.from_regex(r"\A[1-9]\d{0,8}\Z")


@given(
    st.lists(_DIGITS, min_size=1, max_size=5), st.sampled_from([", ", " / ", " - ", " "])
)
def test_no_run_of_digits_is_lost(numbers: list[str], joint: str) -> None:
    said = spoken_form(joint.join(f"réf{joint}{number} bis" for number in numbers))
    assert re.sub(r"\D", "", said) == "".join(numbers)


def test_every_rule_has_its_own_name() -> None:
    names = [rule.name for rule in RULES]
    assert len(set(names)) == len(names)


LINE = "En 2020, la Région compte 3.500 communes et l’IA aide les citoyen·ne·s. "


@pytest.mark.parametrize("run", [LINE, "SNCF RATP ", "LE ZZTOP ", "élu·es loup·ne "])
def test_long_runs_take_linear_time(run: str) -> None:
    grows_with_its_length(lambda count: spoken_form(run * count), 4_000 // len(run))


# Names


def test_surnames_of_a_signature() -> None:
    assert surnames("Patrick MOLINOZ, SNCF, Anne LE-GALL") == ("MOLINOZ", "LE-GALL")
    assert capitalised("LE-GALL") == "Le-Gall"


@pytest.mark.parametrize("noun", ["commune", "villes", "associations", "fois", "personnes"])
def test_feminine_nouns(noun: str) -> None:
    assert is_feminine(noun)


@pytest.mark.parametrize(
    "noun",
    ["village", "comités", "lycée", "musées", "côté", "arrêtés", "bidule"],
)
def test_other_nouns(noun: str) -> None:
    assert not is_feminine(noun)


def test_both_words_for_braille() -> None:
    text = "Les citoyen·ne·s, élu(e)s et 3.500 agent(s) à 97 %"
    assert both_words(text) == (
        "Les citoyennes et citoyens, élues et élus et 3.500 agent à 97 %"
    )


# The lexicon


def test_ipa_leaves_the_word() -> None:
    own = {"SRADDET": "/sʁadɛt/", "Dole": "dôle"}
    said = spoken_form("Le SRADDET de Dole, SRADDET", own)
    assert said == "Le SRADDET de dôle, SRADDET"
    assert phonemes(said, own) == (("SRADDET", "sʁadɛt"),) * 2
    assert phonemes("Dole", {"Dole": "dôle"}) == ()


# The words that stand in capitals


def test_an_acronym_is_spelled_or_said() -> None:
    assert not SPELLED & set(SAID)


NO_WORDS = frozenset({"abc", "ami", "cpe", "crs", "ibm", "mrs", "pdg", "pts"})
"""Short forms of Lexique that are first of all acronyms in public texts."""


@pytest.mark.long
def test_short_words_are_the_frequent_forms_of_lexique() -> None:
    from wordfreq import zipf_frequency

    forms = {form.text for form in lexique.forms()}
    vowel = re.compile("[aeiouyœàâéèêëîïôûù]")
    wanted = {
        form
        for form in forms
        if re.fullmatch(r"[^\W\d_]{3,5}", form)
        and form.islower()
        and vowel.search(form)
        and zipf_frequency(form, "fr") >= 3.5
    } - NO_WORDS
    kept = [word for line in lines(SHORT_WORDS) for word in line.split()]
    assert kept == sorted(wanted)


@given(st.sampled_from(["LE", "DES", "TRÈS", "POUR"]), st.sampled_from(["MAIRE", "PRINT"]))
def test_a_run_with_a_grammar_word_is_a_phrase(grammar: str, word: str) -> None:
    assert spoken_form(f"{grammar} {word}") == f"{grammar} {word}".capitalize()
