"""Hearing in the atelier: each sentence said at a press, and a word that is corrected."""

from __future__ import annotations

import json
import re
import threading
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import quote, urlencode

import pytest
from ateliers import TOKEN, Answered, ask, space_of
from hypothesis import given
from hypothesis import strategies as st
from speaking import HUM, hum
from starlette.applications import Starlette

from ppun_access.atelier import speaking as voice
from ppun_access.atelier.app import create
from ppun_access.atelier.space import Space
from ppun_access.atelier.speaking import Reader, check_pronunciation, voices_of
from ppun_access.commands.speak import SpeakRequest, speak_file
from ppun_access.errors import InputError
from ppun_access.report import Report
from ppun_access.settings.lexique_toml import with_pronunciation
from ppun_access.speech.model import Audio, ScriptOptions, Utterance, Voice
from ppun_access.speech.narration.script import MENTION
from ppun_access.speech.narration.synthesis import Speaker

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


def test_a_word_is_no_longer_corrected_and_nothing_else_changes() -> None:
    made = with_pronunciation(LEXICON, "SRADDET", "/sʁadɛt/")
    assert with_pronunciation(made, "SRADDET", None) == LEXICON
    for text in ("", LEXICON, "[sigles]\r\n"):
        assert with_pronunciation(text, "SRADDET", None) == text


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


@given(
    st.text(SIGNS, min_size=1),
    st.text(SIGNS),
    st.sampled_from([LEXICON, "", '[sigles]\nA = "b"']),
)
def test_any_word_is_read_back(word: str, said: str, text: str) -> None:
    found = tomllib.loads(with_pronunciation(text, word, said))
    assert found["prononciations"][word] == said
    before = tomllib.loads(text)
    before.setdefault("prononciations", {})[word] = said
    assert found == before


# The voice


LONG = (
    "Les personnes de moins de 18 ans doivent être accompagnées par un adulte, qui reste "
    "avec elles pendant tout le voyage, et qui descend au même arrêt."
)
SOURCE = f"# Le bus de nuit\n\nLe bus de nuit passe à Dole. {LONG}\n"


@dataclass
class Slow:
    """An engine that says nothing before it is let go, and counts what it is asked."""

    asked: list[str] = field(default_factory=list)
    began: threading.Event = field(default_factory=threading.Event)
    free: threading.Event = field(default_factory=threading.Event)

    def voices(self) -> tuple[Voice, ...]:
        return (HUM,)

    def say(self, utterance: Utterance, voice: Voice) -> Audio:
        self.asked.append(utterance.text)
        self.began.set()
        assert self.free.wait(60)
        return Audio(hum(0.06 * len(utterance.text)), 16000)


BEFORE = set[threading.Thread]()
"""What ran before a test began: other tests leave some."""


@pytest.fixture(autouse=True)
def begun() -> None:
    BEFORE.clear()
    BEFORE.update(threading.enumerate())


def finished() -> None:
    """Wait for what is said meanwhile."""
    for thread in set(threading.enumerate()) - BEFORE:
        if thread.daemon:
            thread.join(timeout=60)


