"""What to say, with which voice, and where it is: all that needs no real sound."""

from __future__ import annotations

import subprocess
import sys
import wave
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import pytest
from builders import heading
from hypothesis import given
from hypothesis import strategies as st

from ppun_access.document.build import inlines, para
from ppun_access.document.model import (
    Abbr,
    Block,
    Cell,
    Clip,
    Div,
    Document,
    Figure,
    Image,
    Inline,
    List,
    ListItem,
    Narration,
    Note,
    Para,
    Row,
    Sentence,
    Span,
    Table,
    Text,
    WordClip,
)
from ppun_access.document.walk import sentences
from ppun_access.errors import InputError, MissingToolError, UsageError
from ppun_access.speech import voices
from ppun_access.speech.engines.files import packaged_folder
from ppun_access.speech.model import Audio, ScriptOptions, Utterance
from ppun_access.speech.narration import script as script_module
from ppun_access.speech.narration.script import LONGEST_PAUSE, TITLE_ID, script
from ppun_access.speech.narration.speakable import clauses, speakable
from ppun_access.speech.narration.timing import Run, implausible, placed_runs, voiced_runs
from ppun_access.speech.voices import ENGINES, known_voices, pick, read_voice
from ppun_access.writers.audio import vtt
from ppun_access.writers.audio.vtt import texts_of, webvtt, webvtt_words
from ppun_access.writers.units import NBSP


def said(*parts: str | Inline, id: str = "s1", lang: str = "") -> Sentence:
    return Sentence(inlines(*parts), id=id, lang=lang)


def document(*blocks: Block) -> Document:
    return Document("edito", "fr", "Édito", blocks)


# The script


def test_the_title_comes_first_then_every_sentence() -> None:
    note = Note((para(said("Voir la loi.", id="n1")),))
    doc = document(
        heading(2, said("Priorités", id="h1")),
        para(said("Un texte", note, " court.", id="s1"), said("Fin.", id="s2", lang="en")),
        Table((Row((Cell((para(said("Case", id="c1")),)),)),)),
    )
    found = [(u.node_id, u.text, u.lang) for u in script(doc, ScriptOptions())]
    assert found == [
        (TITLE_ID, "Édito", "fr"),
        ("h1", "Priorités", "fr"),
        ("s1", "Un texte court.", "fr"),
        ("s2", "Fin.", "en"),
        ("n1", "Note : Voir la loi.", "fr"),
        ("c1", "Tableau de 1 ligne et 1 colonne. Ligne 1 : Case", "fr"),
    ]


def test_a_block_gives_its_language() -> None:
    doc = document(Div((Para((said("Hello."),), lang="en"),), lang="de"))
    assert [u.lang for u in script(doc, ScriptOptions())] == ["fr", "en"]


def test_numbers_and_respellings_are_spoken() -> None:
    doc = document(para(said("97 % à ", Abbr(inlines("BFC"), "Bourgogne"))))
    options = ScriptOptions(pronunciations={"BFC": "bé effe cé"})
    assert "pour cent à bé effe cé" in script(doc, options)[1].text


def test_pauses_grow_with_the_structure() -> None:
    items = List((ListItem((para(said("Un,", id="i1")),)), ListItem((para(said("Deux")),))))
    doc = document(
        heading(2, said("Titre")),
        para(said("Une phrase."), said("La fin.")),
        items,
        para(said("Après")),
    )
    title, head, inner, last, item, list_end, after = (
        u.pause_after_ms for u in script(doc, ScriptOptions())
    )
    assert inner < item < last < head < title
    assert list_end == last == after


def test_pauses_follow_the_last_mark() -> None:
    def pause(text: str) -> int:
        doc = document(para(said(text), said("suite")))
        return script(doc, ScriptOptions())[1].pause_after_ms

    assert pause("a,") < pause("a ;") < pause("a.") < pause("a ?") < pause("a…")
    assert pause("« Oui. »") == pause("Oui.")


@given(st.floats(0, 50))
def test_no_pause_is_too_long(scale: float) -> None:
    doc = document(heading(2, said("Titre")), para(said("Un…"), said("deux")))
    for utterance in script(doc, ScriptOptions(pause_scale=scale)):
        assert 0 <= utterance.pause_after_ms <= LONGEST_PAUSE < 1200


