"""Recordings laid on a synthetic reading: generated warps, then real voices."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from late import Late

from ppun_access.build.casting import cast
from ppun_access.build.context import looking_at
from ppun_access.build.narration import narration_options
from ppun_access.build.preparation import prepare
from ppun_access.build.sources import read_sources
from ppun_access.project.project import load_project
from ppun_access.report import Report
from ppun_access.runtime.cache import Cache
from ppun_access.speech.model import Utterance
from ppun_access.speech.narration import joining, synthesis
from ppun_access.speech.narration.script import script
from ppun_access.speech.narration.synthesis import Spoken
from ppun_access.speech.narration.timing import Span
from ppun_access.speech.voices import engine_of, known_voices, pick
from ppun_access.tools import ffmpeg

np, dtw = Late("numpy"), Late("ppun_access.speech.recordings.dtw")
features = Late("ppun_access.speech.recordings.features")
alignment = Late("ppun_access.speech.recordings.alignment")
forced_alignment = Late("ppun_access.speech.recordings.forced_alignment")
RATE = 16_000
CONTENT = Path(__file__).parents[1] / "content"

# The path, on signals whose warp is known


def path_of(signal: list[int], lengths: list[int]) -> tuple[features.Indices, dtw.States]:
    """Lay ``signal`` (the number of a reference frame, -1 silence) on sentences."""
    sentence_of = np.repeat(np.arange(len(lengths)), lengths)
    found = dtw.states(sentence_of, len(lengths))

    def row(frame: int, begin: int, end: int) -> dtw.Scores:
        here = found.frame[begin:end]
        scores = np.where(here == signal[frame], 5.0, -5.0)
        scores[here < 0] = 1.0 if signal[frame] == -1 else 0.0
        return scores.astype(np.float32)

    begins = np.zeros(len(signal), np.intp)
    ends = np.full(len(signal), len(found.frame))
    return dtw.best_path(row, begins, ends, found.pauses, len(found.frame)), found


LENGTHS = st.lists(st.integers(12, 30), min_size=2, max_size=5)


@given(LENGTHS, st.data())
def test_a_known_warp_is_found(lengths: list[int], data: st.DataObject) -> None:
    """Each frame is held for one to three frames, and there are pauses or none."""
    signal, frame = list[int](), 0
    for length in lengths:
        signal += [-1] * data.draw(st.integers(0, 8))
        for _ in range(length):
            signal += [frame] * data.draw(st.integers(1, 3))
            frame += 1
    path, found = path_of(signal, lengths)
    assert [int(found.frame[state]) for state in path] == signal


@given(LENGTHS, st.data())
def test_a_sentence_that_is_not_there_is_leapt_over(
    lengths: list[int], data: st.DataObject
) -> None:
    gone = data.draw(st.integers(0, len(lengths) - 1))
    starts = np.cumsum([0, *lengths])
    kept = [n for n in range(len(lengths)) if n != gone]
    signal = [f for n in kept for f in (-1, *range(starts[n], starts[n + 1]))]
    signal.append(-1)
    path, found = path_of(signal, lengths)
    assert [int(found.frame[state]) for state in path] == signal
    assert gone not in found.sentence[path[found.frame[path] >= 0]]


@given(LENGTHS, st.integers(1, 80), st.data())
def test_what_is_added_waits_in_a_pause(
    lengths: list[int], added: int, data: st.DataObject
) -> None:
    place = data.draw(st.integers(0, len(lengths)))
    starts = np.cumsum([0, *lengths])
    signal = list(range(starts[-1]))
    signal[starts[place] : starts[place]] = [-2] * added
    path, found = path_of(signal, lengths)
    waiting = found.frame[path] < 0
    assert waiting.tolist() == [frame == -2 for frame in signal]


@given(LENGTHS)
def test_the_path_never_goes_back(lengths: list[int]) -> None:
    """Whatever it is given: here, frames in the wrong order."""
    signal = list(reversed(range(sum(lengths))))
    path, _ = path_of(signal, lengths)
    assert all(a <= b for a, b in pairwise(path))


def test_a_band_gives_the_same_path_as_everything() -> None:
    lengths = [20, 25, 30]
    signal = [f for f in range(75) for _ in range(1 + f % 2)]
    whole, found = path_of(signal, lengths)

    def row(frame: int, begin: int, end: int) -> dtw.Scores:
        here = found.frame[begin:end]
        return np.where(here == signal[frame], 5.0, -5.0).astype(np.float32)

    begins = np.maximum(whole - 6, 0)
    ends = np.minimum(whole + 6, len(found.frame))
    ends[-1] = len(found.frame)
    banded = dtw.best_path(row, begins, ends, found.pauses, len(found.frame))
    assert banded.tolist() == whole.tolist()


# What is heard


def tone(seconds: float, level: float) -> bytes:
    times = np.arange(round(seconds * RATE)) / RATE
    return (level * np.sin(2 * np.pi * 300 * times)).astype("<i2").tobytes()


@given(st.floats(0.3, 2.0), st.integers(200, 20_000))
@settings(max_examples=15)
def test_silence_is_cut_short_whatever_the_level(silence: float, level: int) -> None:
    pcm = tone(1, level) + bytes(2 * round(silence * RATE)) + tone(1, level)
    found = features.features_of(pcm)
    quiet = found.silent[found.at]
    assert 1 <= np.count_nonzero(quiet) <= 5
    assert abs(np.count_nonzero(found.silent) * 0.02 - silence) < 0.06


@given(st.integers(0, 50))
@settings(max_examples=5)
def test_frames_do_not_depend_on_the_level(seed: int) -> None:
    noise = np.random.default_rng(seed).normal(0, 1, 3 * RATE)
    noise *= np.repeat([1, 0.3, 2], RATE)
    loud, soft = ((noise * gain).astype("<i2").tobytes() for gain in (3000, 1500))
    difference = np.abs(
        features.features_of(loud).frames - features.features_of(soft).frames
    )
    assert np.median(difference) < 0.05


@pytest.mark.parametrize("pcm", [b"", b"\0\0", bytes(2 * RATE)])
def test_nothing_is_heard_in_nothing(pcm: bytes) -> None:
    found = features.features_of(pcm)
    assert len(found.frames) == len(found.at) == len(found.times)
    assert np.isfinite(found.frames).all()


# Real voices


@pytest.fixture(scope="module")
def cache(tmp_path_factory: pytest.TempPathFactory) -> Cache:
    return Cache(tmp_path_factory.mktemp("cache"))


def said(utterances: tuple[Utterance, ...], name: str, cache: Cache) -> tuple[Spoken, ...]:
    voice = pick(name, known_voices())
    speaker = synthesis.Speaker(engine_of(voice), voice)
    return tuple(synthesis.synthesise(utterances, speaker, cache, jobs=2))


def sound(spoken: tuple[Spoken, ...], folder: Path) -> tuple[bytes, tuple[Span, ...]]:
    track = joining.join_track(spoken, folder / "sound.pcm")
    tool = ffmpeg.probe()
    pcm = ffmpeg.resample(tool=tool, pcm=track.pcm(), rate=track.rate, to=RATE)
    return pcm, joining.sound_spans(spoken, track)


def editorials() -> list[tuple[Utterance, ...]]:
    project = load_project((CONTENT,))
    sources = read_sources(project, Report())
    documents = prepare(looking_at(project, Report()), sources).integral
    options = replace(narration_options(project, "integral").script, mention=False)
    assert cast(project, None).known
    return [script(document, options) for document in documents]


def with_pauses(spoken: tuple[Spoken, ...], seed: int) -> tuple[Spoken, ...]:
    pauses = np.random.default_rng(seed).integers(100, 1400, len(spoken))
    return tuple(
        replace(s, utterance=replace(s.utterance, pause_after_ms=int(ms)))
        for s, ms in zip(spoken, pauses, strict=True)
    )


def laid(
    recorded: tuple[Spoken, ...], reference: tuple[Spoken, ...], folder: Path
) -> tuple[alignment.Alignment, tuple[Span, ...]]:
    own, spans = sound(recorded, folder)
    other, sentences = sound(reference, folder)
    return alignment.align(own, other, sentences), spans


@pytest.mark.long
@pytest.mark.parametrize("number", [0, 1])
def test_the_sentences_of_an_editorial_begin_where_they_do(
    number: int, cache: Cache, tmp_path: Path
) -> None:
    """The contract: 95 % of the starts within 300 ms, and no sentence lost."""
    utterances = editorials()[number]
    recorded = with_pauses(said(utterances, "pyttsx3", cache), number)
    found, spans = laid(recorded, said(utterances, "pico", cache), tmp_path)
    begins = [found.begin(n) for n in range(len(utterances))]
    errors = [
        abs(begin - span.begin)
        for begin, span in zip(begins, spans, strict=True)
        if begin is not None
    ]
    assert len(errors) == len(utterances)
    assert sum(error <= 0.3 for error in errors) >= 0.95 * len(utterances)
    assert forced_alignment.missing(found) == ()
    assert len(forced_alignment.differences(found)) <= 1, forced_alignment.differences(
        found
    )


def test_what_is_not_read_and_what_is_added(cache: Cache, tmp_path: Path) -> None:
    """A sentence left out at the start, in the middle, at the end; a passage put in."""
    utterances = editorials()[0]
    reference = said(utterances, "pico", cache)
    whole = said(utterances, "pyttsx3", cache)
    (extra,) = said((replace(utterances[1], text=EXTRA),), "pyttsx3", cache)
    order = (1, 2, 3, 5, extra, 6, 7, 8, 9, 10)
    recorded = tuple(whole[n] if isinstance(n, int) else n for n in order)
    found, spans = laid(with_pauses(recorded, 1), reference, tmp_path)
    assert forced_alignment.missing(found) == (0, 4, 11)
    told = forced_alignment.differences(found)
    assert {d.sentence for d in told if d.kind == "absente"} == {0, 4, 11}
    (added,) = (d for d in told if d.kind == "ajoutee")
    place = order.index(extra)
    assert added.sentence == 6
    assert abs(added.begin - spans[place].begin) < 0.4
    assert abs(added.end - spans[place].end) < 0.6
    for n, span in zip(order, spans, strict=True):
        begin = found.begin(n) if isinstance(n, int) else span.begin
        assert begin is not None
        assert abs(begin - span.begin) < 0.3


EXTRA = "Bonjour à toutes et à tous, je m’appelle Jeanne et il fait beau ce matin."
TEXT = (
    "La Région publie ses textes pour tout le monde.",
    "Chaque habitant peut les lire ou les écouter chez lui.",
    "Une personne de l’équipe relit les pages avant leur publication.",
    "Vous pouvez aussi nous écrire pour poser une question.",
    "Merci d’avoir pris le temps de nous lire jusqu’au bout.",
)


def lines(texts: tuple[str, ...]) -> tuple[Utterance, ...]:
    return tuple(Utterance(f"s{n}", text, "fr", 500) for n, text in enumerate(texts))


def test_words_follow_the_warp(cache: Cache, tmp_path: Path) -> None:
    """The middle of a sentence in the reference is near its middle in the recording."""
    found, spans = laid(
        said(lines(TEXT), "pyttsx3", cache), said(lines(TEXT), "pico", cache), tmp_path
    )
    _, sentences = sound(said(lines(TEXT), "pico", cache), tmp_path)
    for n, (there, here) in enumerate(zip(sentences, spans, strict=True)):
        steps = np.linspace(there.begin, there.end, 9)
        times = [found.when(n, float(step)) for step in steps]
        assert times == sorted(times)
        assert here.begin - 0.3 <= times[0]
        assert times[-1] <= here.end + 0.3
        assert abs(times[4] - (here.begin + here.end) / 2) < 0.5
