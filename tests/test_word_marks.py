"""The words of a sound: in the cache, in files, where gaps are cut."""

from __future__ import annotations

import wave
from dataclasses import replace
from io import BytesIO
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from neural import TEXT, FakeRuntime, engine, fake, home, say, voice

from ppun_access.runtime.cache import Cache
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

__all__ = ["engine", "fake", "home", "voice"]


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
