"""Hearing in the atelier: each sentence said at a press, and a word that is corrected."""

from __future__ import annotations

import tomllib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ppun_access.errors import InputError
from ppun_access.settings.lexique_toml import with_pronunciation

LEXICON = """# Les mots du projet.
[sigles]
PPUN = "Politique publique des usages numériques"

# Comment les dire.
[prononciations]
MOLINOZ = "Molinoz"  # le Vice-Président
"Bourg [b]" = 'Bourk'

# Les mots difficiles.
[definitions]
"commune" = "une ville."
"""


def test_a_pronunciation_goes_to_its_section_and_nothing_else_changes() -> None:
    made = with_pronunciation(LEXICON, "SRADDET", "/sʁadɛt/")
    line = '"SRADDET" = "/sʁadɛt/"\n'
    assert made == LEXICON.replace("'Bourk'\n", f"'Bourk'\n{line}")
    again = with_pronunciation(made, "SRADDET", "sra-dète")
    assert again == made.replace("/sʁadɛt/", "sra-dète")


def test_a_word_that_is_there_keeps_its_place_and_its_comment() -> None:
    made = with_pronunciation(LEXICON, "MOLINOZ", 'Moli"noze')
    old = 'MOLINOZ = "Molinoz"  # le Vice-Président'
    assert made == LEXICON.replace(old, r'"MOLINOZ" = "Moli\"noze"  # le Vice-Président')
    made = with_pronunciation(LEXICON, "Bourg [b]", "Bour")
    assert made == LEXICON.replace("'Bourk'", '"Bour"')


@pytest.mark.parametrize(
    ("text", "made"),
    [
        ("", '[prononciations]\n"a" = "b"\n'),
        ("# Rien.\n", '# Rien.\n\n[prononciations]\n"a" = "b"\n'),
        ("[prononciations]", '[prononciations]\n"a" = "b"'),
        ('[ prononciations ] # ici\r\nc = "d"\r\n',
         '[ prononciations ] # ici\r\nc = "d"\r\n"a" = "b"\r\n'),
    ],
)  # fmt: skip
def test_a_lexicon_without_the_section_gets_it(text: str, made: str) -> None:
    assert with_pronunciation(text, "a", "b") == made


@pytest.mark.parametrize(
    "text",
    [
        'prononciations = {c = "d"}\n', 'prononciations.c = "d"\n', "[prononciations\n",
        '[prononciations]\nc = """\nd\n"""\n', "prononciations = 3\n",
    ],
)  # fmt: skip
def test_a_lexicon_that_cannot_be_followed_stays_as_it_is(text: str) -> None:
    with pytest.raises(InputError, match="Rien n’a été changé"):
        with_pronunciation(text, "a", "b")


SIGNS = st.characters(exclude_categories=["Cs"])


@given(st.text(SIGNS, min_size=1), st.text(SIGNS), st.sampled_from([LEXICON, "", '[sigles]\nA = "b"']))
def test_any_word_is_read_back(word: str, said: str, text: str) -> None:
    found = tomllib.loads(with_pronunciation(text, word, said))
    assert found["prononciations"][word] == said
    before = tomllib.loads(text)
    before.setdefault("prononciations", {})[word] = said
    assert found == before
