"""Say sentences at a press, with the voice that reads the text when it is published.

What is said is kept under the key that a build asks for: it says nothing again.
"""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field, replace
from functools import lru_cache
from threading import Event, Lock, Thread
from unicodedata import category

from starlette.requests import Request
from starlette.responses import Response

from ppun_access.atelier.screen import NOT_UNDERSTOOD
from ppun_access.atelier.space import Space
from ppun_access.build.casting import cast
from ppun_access.build.narration import narration_options
from ppun_access.commands.reviews import Review
from ppun_access.document.model import Version
from ppun_access.easy.review.answers import letters
from ppun_access.errors import InputError, OutputError, PpunError
from ppun_access.french.spoken.spoken_form import is_ipa, phonemes, spoken_form
from ppun_access.runtime.cache import Cache, default_root
from ppun_access.runtime.untrusted_files import whole_number
from ppun_access.speech.engines.kokoro import vocabulary
from ppun_access.speech.model import Loadable, ScriptOptions, SpeechEngine, Utterance, Voice
from ppun_access.speech.narration.narrate import passages
from ppun_access.speech.narration.script import script
from ppun_access.speech.narration.speakable import clauses, speakable
from ppun_access.speech.narration.synthesis import Speaker, say_one, segment_key
from ppun_access.speech.voices import fallback_voice, loaded_engine

WHOLE, FIRST, NEXT = 60, 50, 110
"""Characters of a sentence that is said at once; of a longer one, those that are said first
and after: the first sound comes in a second, and lasts until the next is made."""
MOST = 100
"""Characters of a word, and of how it is said."""
_UNSAID = "La voix n’a pas pu dire ces mots."


@dataclass(frozen=True, slots=True)
class Reader:
    """Who reads a text, and what is said of each of its sentences, by its id."""

    speaker: Speaker
    other: Voice | None
    """Who says what the voice cannot."""
    lines: Mapping[str, Utterance]
    ids: Mapping[str, str]
    """The sentence that has these letters."""
    options: ScriptOptions
    making: dict[str, Event] = field(default_factory=dict)
    """What is being said ahead, by its key in the cache."""

    def line(self, id_: str) -> Utterance:
        """Return what is said of a sentence; InputError for one that is not there."""
        if id_ not in self.lines:
            raise InputError(
                "Cette phrase n’est plus dans le texte, ou elle ne se dit pas.",
                next_step="Rechargez la page.",
            )
        return self.lines[id_]

    def line_of(self, text: str) -> Utterance:
        """Return what is said of these words, those of the text as they are in it."""
        if id_ := self.ids.get(letters(text)):
            return self.lines[id_]
        said = spoken_form(text, self.options.pronunciations)
        ipa = phonemes(said, self.options.pronunciations)
        return Utterance("phrase", said, "fr", phonemes=ipa, rate=self.options.rate)

    def say(self, line: Utterance, part: int = 0) -> tuple[bytes, bool]:
        """Return a part of a sentence, and whether another follows.

        It is the whole of one that is short or was kept.
        Raises OutputError when the voice fails.
        """
        key, is_short = segment_key(line, self.speaker.voice), len(line.text) <= WHOLE
        if is_short and (made := self.making.get(key)):
            made.wait()
        if not part and (is_short or _cache().stored(key)):
            return self._sound(line), False
        first = clauses(line.text, FIRST)[0]
        texts = (first, *clauses(line.text[len(first) :], NEXT))
        if part >= len(texts):
            raise NOT_UNDERSTOOD
        said = replace(line, text=texts[part].strip(), rests=())
        heard, goes_on = self._sound(said), part + 1 < len(texts)
        if not goes_on:  # a build asks for the whole of it
            Thread(target=self.keep, args=(line,), daemon=True).start()
        return heard, goes_on

    def word(self, word: str, instead: str) -> bytes:
        """Return a word alone, said as ``instead`` tells; InputError if it cannot be."""
        check_pronunciation(word, instead)
        told = {word: instead}
        said = spoken_form(f"{word}.", told)
        line = Utterance("essai", said, "fr", 0, phonemes(said, told), self.options.rate)
        return self._sound(line)

    def keep(self, line: Utterance) -> None:
        """Have the cache hold the whole of a sentence."""
        key = segment_key(line, self.speaker.voice)
        made = self.making.setdefault(key, Event())
        try:
            with suppress(PpunError):  # told at a press
                self._sound(line)
        finally:
            made.set()
            self.making.pop(key, None)

    def _sound(self, line: Utterance) -> bytes:
        said = say_one(line, speaker=self.speaker, stand_in=self._stand_in, cache=_cache())
        if said.audio is None:
            raise OutputError(_UNSAID, next_step="Écrivez-les autrement, ou recommencez.")
        return said.audio.to_wav()

    def _stand_in(self) -> Speaker | None:
        with suppress(PpunError):
            if self.other:
                return Speaker(loaded_engine(self.other), self.other)
        return None


