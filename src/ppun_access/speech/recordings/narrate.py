"""Narrate a document with a person's recording: files, clips, differences."""

from __future__ import annotations

import json
from collections.abc import Callable, Generator
from contextlib import closing
from dataclasses import asdict, dataclass, replace
from functools import partial
from importlib.util import find_spec
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, TypeAlias

from ppun_access.document.model import Div, Document, Narration
from ppun_access.document.walk import nodes, sentences
from ppun_access.report import Finding, Report
from ppun_access.runtime.cache import Cache, cache_key
from ppun_access.runtime.installing import reinstall
from ppun_access.runtime.untrusted_files import digest_regular, parse_json
from ppun_access.speech.model import NarrationOptions, Utterance, Voice
from ppun_access.speech.narration import joining
from ppun_access.speech.narration.files import (
    Encoded,
    Made,
    NarrationFiles,
    Word,
    stored_sound,
)
from ppun_access.speech.narration.narrate import (
    Progress,
    passages,
    report_loudness,
    say,
    sound_key,
)
from ppun_access.speech.narration.script import ENDING_ID, OPENING_ID, TITLE_ID, script
from ppun_access.speech.narration.synthesis import Spoken
from ppun_access.speech.narration.timing import Run
from ppun_access.speech.recordings import recording
from ppun_access.speech.recordings.recording import CleanRecording, Difference, clock
from ppun_access.tools import ffmpeg

if TYPE_CHECKING:
    from ppun_access.speech.recordings.forced_alignment import ForcedAlignment

Read: TypeAlias = Callable[[tuple[Utterance, ...]], Generator[Spoken, None, None]]
"""Says sentences one after the other."""

OPTIONAL = (TITLE_ID, OPENING_ID, ENDING_ID)
"""A person may say these otherwise, or not at all."""
SHORTEST_RUN = 0.05
"""Seconds that a sentence lasts at the very least."""
WORDS_SHOWN = 4


@dataclass(frozen=True, slots=True)
class Take:
    """A recording of a text: its file, and the name of the person if it is given."""

    path: Path
    reader: str = ""


def narrate_recording(
    document: Document,
    take: Take,
    voice: Voice | None,
    options: NarrationOptions,
    cache: Cache,
    report: Report,
    on_progress: Progress = lambda done, total: None,
) -> Narration:
    """Return ``document`` read by a person, laid on the reading of ``voice``.

    Without a voice, or without NumPy, no sentence has a time and a finding says so.
    Nothing is decoded, said or aligned twice. Raises UnusableRecordingError when it cannot
    serve, and what ``narrate`` raises.
    """
    options = replace(options, script=replace(options.script, mention=False))
    utterances = script(document, options.script, report)
    voice = voice if find_spec("numpy") else None
    key = recording_key(take, utterances, voice)
    files = NarrationFiles(
        document, utterances, take.reader, options, ffmpeg.probe(), cache, recorded=True
    )
    made, doubts = stored_sound(cache, key), _stored_doubts(cache, key)
    coded = files.stored(key, made) if made and doubts is not None else ()
    if made is None or doubts is None or not coded:
        read = partial(_read, voice, options, cache, on_progress) if voice else None
        made, doubts, coded = _make(files, take, read, key)
    on_progress(len(utterances), len(utterances))
    if voice is None:
        report.add(_untimed(document, take))
    for doubt in doubts:
        report.add(_finding(doubt, utterances, document, take))
    report_loudness(document, coded, options.audio, report)
    absent = [doubt.sentence for doubt in doubts if doubt.kind == "absente"]
    return files.narration(made, coded, absent)


def _read(
    voice: Voice,
    options: NarrationOptions,
    cache: Cache,
    on_progress: Progress,
    utterances: tuple[Utterance, ...],
) -> Generator[Spoken, None, None]:
    return say(utterances, voice, options, cache, on_progress)


def recording_key(
    take: Take, utterances: tuple[Utterance, ...], voice: Voice | None
) -> str:
    """Return the cache key of a recording laid on the reading of ``voice``."""
    laid = ""
    if voice is not None:
        from ppun_access.speech.recordings import forced_alignment

        laid = f"{forced_alignment.VERSION} {sound_key(utterances, voice)}"
    digest = digest_regular(take.path)
    version = f"{recording.VERSION}.{joining.VERSION}"
    return cache_key("recording", version, digest, laid, len(utterances))


def _make(
    files: NarrationFiles, take: Take, read: Read | None, key: str
) -> tuple[Made, tuple[Difference, ...], tuple[Encoded, ...]]:
    """Trim, lay and code a recording, and store all that is known of it."""
    utterances = files.utterances
    letters = sum(sum(map(str.isalnum, one.text)) for one in utterances)
    with TemporaryDirectory(prefix="ppun-access-") as name:
        folder = Path(name)
        sound = recording.trimmed(take.path, folder, letters)
        begins: tuple[float | None, ...] = (None,) * len(utterances)
        words: tuple[tuple[Word, ...], ...] = ((),) * len(utterances)
        doubts: tuple[Difference, ...] = ()
        labels = label_ids(files.document)
        laid = None if read is None else _laid(sound, utterances, labels, read, folder)
        if laid:
            if laid.another_text:
                raise recording.another_text(take.path)
            begins, words = laid.begins, laid.words
            doubts = tuple(
                _in_original(one, sound)
                for one in laid.differences
                if not _is_optional(one.kind, one.sentence, utterances)
            )
        problems = ("",) * len(utterances)
        runs = touching(begins, sound.samples)
        made = Made(recording.RATE, sound.samples, runs, problems, words)  # type: ignore[arg-type]
        _store_doubts(files.cache, key, doubts)
        return made, doubts, files.code(sound.track, made, key, folder)


