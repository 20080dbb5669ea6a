"""Find the words of a build that no lexicon knows, and have its voice say each."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress

from ppun_access.build.catalogue import Publication
from ppun_access.build.context import Build
from ppun_access.errors import MissingToolError, PpunError
from ppun_access.french.lexical.letters import alike, sounds_of
from ppun_access.french.spoken.spoken_form import readings
from ppun_access.site.report.model import UnknownWord
from ppun_access.speech.engines.espeak_phonemes import espeak, ipa_of
from ppun_access.speech.model import Utterance
from ppun_access.speech.narration.synthesis import Speaker, no_stand_in, say_one
from ppun_access.speech.voices import engine_of
from ppun_access.tools import ffmpeg
from ppun_access.writers.model import Files

FOLDER = "mots"
MOST = 40
"""Words that the report shows: first those that voices read otherwise than the rules of
spelling do, then those that are said most often."""


def unknown_words(
    build: Build, publications: Sequence[Publication]
) -> tuple[tuple[UnknownWord, ...], Files]:
    """Return the words that no lexicon knows, and the files of their sounds.

    The voice says them as it reads them in a text. A word that it cannot say has no sound;
    where nobody reads the texts, no word is looked for.
    """
    speaker = _speaker(build, publications)
    if speaker is None:
        return (), {}
    counts = Counter(_words(build, publications)).most_common()
    counts = sorted(counts, key=lambda one: alike(sounds_of(one[0]), _ipa(one[0])))[:MOST]
    words, files = list[UnknownWord](), dict[str, bytes]()
    for number, (word, times) in enumerate(counts, start=1):
        path = f"{FOLDER}/mot-{number}.wav"
        sound = _sound(build, word, speaker)
        if sound:
            files[path] = sound
        words.append(UnknownWord(word, _ipa(word), times, path if sound else ""))
    return tuple(words), files


def _words(build: Build, publications: Iterable[Publication]) -> Iterator[str]:
    """Yield the unknown words of all texts, those of the team's lexicon left out."""
    told = build.project.lexicon.pronunciations
    for publication in publications:
        for version in publication.versions:
            for word in version.measures.unknown:
                if not any(rule == "lexique" for *_, rule in readings(word, told)):
                    yield word


def _speaker(build: Build, publications: Iterable[Publication]) -> Speaker | None:
    """Return who reads the texts of the build; None when nobody does."""
    if build.request.preview:
        return None
    documents = (publication.document for publication in publications)
    read = next(filter(build.speaks, documents), None)
    with suppress(PpunError):
        if read is not None:
            ffmpeg.probe()  # without it nothing was read: no voice is made ready
            voice = build.casting.voice_of(read)
            return Speaker(engine_of(voice), voice)
    return None


def _sound(build: Build, word: str, speaker: Speaker) -> bytes | None:
    utterance = Utterance("mot", f"{word}.", "fr")
    with suppress(PpunError):
        said = say_one(utterance, speaker=speaker, stand_in=no_stand_in, cache=build.cache)
        return said.audio.to_wav() if said.audio else None
    return None


def _ipa(word: str) -> str:
    """Return the sounds that our best voices give to a word."""
    try:
        return ipa_of(word, espeak())
    except MissingToolError:
        return sounds_of(word)
