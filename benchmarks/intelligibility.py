"""What whisper-base understands of Kokoro: our models beside the one they are made from.

Sentences are joined, with a pause between them, as long as they fit in what whisper hears
at once; each recognised passage is aligned with its sentences.

*Normalisation*, the same on both sides: the grammar of speech first (so that « 12 % »,
« n° » and known acronyms are written as they are said), then lower case, numbers in
letters, œ as oe, and every sign, apostrophes and hyphens included, is a space. Accents
are kept: « a » and « à » are two words.

Where whisper writes spaces is no error (« télé-travail », « lédito »). Most of the others
nobody can hear (« ces » for « ses »): the sounds of both sides, as we have their words said
one by one, are compared too: words are heard when their sounds are, whatever whisper writes
for them.

Whisper writes the times of what it hears, as it was taught to: without them it leaves out
what follows a silence near the end (a signature, a title).
"""

from __future__ import annotations

import os
import random
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from io import BytesIO
from itertools import pairwise, product
from operator import itemgetter
from pathlib import Path
from typing import Any, TypeAlias

from benchmarks.kokoro_onnx_child import LANGUAGE
from benchmarks.kokoro_onnx_child import VOICE as SPEAKER
from benchmarks.measure import Figure, Outcome, Plan, absent
from benchmarks.models import kokoro_variant, official_model, styles_file, whisper_folder
from benchmarks.texts import editorials, sentences
from benchmarks.texts import said as spoken
from ppun_access.french.spoken.number_words import cardinal
from ppun_access.french.spoken.spoken_form import spoken_form
from ppun_access.runtime.executor import Threads
from ppun_access.speech.engines.espeak_phonemes import espeak, ipa_of
from ppun_access.speech.engines.kokoro import Kokoro
from ppun_access.speech.engines.onnx_session import Session
from ppun_access.speech.model import Audio, Utterance
from ppun_access.speech.voices import known_voices, pick

VOICE, FLOATS, SHIPPED = "kokoro-siwis", "fp32", "rapide"
NAMES = {FLOATS: "modèle fp32", SHIPPED: "modèle publié", "7-bits": "modèle 7 bits"}
PEER = "kokoro-onnx"
MOST = 7.0
"""Words of the editorials, in a hundred, that may be misheard."""
WORST = 1.5
"""Points of word error rate by which a model of ours may pass its floats."""
LEAST = 1500
"""Words to measure on."""
WINDOW, PAUSE = 28.0, 0.5
"""Seconds heard at once (whisper takes 30), and between two sentences."""
RESAMPLES, SEED = 5_000, 20_250

Passage: TypeAlias = tuple[Sequence[str], str]
"""Sentences, and what is understood of them together."""


def figures(plan: Plan) -> Iterator[Outcome]:
    """Yield word error rates, and the differences with their 95 % intervals."""
    if gone := absent("faster-whisper"):
        yield gone
        return
    said = [sentence for sentence in sentences() if normal_words(sentence)]
    if sum(len(normal_words(sentence)) for sentence in said) < LEAST:
        raise SystemExit(f"Il faut au moins {LEAST} mots à faire entendre.")
    listen = _listener(plan.folder)
    found = dict[str, list[Heard]]()
    for model, name in NAMES.items():
        sounds = _sounds(model, said, plan.folder)
        passages = list(recognised(said, sounds, listen))
        found[model] = by_letters(passages)
        label = f"Mots mal compris, {name}"
        yield Figure(label, "% d’erreurs", (rate(found[model]),))
        label = f"Mots mal entendus (à leurs sons), {name}"
        yield Figure(label, "% d’erreurs", (rate(by_sound(passages)),))
        label = f"Sons mal compris, {name}"
        yield Figure(label, "% d’erreurs", (rate(errors(passages, sounds_of)),))
        if model != FLOATS:
            points, bounds = difference(found[model], found[FLOATS])
            label = f"Mots mal compris : {name} moins {NAMES[FLOATS]}"
            yield Figure(label, "points", (points,), WORST, bounds)
    yield from _editorials(plan, listen)


def _editorials(plan: Plan, listen: Callable[[Audio], str]) -> Iterator[Outcome]:
    """Yield both rates of the editorials alone, as we and kokoro-onnx say them."""
    said = [s for text in editorials() for s in spoken("integral", text)]
    said = [sentence for sentence in dict.fromkeys(said) if normal_words(sentence)]
    makers: dict[str, Callable[[], list[Audio]]] = {
        NAMES[SHIPPED]: lambda: _sounds(SHIPPED, said, plan.folder),
        PEER: lambda: _peer(said, plan.folder),
    }
    for name, make in makers.items():
        if name == PEER and (gone := absent(PEER)):
            yield gone
            return
        passages = list(recognised(said, make(), listen))
        aim = None if name == PEER else MOST
        for what, found in (
            ("Éditoriaux, mots mal compris", by_letters(passages)),
            ("Éditoriaux, mots mal entendus (à leurs sons)", by_sound(passages)),
        ):
            yield Figure(f"{what}, {name}", "% d’erreurs", (rate(found),), aim)


