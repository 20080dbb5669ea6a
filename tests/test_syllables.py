"""Syllables: against Lexique, on words outside it, and on paragraphs counted by hand."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Iterator
from functools import partial
from itertools import groupby
from pathlib import Path

import lexique
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ppun_access.french import count_syllables, split_sentences, spoken_form, words
from ppun_access.french.spoken.acronyms import SAID, SPELLED
from ppun_access.french.spoken.capitals import SHOUT, SMALL, SURNAME, _small, without_shouts
from ppun_access.french.spoken.number_words import cardinal
from ppun_access.french.text.syllables import NAMES, TABLE, read_table
from ppun_access.readability import score

CASES = Path(__file__).parent / "cases"
SEED = Path(__file__).parents[1] / "content" / "politique-publique-des-usages-numeriques.md"

# Lexique


@pytest.mark.long
@pytest.mark.parametrize(
    ("name", "floor"),
    [
        ("set-aside lemmas", 0.99),
        ("forms of set-aside lemmas", 0.99),
        ("the other forms", 0.993),
    ],
)
def test_the_rules_alone(name: str, floor: float) -> None:
    sample = lexique.samples()[name]
    with lexique.exceptions({}):
        right, total = lexique.share_right(sample)
    assert total > 4000
    assert right / total >= floor


def test_every_form_of_lexique_is_right_but_what_we_count_otherwise() -> None:
    every = lexique.forms()
    wrong = {f.text for f in every if count_syllables(f.text) not in f.counts}
    assert len(every) > 125_000
    assert wrong == lexique.NOT_OURS


DISPUTED = """
    affluent confluent content convergent couvent coïncident divergent excellent ferment
    influent insolent négligent parent pressent président résident somnolent talent urgent
    violent émergent équivalent évident
"""


def test_a_homograph_has_one_of_its_counts() -> None:
    """Nouns and adjectives that are verbs too: « un couvent », « elles couvent »."""
    several = {f.text for f in lexique.forms() if len(f.counts) > 1}
    assert several == set(DISPUTED.split())
    assert len(several | lexique.NOT_OURS) <= len(lexique.forms()) / 1000
    assert [count_syllables(w) for w in ("content", "président", "violent")] == [2, 3, 2]


@pytest.mark.long
def test_the_table_is_what_lexique_teaches() -> None:
    assert lexique.WRITTEN.read_text("utf-8") == lexique.as_text(lexique.learn())
    assert lexique.WRITTEN.stat().st_size < 60_000


def test_a_plural_and_a_part_follow_the_table() -> None:
    with lexique.exceptions({"paon": 1, "paonne": 1, "médecin": 2}):
        found = [
            count_syllables(w) for w in ("paons", "Paonnes", "médecins-chefs", "PAONNE")
        ]
    assert found == [1, 1, 3, 1]


def test_no_table_is_read_before_a_word_is_counted() -> None:
    code = (
        "from ppun_access.french import count_syllables;"
        "from ppun_access.french.text import syllables;"
        "before = syllables.exceptions.cache_info().currsize;"
        "count_syllables('paon');"
        "print(before, syllables.exceptions.cache_info().currsize)"
    )
    run = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True
    )
    assert run.stdout.split() == ["0", "1"]


@given(
    st.integers(0, 10**6)
    | st.integers(10**6, 10**12)
    | st.sampled_from([0, 80, 100, 200, 1000, 2000, 80_000, 100_000, 200_000, 10**6])
)
def test_a_number_counts_as_its_words(n: int) -> None:
    assert count_syllables(str(n)) == sum(map(count_syllables, cardinal(n).split()))


COMPOUND_PARTS = (
    "porte|clé|contre|Contre|champ|Haute|Saône|vis|à|Ix|Ier|X|PME|ONU|e|mail|t|il|18|é|"
    "œuvre|Œuvre|Vice|président|des"
)


@given(st.lists(st.sampled_from(COMPOUND_PARTS.split("|")), min_size=2, max_size=4))
def test_a_simple_compound_counts_as_any_other(parts: list[str]) -> None:
    """What is only words and hyphens takes a shorter way, to the same count: no « l’ »."""
    word = "-".join(parts)
    assert count_syllables(word) == count_syllables(f"l’{word}")


# Words outside Lexique


def outside() -> Iterator[tuple[str, int]]:
    """Yield the words of ``cases/syllables.txt`` with their hand count."""
    for line in (CASES / "syllables.txt").read_text("utf-8").splitlines():
        for entry in () if line.startswith("#") else line.split():
            written, _, said = entry.partition("=")
            yield written.replace("/", ""), (said or written).count("/") + 1


def test_words_outside_lexique() -> None:
    found = dict(outside())
    known = {form.text for form in lexique.forms()}
    assert len(found) >= 400
    assert not {word for word in found if word.lower() in known}
    with lexique.exceptions(read_table(TABLE)):
        wrong = [word for word, n in found.items() if count_syllables(word) != n]
    assert len(wrong) / len(found) <= 0.04
    wrong = [word for word, n in found.items() if count_syllables(word) != n]
    assert len(wrong) / len(found) <= 0.025


def test_names_are_neither_in_lexique_nor_right_without_their_table() -> None:
    names = read_table(NAMES)
    assert not {form.text for form in lexique.forms()} & set(names)
    with lexique.exceptions(read_table(TABLE)):
        assert not [name for name, n in names.items() if count_syllables(name) == n]
    assert all(count_syllables(name.title()) == n for name, n in names.items())


@pytest.mark.parametrize(
    ("word", "count"),
    [
        ("contre-champ", 3),
        ("contre-attaque", 3),
        ("porte-clés", 3),
        ("porte-drapeau", 3),
        ("quatre-vingts", 3),
        ("chef-d’œuvre", 2),
        ("chef-d'oeuvre", 2),
        ("élu·e·s", 2),
        ("PAYSAGE", 3),
        ("A-t-elle", 2),
    ],
)
def test_compounds(word: str, count: int) -> None:
    assert count_syllables(word) == count


# Capitals

UNKNOWN = """
    OCDE IUFM ICPE OFB CIO ANTS ADMR ALD BEP CPIE SDAGE SAGE PAPI PPRT IFSI ITEP CMP CMPP
    OPAH UDAF CLIS CFTC ADIE ADIL CIDFF ACI AVS AESH BPJEPS CAPA DEUG DALF DELF DASRI EIE
    GRETA IAE ITT LPO MFR OIN PDIE PLIE RAM UPI ZPPA
