"""Phonemes: what espeak-ng says, as the models of voices were taught it."""

from __future__ import annotations

import re
import subprocess
import sys
from itertools import pairwise
from pathlib import Path

import pytest
from harness import Case, cases
from hypothesis import given
from hypothesis import strategies as st
from neural import TEXT

from ppun_access.errors import MissingToolError
from ppun_access.french import spoken_form
from ppun_access.speech.engines.espeak_phonemes import (
    Espeak,
    espeak,
    joined,
    spoken_words,
)
from ppun_access.speech.engines.files import package_folder
from ppun_access.speech.engines.kokoro import alphabet, to_kokoro_ipa, vocabulary


def phonemes(text: str) -> str:
    return joined(spoken_words(text, espeak(), alphabet()))[0]


@pytest.mark.parametrize("case", cases("phonemes"))
def test_phonemes(case: Case) -> None:
    case.check("\n".join(map(phonemes, case.source.splitlines())))


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("L'essor des pratiques numériques est fulgurant.", "nymeʁˈik ɛ"),
        ("La liste des pièces est longue.", "pjˈɛs ɛ"),
        ("Le nombre de cas a baissé.", "kˈa a"),
        ("Le total des choses était là.", "ʃˈoz etˈɛ"),
        ("Il nous est possible de venir.", "nuz ɛ"),
        ("Il les a vus.", "lez a"),
        ("Les habitants ont voté.", "abitˈɑ̃z ˈɔ̃"),
    ],
)
def test_a_plural_is_not_linked_to_a_singular_verb(text: str, said: str) -> None:
    assert said in phonemes(text)


@pytest.mark.parametrize("n", [6, 8, 10, 26, 68, 86, 88, 90, 98, 126, 498, 2018, 2026])
def test_a_number_before_its_decimals_sounds_as_it_does_alone(n: int) -> None:
    said = phonemes(spoken_form(f"{n},5 %"))
    wanted = f"{phonemes(str(n))} {phonemes('virgule 5 pour cent')}"
    assert re.sub("[ˈˌ -]", "", said) == re.sub("[ˈˌ -]", "", wanted)


@given(st.text())
def test_only_symbols_that_the_model_knows(text: str) -> None:
    assert set(phonemes(text)) <= set(vocabulary())


@given(st.text("abé ’-.,!«»1", max_size=80))
def test_every_word_is_where_it_stands(text: str) -> None:
    found = [word for word in spoken_words(text, espeak(), alphabet()) if word.text]
    assert all(text[word.at :].startswith(word.text) for word in found)
    assert all(a.at + len(a.text) <= b.at for a, b in pairwise(found))


def test_long_numbers_stay_with_their_word() -> None:
    words = spoken_words("Nos 3500 élus, de 2024 à 2 ans", espeak(), alphabet())
    said = {word.text: word.phonemes for word in words}
    assert said["3500"].split()[:2] == ["tʁwa", "mil"]
    assert said["élus"].endswith("lˈy")
    assert said["à"] == "a"


def test_a_lexicon_can_give_the_sound() -> None:
    given_sounds = (("Dole", "dˈol"),)
    words = spoken_words("À Dole, oui", espeak(), alphabet(), given_sounds)
    assert [(w.text, w.phonemes) for w in words][1] == ("Dole", "dˈol")


@pytest.mark.parametrize(
    ("word", "said"),
    [("d’Ornans", "dɔʁnˈɑ"), ("L'Ornans", "lɔʁnˈɑ"), ("lorsqu’Ornans", "loʁskɔʁnˈɑ")],
)
def test_a_lexicon_gives_the_sound_of_an_elided_word(word: str, said: str) -> None:
    found = spoken_words(f"près {word}.", espeak(), alphabet(), (("Ornans", "ɔʁnˈɑ"),))
    assert [(w.text, w.phonemes) for w in found][1] == (word, said)


def test_tidy() -> None:
    assert to_kokoro_ipa("byd^ʒˈɛ (^e^n)smˈɪθ(^f^r) le-z ˈˈa") == "byʤˈɛ smˈɪθ lez ˈa"


def test_threads_start_espeak_once() -> None:
    """In another process: started twice, the library crashes."""
    code = (
        "from concurrent.futures import ThreadPoolExecutor as Pool;"
        "from ppun_access.speech.engines.espeak_phonemes import espeak;"
        f"said = Pool(8).map(lambda n: espeak().ipa({TEXT!r}), range(64));"
        "print(len(set(said)))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True)
    assert done.stdout == b"1\n"


def test_no_espeak_data(tmp_path: Path) -> None:
    folder = package_folder("espeakng_loader", "espeakng-loader")
    for library in folder.glob("libespeak-ng.*"):
        (tmp_path / library.name).symlink_to(library)
    with pytest.raises(MissingToolError, match="espeak-ng") as error:
        Espeak(tmp_path)
    assert "pip install --force-reinstall espeakng-loader" in error.value.next_step
    (tmp_path / "empty").mkdir()
    with pytest.raises(MissingToolError, match="espeakng-loader"):
        Espeak(tmp_path / "empty")
