"""French words are said in French, whatever an engine believes of them."""

from __future__ import annotations

import re

import lexique
import pytest

from ppun_access.french.lexical.lists import lines
from ppun_access.runtime.cache import cache_key
from ppun_access.speech.engines.espeak_phonemes import espeak, joined, spoken_words
from ppun_access.speech.engines.kokoro import alphabet
from ppun_access.speech.model import Utterance
from ppun_access.speech.narration.speakable import respelled
from ppun_access.speech.narration.synthesis import VERSION, segment_key
from ppun_access.speech.voices import engine_of, known_voices, pick


def phonemes(text: str) -> str:
    """Return what the model is given, without the accents."""
    return joined(spoken_words(text, espeak(), alphabet()))[0].replace("ˈ", "")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("le monde d’aujourd’hui", "lə mɔ̃d doʒuʁdyi"),
        ("dès aujourd'hui", "dɛz oʒuʁdyi"),
        ("ce qu’aujourd’hui", "sə koʒuʁdyi"),
        ("AUJOURD’HUI", "oʒuʁdyi"),
        ("L’authentification", "lotɑ̃tifikasjɔ̃"),
        ("des authentifications", "dez otɑ̃tifikasjɔ̃"),
        ("Authentification", "otɑ̃tifikasjɔ̃"),
        ("les rythmes", "le ʁitm"),
        ("Rythme", "ʁitm"),
        ("un algorithme", "œ̃n alɡoʁitm"),
        ("d’algorithmes", "dalɡoʁitm"),
        ("mon enthousiasme", "mɔ̃n ɑ̃tuzjasm"),
        ("l’enthousiasme", "lɑ̃tuzjasm"),
        ("le Doubs", "lə du"),
        ("le Haut-Doubs", "lə odu"),
        ("à Auxerre", "a osɛʁ"),
        ("d’Auxerre", "dosɛʁ"),
        ("Montbéliard", "mɔ̃beljaʁ"),
        ("le numéro Siret", "lə nymeʁo siʁɛt"),
        ("mes fils", "me fis"),
        ("Fils", "fis"),
        ("mon fils", "mɔ̃ fis"),
        ("les fils électriques", "le filz elɛktʁik"),
        ("les prud’hommes", "le pʁydɔm"),
        ("deux emprunts", "døz ɑ̃pʁœ̃"),
        ("plus qu’habitants", "ply kabitɑ̃"),
        ("plus qu’hier", "ply kjɛʁ"),
    ],
)
def test_said_in_french(text: str, said: str) -> None:
    assert re.sub("[^\\w\u0303 ]", "", phonemes(text)).replace("ɥ", "y") == said


def test_what_is_timed_stays_as_it_is_written() -> None:
    words = spoken_words("L’algorithme, le rythme.", espeak(), alphabet())
    assert [(w.text, w.at) for w in words if w.text] == [
        ("L’algorithme", 0),
        ("le", 14),
        ("rythme", 17),
    ]


ROWS = [line.split("\t") for line in lines("respellings.txt")]
_SIGNS = str.maketrans(
    {"ʁ": "R", "ʃ": "S", "ʒ": "Z", "ɡ": "g", "ø": "2", "œ": "9", "ɛ": "e", "ɔ": "o"}
    | dict.fromkeys("ˈː- ^ə°", "")
    | {"E": "e", "O": "o", "1": "5", "ɥ": "y", "8": "y"}
)
NASALS = {"ɑ̃": "@", "ɔ̃": "§", "ɛ̃": "5", "œ̃": "5", "(^e^n)": "("}
LOANS = ("mail", "e-mail", "football")
"""Lexique says them otherwise, and its editors said « footballeur » in another way."""


def rough(sounds: str) -> str:
    """Return IPA or the signs of Lexique, without what varies from one to the other."""
    for one, other in NASALS.items():
        sounds = sounds.replace(one, other)
    return sounds.translate(_SIGNS)


def forms() -> list[str]:
    said = [word for word, _, engines in ROWS if "espeak" in engines]
    return [
        form
        for word in said
        for form in {word.replace("(s)", ""), word.replace("(s)", "s")}
    ]


def test_every_row_is_needed_and_right() -> None:
    """Without it, English or wrong; with it, as Lexique says, where it knows the word."""
    known: dict[str, set[str]] = {}
    for line in lexique.path().read_text("cp1252").splitlines()[1:]:
        form, sounds, *_ = line.split("\t")
        known.setdefault(form, set()).add(rough(sounds))
    for word, instead, _ in ROWS:
        if word != instead:
            plain = word.replace("(s)", "")
            assert any(
                espeak().ipa(before + plain) != espeak().ipa(before + instead)
                for before in ("", "d'")
            ), word
    for form in forms():
        said = espeak().ipa(respelled(form, "espeak"))
        assert "(" not in said, (form, said)
        sounds = set() if form.startswith(LOANS) else known.get(form.lower(), set())
        assert not sounds or rough(said) in sounds, (form, said, sounds)


@pytest.mark.parametrize(
    ("voice", "text", "like"),
    [
        ("pyttsx3", "le rythme d’aujourd’hui", "le ritme d'ojourdui"),
        ("pico", "le Doubs à Auxerre", "le Dou à Aussère"),
        ("pico", "mes fils", "mes fiss"),
    ],
)
def test_engines_that_take_text(voice: str, text: str, like: str) -> None:
    found = pick(voice, known_voices())
    engine = engine_of(found)
    one, other = (engine.say(Utterance("x", t, "fr"), found) for t in (text, like))
    assert one.pcm == other.pcm


def test_no_old_sound_is_taken_again() -> None:
    """The key of a sentence changes with its respelling; that of others stays."""
    voice = pick("pyttsx3", known_voices())
    sound = (voice.engine, voice.revision, voice.needs)

    def old(text: str) -> str:
        return cache_key("speech", VERSION, text, "fr", sound)

    def new(text: str) -> str:
        return segment_key(Utterance("x", text, "fr"), voice)

    assert new("Le rythme.") != old("Le rythme.")
    assert new("Le pont.") == old("Le pont.")