@given(st.recursive(st.integers(0, 3), lambda inner: st.lists(inner, max_size=4)))
def test_every_sentence_is_said_once_in_order(shape: object) -> None:
    count = iter(range(10_000))

    def block(part: object) -> Block:
        if isinstance(part, list):
            return List(tuple(ListItem((block(inner),)) for inner in part))
        return para(*(said("Oui.", id=f"s{next(count)}") for _ in range(int(str(part)))))

    doc = document(block(shape))
    ids = [u.node_id for u in script(doc, ScriptOptions())]
    assert ids == [TITLE_ID, *(s.id for s in sentences(doc))]


def test_the_title_has_one_id_everywhere() -> None:
    assert vtt.TITLE_ID == script_module.TITLE_ID


# What a voice can read


@pytest.mark.parametrize(
    ("text", "clean", "lost"),
    [
        ("L’été à Œuilly : 12 €…", "L’été à Œuilly : 12 €…", ""),
        ("e\u0301te\u0301", "été", ""),
        ("nu\u00admé\u200brique\ufeff", "numérique", ""),
        ("Bonjour\x00tout\u202fle\nmonde", "Bonjour tout le monde", ""),
        ("№ ４, Łódź, Ceaușescu", "No 4, Lódz, Ceausescu", ""),
        ("Franche\u2011Comté", "Franche-Comté", ""),
        ("Bonjour Мир 😀", "Bonjour", "Мир😀"),
        ("→ ★", "", "→★"),
        ("Prix ¤ de 5 $", "Prix de 5 $", "¤"),
        ("𝐛𝐨𝐧", "bon", ""),
    ],
)
def test_speakable(text: str, clean: str, lost: str) -> None:
    assert speakable(text) == (clean, lost)


@given(st.text())
def test_what_is_speakable_stays_so(text: str) -> None:
    clean, _ = speakable(text)
    assert speakable(clean) == (clean, "")
    clean.encode("cp1252")
    assert "\x00" not in clean


@given(st.text("ab,.; \n…", max_size=300), st.integers(1, 50))
def test_clauses_lose_nothing(text: str, longest: int) -> None:
    pieces = clauses(text, longest)
    assert "".join(pieces) == text
    assert all(0 < len(piece) <= longest for piece in pieces)


def test_clauses_end_where_one_breathes() -> None:
    assert clauses("Il pleut, il vente. On reste ici", 25) == (
        "Il pleut, il vente. ",
        "On reste ici",
    )
    assert clauses("Il pleut et il vente, on reste", 25)[0] == "Il pleut et il vente, "


# Timing


@given(st.lists(st.tuples(st.booleans(), st.integers(1, 40)), max_size=8))
def test_heard_finds_the_sound(parts: list[tuple[bool, int]]) -> None:
    loud, quiet = b"\xe8\x03" * 160, bytes(320)
    pcm = b"".join((loud if sound else quiet) * count for sound, count in parts)
    expected = sum(count * 160 for sound, count in parts if sound)
    runs = voiced_runs(pcm, 16000)
    assert sum(run.end - run.begin for run in runs) == expected
    assert all(a.end < b.begin for a, b in pairwise(runs))


def test_a_faint_hiss_is_not_heard() -> None:
    assert voiced_runs(b"\x05\x00" * 16000, 16000) == ()


@pytest.mark.parametrize(
    ("seconds", "text", "rate", "problem"),
    [
        (0.5, "anticonstitutionnellement", 1.0, "voix-courte"),
        (0.8, "anticonstitutionnellement", 1.0, ""),
        (0.1, "Oui !!!!!!!!!!!!!!!!!!!!!!!!!!!!", 1.0, ""),
        (1.39, "Oui.", 1.0, ""),
        (1.5, "Oui.", 1.0, "voix-longue"),
        (1.5, "Oui.", 0.85, ""),
        (0.73, "anticonstitutionnellement", 0.85, "voix-courte"),
        (0.76, "anticonstitutionnellement", 0.85, ""),
        (0.6, "1 234 567", 1.0, "voix-courte"),
        (4.0, "PPUN, RGAA.", 1.0, ""),
        (5.0, "PPUN, RGAA.", 1.0, "voix-longue"),
    ],
)
def test_a_sound_fits_its_words(
    seconds: float, text: str, rate: float, problem: str
) -> None:
    utterance = Utterance("s1", text, "fr", rate=rate)
    assert implausible([Run(0, round(16000 * seconds))], 16000, utterance) == problem