def label_ids(document: Document) -> frozenset[str]:
    """Return the ids of the sentences that say the state of an easy version.

    They are ours, not the author's: a person may read them, or not.
    """
    labels = (n for n in nodes(document) if isinstance(n, Div) and n.role == "status")
    return frozenset(sentence.id for label in labels for sentence in sentences(label))


def _laid(
    sound: CleanRecording,
    utterances: tuple[Utterance, ...],
    labels: frozenset[str],
    read: Read,
    folder: Path,
) -> ForcedAlignment | None:
    """Return where the sentences are in the recording; None when the voice says none.

    The ``labels`` are looked for only when something is said where they would be.
    """
    from ppun_access.speech.recordings.forced_alignment import expanded, force_align

    kept = tuple(n for n, u in enumerate(utterances) if u.node_id not in labels)
    with closing(read(tuple(utterances[n] for n in kept))) as spoken:
        laid = force_align(sound.track, spoken, folder)
    if laid is None or len(kept) == len(utterances):
        return laid
    after = next(i for i, n in enumerate(kept) if n != i)
    added = {d.sentence for d in laid.differences if d.kind == "ajoutee"}
    if after not in added and not laid.another_text:
        return expanded(laid, kept, len(utterances))
    with closing(read(utterances)) as spoken:
        return force_align(sound.track, spoken, folder)


def touching(begins: tuple[float | None, ...], samples: int) -> tuple[Run | None, ...]:
    """Return a run for each sentence, given where it begins; None for an absent one.

    The runs touch, from the first sample to the last, so that a reader that plays them one
    after the other plays the whole recording, what is in no text included.
    """
    least = round(SHORTEST_RUN * recording.RATE)
    there = [n for n, begin in enumerate(begins) if begin is not None]
    starts, position = list[int](), -least
    for n in there:
        position = max(position + least, round((begins[n] or 0.0) * recording.RATE))
        starts.append(position)
    bounds = [0, *starts[1:], samples]
    runs = {n: Run(bounds[i], bounds[i + 1]) for i, n in enumerate(there)}
    return tuple(runs.get(n) for n in range(len(begins)))


# What the editor is told


def _is_optional(kind: str, sentence: int, utterances: tuple[Utterance, ...]) -> bool:
    """Return whether a difference is only in the title, or in sentences of the settings."""
    if kind == "ajoutee" or sentence >= len(utterances):
        return False
    return utterances[sentence].node_id in OPTIONAL


def _in_original(one: Difference, sound: CleanRecording) -> Difference:
    """Return a difference in seconds of the file that the person gave."""
    begin, end = (round(sound.original(at), 2) for at in (one.begin, one.end))
    return replace(one, begin=begin, end=end)


def _store_doubts(cache: Cache, key: str, doubts: tuple[Difference, ...]) -> None:
    content = json.dumps([asdict(doubt) for doubt in doubts], sort_keys=True).encode()
    cache.write(_doubts_key(key), content)


def _stored_doubts(cache: Cache, key: str) -> tuple[Difference, ...] | None:
    try:
        found = parse_json(cache.read(_doubts_key(key)) or b"")
        return tuple(Difference(**values) for values in found)
    except (ValueError, TypeError):
        return None


def _doubts_key(key: str) -> str:
    return cache_key("recording-doubts", recording.VERSION, key)


def _finding(
    doubt: Difference, utterances: tuple[Utterance, ...], document: Document, take: Take
) -> Finding:
    begin, end = clock(doubt.begin), clock(doubt.end)
    code, message = {
        "absente": (
            "enregistrement-phrase-absente",
            f"cette phrase ne s’entend pas. Elle est attendue à {begin} : "
            "écoutez ce passage",
        ),
        "ajoutee": (
            "enregistrement-passage-ajoute",
            f"de {begin} à {end}, la voix dit des mots qui ne sont pas dans le texte : "
            "écoutez ce passage",
        ),
        "doute": (
            "enregistrement-different",
            f"à {begin}, la voix ne dit peut-être pas les mots du texte : "
            "écoutez ce passage",
        ),
    }[doubt.kind]
    at_the_ends = doubt.kind == "ajoutee" and doubt.sentence in (0, len(utterances))
    passage, pos = "", None
    if doubt.sentence < len(utterances):
        said = utterances[doubt.sentence]
        passage, pos = passages(document).get(said.node_id, (said.text, None))
    if doubt.kind == "doute":
        passage = _near(passage, doubt.part)
    return Finding(
        code, f"{recording.named(take.path)} : {message}", pos, document.title, passage,
        minor=at_the_ends,
    )  # fmt: skip


def _near(text: str, part: float) -> str:
    """Return the words around a place of a sentence, given as a part of its letters."""
    words, passed = text.split(), 0
    for number, word in enumerate(words):
        passed += len(word) + 1
        if passed >= part * (len(text) + 1):
            first = max(0, number - WORDS_SHOWN // 2)
            near = " ".join(words[first : first + WORDS_SHOWN + 1])
            return f"…{near}" if first else near
    return text


def _untimed(document: Document, take: Take) -> Finding:
    return Finding(
        "enregistrement-sans-reperes",
        f"{recording.named(take.path)} : l’enregistrement est publié, mais le moment de "
        "chaque phrase n’est pas connu. Il faut pour cela une voix de synthèse et NumPy : "
        f"tapez {reinstall()}, puis relancez.",
        page=document.title,
    )