def _cache() -> Cache:
    return Cache(default_root())


def sound(request: Request, reader: Reader, line: Utterance) -> Response:
    """Return the part of a sentence that is asked for; a header says whether it goes on."""
    part = whole_number(request.query_params.get("morceau", "0"), 10_000)
    if part is None:
        raise NOT_UNDERSTOOD
    return wav(*reader.say(line, part))


def wav(heard: bytes, goes_on: bool = False) -> Response:
    """Return a sound as a page plays it."""
    more = {"X-Suite": "1"} if goes_on else {}
    return Response(heard, media_type="audio/wav", headers=more)


class Voices:
    """The voices of a space, loaded once, and who reads each of its texts."""

    def __init__(self, space: Space) -> None:
        self._space = space
        self._known: dict[tuple[str, Version], tuple[Review, Reader]] = {}
        self._page: tuple[str, Version, tuple[str, ...]] | None = None
        """The page that was opened last, and what will be heard there."""
        self._turn, self._loaded = Lock(), list[SpeechEngine]()

    def reader(self, id_: str, version: Version) -> Reader:
        """Return who reads a text as its file now is.

        Raises InputError when there is no such text, MissingToolError without any voice.
        """
        review = self._space.review(id_)
        known = self._known.get((id_, version))
        if known is None or known[0] is not review:
            known = self._known[id_, version] = review, self._reader(review, version)
        return known[1]

    def load(self, id_: str, version: Version, *soon: str) -> None:
        """Load what the first press needs, in a thread: nobody waits for it.

        What will be heard ``soon`` is said ahead, one sentence at a time, unless another
        page is opened meanwhile.
        """
        self._page = page = (id_, version, soon)
        Thread(target=self._load, args=page, daemon=True).start()

    def _load(self, id_: str, version: Version, soon: tuple[str, ...]) -> None:
        with self._turn, suppress(PpunError, OSError):  # told at the first press
            reader = self.reader(id_, version)
            engine, voice = reader.speaker.engine, reader.speaker.voice
            if isinstance(engine, Loadable) and engine not in self._loaded:
                engine.load()
                engine.say(Utterance("", "Bonjour.", "fr"), voice)
                self._loaded.append(engine)
            for text in soon:
                if self._page == (id_, version, soon):
                    reader.keep(reader.line_of(text))

    def _reader(self, review: Review, version: Version) -> Reader:
        document = review.easy if version == "facile" else review.source
        if document is None:
            raise InputError(
                "Ce texte n’a pas encore de version simplifiée.",
                next_step="Écrivez-la d’abord.",
            )
        project = self._space.project
        casting = cast(project, None)
        voice = casting.voice_of(document)
        options = narration_options(project, version).script
        lines = {line.node_id: line for line in script(document, options)}
        said = {
            id_: words for id_, (words, _) in passages(document).items() if id_ in lines
        }
        return Reader(
            Speaker(loaded_engine(voice), voice),
            fallback_voice(voice, casting.known, document.lang or "fr"),
            lines,
            {letters(words): id_ for id_, words in said.items()},
            options,
        )


@lru_cache(8)
def voices_of(space: Space) -> Voices:
    """Return the voices of a space: all its screens share them."""
    return Voices(space)


# A word that is said wrongly


def check_pronunciation(word: str, instead: str) -> None:
    """Raise InputError, saying why, when no voice can say ``word`` as ``instead`` tells."""
    if why := _unsayable(word, instead):
        raise InputError(
            f"Cela ne peut pas se dire : {why}.", next_step="Corrigez, puis écoutez."
        )


def _unsayable(word: str, instead: str) -> str:
    if not any(map(str.isalpha, word)):
        return "il manque le mot"
    if not any(map(str.isalpha, instead)):
        return "il manque ce que l’on doit entendre"
    if max(len(word), len(instead)) > MOST:
        return f"c’est trop long ({MOST} signes au plus)"
    if any(ord(sign) < ord(" ") for sign in word + instead):
        return "il faut l’écrire sur une seule ligne"
    if is_ipa(instead):
        lost = "".join(sign for sign in instead[1:-1] if sign not in _SOUNDS)
        return lost and f"« {lost} » n’est pas un son de l’alphabet phonétique"
    _, lost = speakable(instead)
    lost += "/" if "/" in instead else ""
    return lost and f"la voix ne sait pas lire « {lost} »"


_SOUNDS = frozenset(" -^.ˈˌːg") | {
    sign for sign in vocabulary() if category(sign) in ("Ll", "Lo", "Mn")
}
"""What our best voice knows, and what others write beside it."""