def _peer(said: Sequence[str], folder: Path) -> list[Audio]:
    """Return the sentences as kokoro-onnx says them: official file, the same style."""
    from kokoro_onnx import Kokoro as Peer

    peer: Any = Peer(str(official_model(folder)), str(styles_file(folder)))
    sounds = []
    for sentence in said:
        samples, rate_ = peer.create(sentence, voice=SPEAKER, speed=1.0, lang=LANGUAGE)
        pcm = (samples.clip(-1, 1) * 32767).astype("<i2").tobytes()
        sounds.append(Audio(pcm, rate_))
    return sounds


def _sounds(model: str, said: Sequence[str], folder: Path) -> list[Audio]:
    voice = pick(VOICE, known_voices())
    session = Session(kokoro_variant(folder, model), NAMES[model], "")
    engine = Kokoro((voice,), session)
    utterances = [Utterance(str(n), text, "fr") for n, text in enumerate(said)]
    return list(Threads(2).imap(lambda u: engine.say(u, voice), utterances))


# --- Listening ----------------------------------------------------------------------


def _listener(folder: Path) -> Callable[[Audio], str]:
    """Return what writes down a sound, the same way each time."""
    os.environ["HF_HUB_OFFLINE"] = "1"
    from faster_whisper import WhisperModel
    from faster_whisper.audio import decode_audio

    model: Any = WhisperModel(
        str(whisper_folder(folder)), device="cpu", compute_type="int8", cpu_threads=2
    )

    def listen(sound: Audio) -> str:
        samples = decode_audio(BytesIO(sound.to_wav()))
        parts, _ = model.transcribe(
            samples,
            language="fr",
            beam_size=5,
            temperature=0.0,
            condition_on_previous_text=False,
        )
        return " ".join(part.text for part in parts)

    return listen


def recognised(
    said: list[str], sounds: list[Audio], listen: Callable[[Audio], str]
) -> Iterator[Passage]:
    """Yield sentences that are heard together, and what is understood of them."""
    for begin, end in windows([len(s.pcm) / 2 / s.rate for s in sounds]):
        yield said[begin:end], listen(joined(sounds[begin:end]))


def errors(
    passages: Iterable[Passage], units: Callable[[str], Sequence[str]], together: int = 1
) -> list[Heard]:
    """Return the errors of each sentence, counted in words or in sounds.

    As many units as ``together`` that join to the same are no error.
    """
    return [
        one
        for sentences, text in passages
        for one in heard([units(s) for s in sentences], units(text), together)
    ]


def sounds_of(text: str) -> str:
    """Return the sounds of the words of a text, each said alone, without their accents.

    Those of our lexicons: espeak-ng alone says « Béthune » in English.
    """
    return "".join(_sounds_of_each(normal_words(text)))


_ELIDED = {letter: letter for letter in "dlmnst"} | {"c": "s", "j": "ʒ", "qu": "k"}
_VOWEL = re.compile("[aeéèêiîoôuyhàâœ].")


_OPEN = re.compile("[ɛɔœ](?!\u0303)(?=.*[aeiouyøœəɛɔɑ])")
_CLOSED = {"ɛ": "e", "ɔ": "o", "œ": "ø"}


def _sounds_of_each(words: Sequence[str]) -> list[str]:
    """Return the sounds of each word; « l » before « égalité » is no name of a letter.

    What French does not tell apart is alike: open and closed vowels before the last vowel
    of a word (« commettez », « cométez »), « un » and « in ».
    """
    found = []
    for word, following in pairwise([*words, ""]):
        elided = _ELIDED.get(word) if _VOWEL.match(following) else None
        said = re.sub(r"[ˈˌː^\s-]", "", ipa_of(word, espeak()))
        said = _OPEN.sub(lambda vowel: _CLOSED[vowel[0]], said)
        found.append(elided or said.replace("œ\u0303", "ɛ\u0303"))
    return found


TOGETHER = 4
"""Words that are compared together, at most: « s’en empare », « sans empare »."""


def by_letters(passages: Iterable[Passage]) -> list[Heard]:
    """Return the words of each sentence that are written otherwise, spaces left aside."""
    return errors(passages, normal_words, TOGETHER)


def by_sound(passages: Iterable[Passage]) -> list[Heard]:
    """Return the words misheard of each sentence, whatever is written for their sounds."""
    return errors(passages, lambda text: _sounds_of_each(normal_words(text)), TOGETHER)