"""
LETTERS = re.compile(r"[A-ZÀ-Ý](?: [A-ZÀ-Ý])+")


ACRONYMS = sorted({*SPELLED, *SAID, *UNKNOWN.split(), "PMEs", "XML"})


def said_syllables(acronym: str) -> int:
    said = spoken_form(acronym)
    if LETTERS.fullmatch(said):
        return sum({"W": 3, "Y": 2}.get(letter, 1) for letter in said.split(" "))
    return count_syllables(said)


def test_an_acronym_counts_as_the_voice_reads_it() -> None:
    spelled = [a for a in ACRONYMS if a not in SMALL or LETTERS.fullmatch(spoken_form(a))]
    found = {acronym: count_syllables(acronym) for acronym in spelled}
    assert found == {acronym: said_syllables(acronym) for acronym in spelled}


@pytest.mark.parametrize(
    ("word", "count"),
    [
        ("OCDE", 4), ("CO2", 3), ("H2O", 3), ("PLUi", 4), ("SCoTs", 1), ("NOTRe", 1),
        ("ATTENTION", 3), ("DUPONT", 2), ("MARTIN", 2), ("FRANCE", 1), ("SAINT-PIERRE", 2),
        ("Guyane", 2), ("NGUYEN", 2), ("Cosne-sur-Loire", 3), ("Cosne", 1), ("Guyanais", 3),
        ("XIV", 2), ("II", 1), ("Louis-XIV", 3), ("ONU", 2), ("INSEE", 2), ("L’", 0),
        ("Plan", 1), ("A", 1), ("LES", 1), ("WWW", 9), ("USB-C", 4),
    ],
)  # fmt: skip
def test_capitals(word: str, count: int) -> None:
    assert count_syllables(word) == count


@pytest.mark.parametrize(
    ("text", "syllables"),
    [
        ("LE PLAN NUMÉRIQUE", 5),
        ("CE PROJET EST LÀ", 5),
        ("LE PLAN NUMÉRIQUE DE LA DREAL", 9),
        ("M. PETIT est là.", 5),
        ("Le PLAN est là.", 4),
        ("L’OCDE est là.", 6),
        ("Le RSA, la CAF, le CIO", 10),
    ],
)
def test_a_sentence_tells_what_is_no_acronym(text: str, syllables: int) -> None:
    assert score(text).syllables == syllables
    assert score(f"Oui.\n\n{text}").syllables == syllables + 1


NAMED = (
    "M.|Mme|Monsieur|Maître|Jean|Jean-paul|P.|J.-P.|PETIT|DE LA|LE PLAN|OCDE|de|d'|L’|EST|"
    "maison|Xyz|É|-|,|.|\n|\u00a0|\u202f| "
)


@given(st.lists(st.sampled_from([*NAMED.split("|"), " "]), max_size=10).map("".join))
def test_what_tells_a_surname_or_a_shout_is_always_there(text: str) -> None:
    wanted = text
    for rule in (SURNAME, SHOUT):
        wanted = rule.compiled.sub(partial(_small, rule), wanted)
    assert without_shouts(text) == wanted


# By hand


def by_hand() -> list[list[list[str]]]:
    """The paragraphs of ``cases/hand-count.txt``: sentences of words."""
    lines = (CASES / "hand-count.txt").read_text("utf-8").splitlines()
    groups = groupby(lines, key=lambda line: line.startswith("#"))
    return [[line.split() for line in group] for is_note, group in groups if not is_note]


def written(word: str) -> str:
    return word.partition("=")[0].strip("()").replace("-", "")


def syllables(word: str) -> int:
    said = word.partition("=")[2] or word
    return 0 if word.startswith("(") else said.count("-") + 1


def paragraph(sentences: list[list[str]]) -> str:
    """Return the paragraph of the seed that has these words."""
    wanted = [written(word) for sentence in sentences for word in sentence]
    texts = SEED.read_text("utf-8").replace("**", "").split("\n\n")
    (found,) = (text for text in texts if words(text) == wanted)
    return found


@pytest.mark.parametrize("at", range(4))
def test_paragraphs_counted_by_hand(at: int) -> None:
    sentences = by_hand()[at]
    text = paragraph(sentences)
    cut = [words(sentence) for sentence in split_sentences(text)]
    assert cut == [[written(word) for word in sentence] for sentence in sentences]
    every = [word for sentence in sentences for word in sentence]
    ours = {written(word): count_syllables(written(word)) for word in every}
    assert ours == {written(word): syllables(word) for word in every}
    got = score(text)
    counted = (len(sentences), len(every), sum(map(syllables, every)))
    assert (got.sentences, got.words, got.syllables) == counted
    km = 207 - 1.015 * counted[1] / counted[0] - 73.6 * counted[2] / counted[1]
    assert got.kandel_moles == pytest.approx(km)


def test_three_paragraphs_or_more_are_counted_by_hand() -> None:
    assert len(by_hand()) == 4
