"""The words of a sound: in the cache, in files, where gaps are cut."""

from __future__ import annotations

import json
import wave
from collections import defaultdict
from dataclasses import replace
from io import BytesIO
from pathlib import Path
from statistics import median

import pytest
from hypothesis import given
from hypothesis import strategies as st
from late import Late
from neural import TEXT, FakeRuntime, engine, fake, home, say, voice

from ppun_access.runtime.cache import Cache
from ppun_access.speech.engines import kokoro
from ppun_access.speech.engines.kokoro import Kokoro
from ppun_access.speech.model import Audio, SpeechEngine, Utterance, Voice, WordMark
from ppun_access.speech.narration import joining
from ppun_access.speech.narration.synthesis import (
    Speaker,
    segment_key,
    synthesise,
    trimmed_audio,
    word_clips,
)
from ppun_access.speech.narration.word_times import with_words_placed

__all__ = ["engine", "fake", "home", "voice"]
np = Late("numpy")


def test_words_come_from_the_cache_as_they_were_made(
    fake: tuple[Kokoro, FakeRuntime], voice: Voice, tmp_path: Path
) -> None:
    engine, model = fake
    utterances = (Utterance("s1", TEXT, "fr"), Utterance("s2", "Oui.", "fr"))
    first = list(synthesise(utterances, Speaker(engine, voice), Cache(tmp_path), jobs=2))
    asked = len(model.asked)
    again = synthesise(utterances, Speaker(engine, voice), Cache(tmp_path), jobs=2)
    assert list(again) == first
    assert len(model.asked) == asked
    assert first[0].audio is not None
    assert first[0].audio.words


def test_the_rate_is_part_of_the_key(voice: Voice) -> None:
    plain = Utterance("s1", TEXT, "fr")
    assert segment_key(plain, voice) == segment_key(replace(plain, rate=1.0), voice)
    assert segment_key(plain, voice) != segment_key(replace(plain, rate=0.85), voice)


WORDS = st.builds(
    WordMark,
    st.text(st.characters(exclude_categories=["Cs"])),
    st.integers(0, 999),
    st.floats(0, 99).map(lambda x: round(x, 3)),
    st.floats(0, 99).map(lambda x: round(x, 3)),
)


@given(st.lists(WORDS, max_size=4), st.integers(0, 50))
def test_a_wav_holds_its_words(words: list[WordMark], samples: int) -> None:
    audio = Audio(bytes(2 * samples), 24000, tuple(words))
    content = audio.to_wav()
    assert Audio.from_wav(content) == audio
    with wave.open(BytesIO(content)) as wav:
        assert wav.getnframes() == samples
    for size in range(len(content) - 1, len(content) - 20, -1):
        with pytest.raises(wave.Error):
            Audio.from_wav(content[:size])


@pytest.mark.long
def test_joining_moves_no_word(engine: SpeechEngine, voice: Voice) -> None:
    """What ``trimmed_audio`` leaves is left as it is when the sounds are joined."""
    for text in (TEXT, "Oui.", "Alors… quoi ? Eh bien : rien !"):
        audio = say(engine, voice, text)
        tightened = trimmed_audio(audio)
        assert len(joining.shape(tightened)) == len(tightened.pcm)
        assert len(joining.shape(audio)) == len(tightened.pcm)
        assert tightened.words[0].begin == pytest.approx(0.02, abs=0.011)


def test_words_after_a_gap_that_is_cut() -> None:
    hum, gap = b"\xe8\x03" * 2400, bytes(2 * 24000)
    words = (WordMark("un", 0, 1.0, 1.1), WordMark("deux", 3, 2.1, 2.2))
    found = trimmed_audio(Audio(gap + hum + gap + hum + gap, 24000, words))
    assert found.seconds == pytest.approx(0.02 + 0.1 + 0.8 + 0.1 + 0.08)
    assert [(w.begin, w.end) for w in found.words] == [(0.02, 0.12), (0.92, 1.02)]


def test_words_of_a_file(
    fake: tuple[Kokoro, FakeRuntime], voice: Voice, tmp_path: Path
) -> None:
    engine, _ = fake
    utterances = (Utterance("s7", TEXT, "fr"),)
    (found,) = synthesise(utterances, Speaker(engine, voice), Cache(tmp_path), jobs=1)
    clips = word_clips(found, 12.5)
    assert clips[0].node_id == "s7"
    assert (clips[0].text, clips[0].at) == ("La", 0)
    assert clips[0].begin == pytest.approx(12.52, abs=0.02)