def test_a_press_waits_for_what_is_being_said_ahead(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    engine = Slow()
    reader = Reader(Speaker(engine, HUM), None, {}, {}, ScriptOptions())
    line = reader.line_of("Le bus passe à Dole.")
    threading.Thread(target=reader.keep, args=(line,), daemon=True).start()
    assert engine.began.wait(60)
    threading.Timer(0.2, engine.free.set).start()
    assert reader.say(line)[0][:4] == b"RIFF"
    assert engine.asked == ["Le bus passe à Dole."]


def test_only_the_page_that_is_open_is_said_ahead(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    monkeypatch.chdir(tmp_path)
    engine = Slow()
    monkeypatch.setattr(voice, "loaded_engine", lambda voice: engine)
    voices = voices_of(space_of(tmp_path, SOURCE))
    voices.load("bus-de-nuit", "integral", "Un.", "Deux.")
    assert engine.began.wait(60)
    voices.load("bus-de-nuit", "integral", "Trois.")
    voices.load("bus-de-nuit", "integral", "Quatre.", "Cinq.")
    engine.free.set()
    finished()
    assert sorted(engine.asked) == ["Cinq.", "Quatre.", "Un."]


# The screen


PLACE = f"/{TOKEN}/texte/bus-de-nuit/ecouter"


@pytest.fixture
def space(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Space:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    monkeypatch.chdir(tmp_path)
    return space_of(tmp_path, SOURCE)


@pytest.fixture
def app(space: Space) -> Starlette:
    return create(space, TOKEN)


def ids_of(app: Starlette) -> list[str]:
    return re.findall(r'data-phrase="([^"]+)"', ask(app, PLACE).text)


def parts_of(app: Starlette, id_: str) -> Iterator[Answered]:
    """Ask for a sentence as the page does: one part after the other."""
    number, found = 0, None
    while found is None or "x-suite" in found.headers:
        found = ask(app, f"{PLACE}/son?phrase={id_}&morceau={number}")
        assert (found.status, found.body[:4]) == (200, b"RIFF")
        yield found
        number += 1
    finished()  # the whole of it is kept


@dataclass
class Deaf:
    """An engine that says nothing new."""

    asked: list[str] = field(default_factory=list)

    def voices(self) -> tuple[Voice, ...]:
        return (Voice("silence", "silence", "fr", "", ""),)

    def say(self, utterance: Utterance, voice: Voice) -> Audio:
        self.asked.append(utterance.text)
        raise RuntimeError(utterance.text)


def test_a_long_sentence_is_said_in_parts_and_a_build_says_nothing_again(
    app: Starlette, tmp_path: Path
) -> None:
    title, short, long = ids_of(app)
    assert [len(list(parts_of(app, id_))) for id_ in (title, short)] == [1, 1]
    parts = [one.body for one in parts_of(app, long)]
    assert len(parts) == 2
    (whole,) = (one.body for one in parts_of(app, long))
    assert abs(len(whole) - sum(map(len, parts))) < len(whole) / 10
    deaf = Deaf()
    asked = SpeakRequest(str(tmp_path / "content/bus.md"), tmp_path / "son.wav", "silence")
    speak_file(asked, Report(), lambda done, total: None, deaf)
    assert {*deaf.asked} == {MENTION}, "what no page shows"


def test_a_sentence_that_is_gone_is_told(app: Starlette) -> None:
    found = ask(app, f"{PLACE}/son?phrase=ailleurs")
    assert (found.status, "n’est plus dans le texte" in found.text) == (400, True)
    (_, short, _) = ids_of(app)
    assert ask(app, f"{PLACE}/son?phrase={short}&morceau=1").status == 400
    assert ask(app, f"/{TOKEN}/texte/inconnu/ecouter").status == 400


def test_a_word_is_heard_then_kept_for_all_texts(app: Starlette, space: Space) -> None:
    (_, short, _) = ids_of(app)
    before = [one.body for one in parts_of(app, short)]
    assert "Dole" in ask(app, PLACE).text
    heard = ask(app, f"{PLACE}/mot?mot=Dole&dit={quote('Daule à la fin')}")
    assert (heard.status, heard.body[:4]) == (200, b"RIFF")
    lexicon = space.source / "lexique.toml"
    lexicon.write_text(LEXICON, "utf-8")
    sent = urlencode({"mot": "Dole", "dit": "Daule à la fin"}).encode()
    kept = ask(app, f"{PLACE}/garder", "POST", sent)
    assert "tous les textes" in json.loads(kept.body)["fait"]
    assert '"Dole" = "Daule à la fin"\n' in lexicon.read_text("utf-8")
    assert lexicon.read_text("utf-8").startswith("# Les mots du projet.\n")
    assert [one.body for one in parts_of(app, short)] != before
    assert "Daule" in ask(app, PLACE).text, "it is shown beside its word"
    sent = urlencode({"mot": "Dole", "oublier": True}).encode()
    over = ask(app, f"{PLACE}/garder", "POST", sent)
    assert "n’est plus corrigé" in json.loads(over.body)["fait"]
    assert lexicon.read_text("utf-8") == LEXICON
    assert [one.body for one in parts_of(app, short)] == before


@pytest.mark.parametrize(
    ("word", "instead", "why"),
    [
        ("Dole", " ", "il manque ce que"),
        ("2 €", "deux", "il manque le mot"),
        ("Dole", "日本", "ne sait pas lire « 日本 »"),
        ("Dole", "a/b", "ne sait pas lire « / »"),
        ("Dole", "/dɔl?/", "« ? » n’est pas un son"),
        ("Dole", "a" * 101, "trop long"),
        ("Dole", "a\nb", "une seule ligne"),
    ],
)
def test_what_cannot_be_said_is_refused_with_a_reason(
    app: Starlette, space: Space, word: str, instead: str, why: str
) -> None:
    with pytest.raises(InputError, match=re.escape(why)):
        check_pronunciation(word, instead)
    sent = urlencode({"mot": word, "dit": instead}).encode()
    found = ask(app, f"{PLACE}/garder", "POST", sent)
    assert (found.status, why in found.text) == (400, True)
    assert not (space.source / "lexique.toml").exists()


@pytest.mark.parametrize("instead", ["/dɔl/", "/sʁa.dˈɛt/", "Daule", "sra-dète"])
def test_what_can_be_said_is_taken(instead: str) -> None:
    check_pronunciation("Dole", instead)