def windows(lengths: list[float]) -> Iterator[tuple[int, int]]:
    """Yield the first and the last (excluded) of sentences that are heard at once."""
    begin, total = 0, 0.0
    for number, length in enumerate(lengths):
        if number > begin and total + length > WINDOW:
            yield begin, number
            begin, total = number, 0.0
        total += length + PAUSE
    if begin < len(lengths):
        yield begin, len(lengths)


def joined(sounds: list[Audio]) -> Audio:
    """Return sounds of one rate, one after the other, with a pause between them."""
    pause = bytes(2 * round(PAUSE * sounds[0].rate))
    return Audio(pause.join(sound.pcm for sound in sounds), sounds[0].rate)


def normal_words(text: str) -> list[str]:
    """Return the words of a text, as they are compared."""
    said = spoken_form(text).lower().replace("œ", "oe").replace("æ", "ae")
    said = re.sub(r"(?<=\d)[ \u00a0\u202f](?=\d{3}\b)", "", said)
    said = re.sub(r"\d+", lambda number: f" {_in_letters(number[0])} ", said)
    for spelled, written in _WRITTEN.items():
        said = re.sub(rf"\b{spelled}\b", written, said)
    return re.findall(r"[^\W_]+", said)


_WRITTEN = {
    "plusse": "plus", "sisse": "six", "huite": "huit", "disse": "dix", "vinte": "vingt",
    "quatrevin": "quatre vingt",
}  # fmt: skip
"""How people write what the grammar of speech spells for voices."""


def _in_letters(digits: str) -> str:
    if len(digits) > 9:
        return " ".join(cardinal(int(digit)) for digit in digits)
    return cardinal(int(digits)).replace("-", " ")


# --- Errors -------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Heard:
    """Words wrong (changed, missing or added), and words in all, of one sentence.

    Or sounds.
    """

    errors: int
    words: int


def heard(
    sentences: Sequence[Sequence[str]], words: Sequence[str], together: int = 1
) -> list[Heard]:
    """Return the errors of each of the sentences that were recognised together.

    One alignment with the fewest errors is made of all of them; a word that is added
    belongs to the sentence of the word before it.
    """
    owners = [n for n, sentence in enumerate(sentences) for _ in sentence]
    wanted = [word for sentence in sentences for word in sentence]
    errors = [0] * len(sentences)
    for at in _errors(wanted, words, together):
        errors[owners[at] if owners else 0] += 1
    return [Heard(e, len(s)) for e, s in zip(errors, sentences, strict=True)]


def _errors(wanted: Sequence[str], found: Sequence[str], together: int) -> list[int]:
    """Return the place in ``wanted`` of each error (Levenshtein, traced back).

    Runs of up to ``together`` units that join to the same text match.
    """
    rows = [[(j, 0, 1) for j in range(len(found) + 1)]]
    spans = list(product(range(1, together + 1), repeat=2))[1:]
    for i, word in enumerate(wanted, 1):
        row = [(i, 1, 0)]
        for j, other in enumerate(found, 1):
            ways = [
                (rows[i - 1][j - 1][0] + (word != other), 1, 1),
                (rows[i - 1][j][0] + 1, 1, 0),
                (row[-1][0] + 1, 0, 1),
            ]
            ways += [
                (rows[i - a][j - b][0], a, b)
                for a, b in spans
                if a <= i and b <= j
                if word.endswith(other) or other.endswith(word)
                if "".join(wanted[i - a : i]) == "".join(found[j - b : j])
            ]
            row.append(min(ways, key=itemgetter(0)))
        rows.append(row)
    places, i, j = list[int](), len(wanted), len(found)
    while i or j:
        cost, a, b = rows[i][j]
        i, j = i - a, j - b
        if cost > rows[i][j][0]:
            places.append(i if a else max(i - 1, 0))
    return places


def rate(sentences: Sequence[Heard]) -> float:
    """Return the word error rate, in points (per cent)."""
    words = sum(sentence.words for sentence in sentences)
    return 100 * sum(sentence.errors for sentence in sentences) / words


def difference(
    ours: Sequence[Heard], theirs: Sequence[Heard]
) -> tuple[float, tuple[float, float]]:
    """Return ours less theirs, in points, and its 95 % interval: a paired bootstrap.

    Sentences are drawn with replacement, the same ones on both sides.
    """
    draw = random.Random(SEED)
    pairs = list(zip(ours, theirs, strict=True))
    gaps = [(one.errors - other.errors, one.words) for one, other in pairs]
    found = []
    for _ in range(RESAMPLES):
        drawn = draw.choices(gaps, k=len(gaps))
        found.append(100 * sum(gap for gap, _ in drawn) / sum(words for _, words in drawn))
    found.sort()
    low, high = found[round(0.025 * RESAMPLES)], found[round(0.975 * RESAMPLES) - 1]
    return rate(ours) - rate(theirs), (low, high)