ONSETS = Path(__file__).parent / "cases" / "word-onsets.jsonl"
"""Sentences of ``voices/kokoro/calibration.txt``, said by Siwis at two paces: frames of the
model, where something is heard (samples), and where the spectrum changes as words
begin (``benchmarks.word_onsets``): class of the first sound, word, its place, seconds."""


class Recorded(FakeRuntime):
    """A model that hums where something was heard, with the frames of the real one."""

    def __init__(self) -> None:
        super().__init__()
        self.said = [json.loads(line) for line in ONSETS.read_text("utf-8").splitlines()]
        self.now = self.said[0]

    def run(self, feeds: dict[str, list[list[float]]]) -> tuple[bytes, list[list[float]]]:
        sound = np.zeros(self.now["samples"], "<i2")
        for begin, end in self.now["runs"]:
            sound[begin:end] = 9830
        return sound.tobytes(), [self.now["frames"]]


def test_words_begin_where_they_are_heard(
    voice: Voice, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    model = Recorded()
    monkeypatch.setattr(kokoro, "Session", lambda *given: model)
    speaker, cache = Speaker(Kokoro((voice,)), voice), Cache(tmp_path)
    late = defaultdict[str, list[float]](list)
    for one in model.said:
        model.now = one
        utterance = Utterance("s", one["text"], "fr", rate=one["rate"])
        (found,) = synthesise((utterance,), speaker, cache, jobs=1)
        assert found.audio is not None
        begins = {word.at: word.begin for word in found.audio.words}
        margin = one["runs"][0][0] / 24_000 - 0.02  # what is cut before the first word
        for kind, _, at, heard in one["onsets"]:
            late[f"{kind} à {one['rate']}"].append(begins[at] + margin - heard)
    assert len(late) == 10
    for kind, seconds in late.items():
        most = 0.02 if kind.startswith("voyelles") else 0.01  # they are heard less surely
        assert abs(median(seconds)) < most, kind
        assert median(map(abs, seconds)) < 0.03, kind


@pytest.mark.parametrize(
    ("word", "space", "begin"),
    [
        ("la", 0.025, 0.304),  # an « l » already sounds in a short word before it
        ("la", 0.05, 0.334),
        ("notre", 0.025, 0.334),
        ("notre", 0.1, 0.385),  # an « n » waits for its own frames after a long space
        ("demain", 0.1, 0.334),
        ("avant", 0.1, 0.4),
    ],
)
def test_a_word_begins_by_its_first_sound(word: str, space: float, begin: float) -> None:
    words = (WordMark("de", 0, 0.1, 0.3), WordMark(word, 3, 0.3 + space, 0.6))
    audio = Audio(b"\xe8\x03" * 24000, 24000, words)
    one, other = with_words_placed(audio, f"de {word}").words
    assert one.end == other.begin == pytest.approx(begin)


def test_a_word_after_a_pause_begins_with_its_sound() -> None:
    hum, gap = b"\xe8\x03" * 4800, bytes(2 * 4800)
    words = (WordMark("un", 0, 0.0, 0.15), WordMark("deux", 4, 0.27, 0.6))
    audio = Audio(hum + gap + hum, 24000, words)
    placed = with_words_placed(audio, "un, deux").words
    assert [(w.begin, w.end) for w in placed] == [(0.0, 0.2), (0.4, 0.6)]
    assert with_words_placed(replace(audio, words=()), "un, deux").words == ()


def test_a_sound_of_the_cache_has_its_words_placed(
    fake: tuple[Kokoro, FakeRuntime], voice: Voice, tmp_path: Path
) -> None:
    """What the cache holds is what the engine told: it need never be said again."""
    engine, _ = fake
    utterance, cache = Utterance("s1", TEXT, "fr"), Cache(tmp_path)
    (found,) = synthesise((utterance,), Speaker(engine, voice), cache, jobs=1)
    content = cache.read(segment_key(utterance, voice))
    assert content is not None
    told = Audio.from_wav(content)
    assert found.audio == with_words_placed(told, TEXT)
    assert told.words == trimmed_audio(say(engine, voice, TEXT)).words