@given(
    st.lists(st.integers(1, 10**6), min_size=1), st.integers(0, 999), st.integers(0, 999)
)
def test_runs_touch_and_do_not_drift(lengths: list[int], lead: int, tail: int) -> None:
    runs = placed_runs(lengths, lead, tail)
    assert runs[0].begin == 0
    assert all(a.end == b.begin for a, b in pairwise(runs))
    assert runs[-1].end == lead + sum(lengths) + tail


def test_a_spoilt_wav_is_refused() -> None:
    whole = Audio(bytes(2000), 16000).to_wav()
    assert Audio.from_wav(whole) == Audio(bytes(2000), 16000)
    for content in (b"", whole[:20], whole[:-100], b"RIFF" + bytes(60)):
        with pytest.raises(wave.Error):
            Audio.from_wav(content)


# Voices

TOML = """\
name = "mienne"
engine = "silence"
lang = "fr-FR"
title = "La mienne"
source = "moi"
licence = "CC0-1.0"
rank = 99
"""


def voice_file(folder: Path, text: str) -> Path:
    path = folder / "voix.toml"
    path.write_text(text, "utf-8")
    return path


def test_the_voices_of_the_program() -> None:
    voices = known_voices()
    assert [v.name for v in voices] == [
        "kokoro-siwis",
        "kokoro-alex",
        "pico",
        *(f"pico-{lang}" for lang in ("de", "en", "es", "it")),
        "pyttsx3",
        "silence",
    ]
    assert {lang: pick("auto", voices, lang).name for lang in ("en", "de-AT")} == {
        "en": "pico-en",
        "de-AT": "pico-de",
    }
    assert {path.stem for path in packaged_folder().glob("*.toml")} == {
        v.name for v in voices
    }
    assert pick("auto", voices).name == "kokoro-siwis"


def test_voices_that_an_installer_links_are_known(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As « uv --link-mode symlink » does: they lead to its cache."""
    linked = tmp_path / "installé" / "voices"
    linked.mkdir(parents=True)
    for path in packaged_folder().glob("*.toml"):
        (linked / path.name).symlink_to(path)
    names = [voice.name for voice in known_voices()]
    monkeypatch.setattr(voices, "packaged_folder", lambda: linked)
    assert [voice.name for voice in known_voices()] == names


def test_the_digests_described_are_those_of_the_locked_packages() -> None:
    for voice in (v for v in known_voices() if not v.missing):
        assert voice.sha256 in voice.revision
        assert voice.revision != voice.sha256
        assert voice.sha256 or voice.engine == "silence"


def test_auto_never_takes_silence(tmp_path: Path) -> None:
    voice_file(tmp_path, TOML)
    voices = known_voices([tmp_path])
    assert "mienne" in [v.name for v in voices]
    assert pick("auto", voices).name == "kokoro-siwis"
    with pytest.raises(MissingToolError, match="Aucune voix"):
        pick("auto", [v for v in voices if v.engine == "silence"])


def test_auto_takes_the_best_that_can_speak() -> None:
    voices = [replace(v, missing="Tapez…") if v.rank > 50 else v for v in known_voices()]
    assert pick("auto", voices).name == "pico"
    with pytest.raises(MissingToolError) as error:
        pick("auto", [replace(v, missing=f"Tapez {v.name}") for v in voices])
    assert error.value.next_step == "Tapez kokoro-siwis"


def test_a_voice_of_the_user_replaces_ours(tmp_path: Path) -> None:
    voice_file(tmp_path, TOML.replace("mienne", "pico", 1))
    assert pick("pico", known_voices([tmp_path])).title == "La mienne"


def test_an_unknown_voice_names_the_nearest() -> None:
    with pytest.raises(UsageError, match="« picot »") as error:
        pick("picot", known_voices())
    assert "« pico »" in error.value.next_step
    assert "auto, kokoro-siwis, kokoro-alex, pico, pico-de" in error.value.next_step


def test_a_missing_engine_gives_the_command(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "py_nanotts", None)
    voices = known_voices()
    assert "pico" not in [v.name for v in known_voices() if not v.missing]
    with pytest.raises(MissingToolError, match="« pico »") as error:
        pick("pico", voices)
    assert "pip install py-nanotts" in error.value.next_step


def test_a_language_that_the_engine_lacks(tmp_path: Path) -> None:
    text = TOML.replace('"silence"', '"pico"') + '[needs]\nid = "xx-XX"\n'
    voice_file(tmp_path, text)
    with pytest.raises(MissingToolError):
        pick("mienne", known_voices([tmp_path]))


@pytest.mark.parametrize(
    ("text", "line", "message"),
    [
        (TOML + "rank = = 3\n", 8, "mal écrit"),
        (TOML + 'licnece = "x"\n', 8, "licence"),
        (TOML.replace("99", '"haut"'), 7, "rank"),
        (TOML.replace("99", "-1"), 7, "rank"),
        (TOML.replace('"silence"', '"pica"'), 2, "kokoro, pico, piper, pyttsx3, silence"),
        (TOML.replace('"CC0-1.0"', '""'), 6, "licence"),
        (TOML.replace('title = "La mienne"\n', ""), 1, "title"),
        (TOML + "[needs]\nid = [1]\n", 8, "needs"),
    ],
)
def test_a_wrong_voice_file_is_shown_by_its_line(
    tmp_path: Path, text: str, line: int, message: str
) -> None:
    path = voice_file(tmp_path, text)
    with pytest.raises(InputError, match=message) as error:
        known_voices([tmp_path])
    assert f"{path}:{line} : " in error.value.message


def test_a_voice_file_in_another_encoding(tmp_path: Path) -> None:
    (tmp_path / "voix.toml").write_bytes("title = 'é'".encode("cp1252"))
    with pytest.raises(InputError, match="UTF-8"):
        known_voices([tmp_path])


def test_needs_are_read() -> None:
    voice = read_voice(packaged_folder() / "pyttsx3.toml")
    assert voice.need("id") == "roa/fr"
    assert voice.need("rate") == 160
    assert voice.need("other", 3) == 3


def test_engines_are_loaded_only_when_asked() -> None:
    code = (
        "import sys, ppun_access.speech.voices as v; v.known_voices();"
        "print({'py_nanotts', 'pyttsx3', 'onnxruntime'} & set(sys.modules))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True)
    assert done.stdout == b"set()\n"
    assert list(ENGINES) == ["kokoro", "pico", "piper", "pyttsx3", "silence"]


# WebVTT


def test_cues_are_escaped_and_in_order() -> None:
    clips = [Clip("titre", 0, 1.0004), Clip("s1", 1.0004, 3725.9996)]
    text = webvtt(clips, {"titre": "Édito", "s1": "a --> b &\n\n<i>c"})
    assert text.split("\n\n") == [
        "WEBVTT",
        "NOTE Un repère par phrase ; son nom est celui de la phrase dans la page.",
        "titre\n00:00:00.000 --> 00:00:01.000\nÉdito",
        "s1\n00:00:01.000 --> 01:02:06.000\na --&gt; b &amp; &lt;i&gt;c\n",
    ]


@given(st.text("-> &<\n\rWEBVTT").filter(str.strip))
def test_no_text_breaks_a_cue(words: str) -> None:
    text = webvtt([Clip("s1", 0, 1)], {"s1": words})
    assert text.count("-->") == 1
    assert text.count("\n\n") == 2
    assert "\r" not in text


def test_a_picture_that_is_heard_has_its_cue() -> None:
    words, named = inlines("Une carte"), inlines("Image : un plan")
    pictures = (Image(words, "a.png", id="i-1"), Image(named, "b.png", id="i-2"))
    document = Document("x", "fr", "Titre", tuple(map(Figure, pictures)))
    texts = texts_of(document, Narration("x", Path("x.mp3"), 1.0, (), "Voix"))
    assert texts == {
        "titre": "Titre", "i-1": f"Image{NBSP}: Une carte", "i-2": "Image : un plan"
    }  # fmt: skip


def test_what_stands_above_the_line_is_above_it_in_a_cue() -> None:
    million = Sentence((Text("10"), Span((Text("6"),), "sup")), id="s-1")
    document = Document("x", "fr", "Titre", (Para((million,)),))
    texts = texts_of(document, Narration("x", Path("x.mp3"), 1.0, (), "Voix"))
    assert texts["s-1"] == "10⁶"


def test_words_are_cues_named_after_their_sentence() -> None:
    words = (
        WordClip("s1", "Bon", 0, 0.0, 0.25),
        WordClip("s1", "3500 & <", 4, 0.25, 1.0),
        WordClip("s2", "Fin", 0, 1.0, 1.5),
    )
    narration = Narration("d", Path("x.mp3"), 2.0, (), "V", words=words)
    assert webvtt_words(narration).split("\n\n")[2:] == [
        "s1-1\n00:00:00.000 --> 00:00:00.250\nBon",
        "s1-2\n00:00:00.250 --> 00:00:01.000\n3500 &amp; &lt;",
        "s2-1\n00:00:01.000 --> 00:00:01.500\nFin\n",
    ]
