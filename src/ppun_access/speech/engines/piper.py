"""Speak with Piper: voices that users add, two files each (see ``piper_files``).

The model is given the phonemes that espeak-ng gives French, as Piper gives them. It runs
like Kokoro's: one session for every thread, long sentences cut at clauses, what is in
flight bounded.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import replace
from functools import lru_cache
from pathlib import Path
from threading import Lock
from typing import Any, TypeAlias

import numpy as np
import onnx
from onnx import NodeProto, TensorProto, helper, numpy_helper

from ppun_access.errors import InputError, OutputError
from ppun_access.runtime.untrusted_files import content_bytes
from ppun_access.speech.engines.espeak_phonemes import (
    TIE,
    Alphabet,
    espeak,
    joined,
    spoken_words,
)
from ppun_access.speech.engines.files import digest, package_folder, package_version
from ppun_access.speech.engines.onnx_session import PhonemeLimit, Session
from ppun_access.speech.engines.piper_files import (
    BEGIN,
    END,
    PAD,
    PiperConfig,
    check_model,
    model_path,
    read_config,
)
from ppun_access.speech.model import Audio, Caution, Utterance, Voice
from ppun_access.speech.narration.speakable import fitting

LONGEST = 300
"""Phonemes given at once: about 25 seconds."""
IN_FLIGHT = 420
"""Phonemes at once over all threads: memory grows with them."""
REVISION = "1"
"""Raised when the code of this engine changes the sound."""

_FRENCH = "abdefijklmnopstuvwyzøœəɛɔɑɡɲɥʁʃʒ\u0303"
"""The sounds of French, as espeak-ng writes them."""
_INPUTS = frozenset(("input", "input_lengths", "scales"))

_Pronunciations: TypeAlias = tuple[tuple[str, str], ...]


class Piper:
    """Its voices need ``model``, and may need ``speaker``, a name or a number."""

    def __init__(self, voices: tuple[Voice, ...]) -> None:
        for package in ("numpy", "onnx", "onnxruntime"):
            package_folder(package, package, "piper")
        package_folder("espeakng_loader", "espeakng-loader")
        self._voices = voices
        self._room = PhonemeLimit(IN_FLIGHT)

    def voices(self) -> tuple[Voice, ...]:
        """Return the voices; one whose files are wrong says so as ``missing``."""
        return tuple(map(_checked, self._voices))

    def is_ready(self) -> bool:
        """Return whether a voice can speak at once, with no file to prepare."""
        return True

    def prepare(self, tell: object = None, *, again: bool = False) -> None:
        """Load the models, to be sure of them before the first word."""
        for voice in self._voices:
            _loaded(voice)

    def say(self, utterance: Utterance, voice: Voice) -> Audio:
        """Return the sound of ``utterance``, at the rate of the model."""
        config, ipa = _config(voice), utterance.phonemes
        pieces = fitting(
            utterance.text, LONGEST, lambda text: len(phonemes(text, config, ipa))
        )
        parts = [
            self._say(phonemes(piece, config, ipa), voice, utterance.rate)
            for piece, _ in pieces
        ]
        return Audio(b"".join(parts), config.rate)

    def _say(self, sentence: str, voice: Voice, rate: float) -> bytes:
        if not sentence:
            return b""
        session, config = _loaded(voice), _config(voice)
        with self._room.taken(len(sentence)):
            return _run(session, config, voice, sentence, rate)


def _run(
    session: Session, config: PiperConfig, voice: Voice, sentence: str, rate: float
) -> bytes:
    numbers = config.numbers(sentence)
    scales = [config.noise, config.length / rate, config.noise_w]
    feeds: dict[str, list[Any]] = {
        "input": [numbers],
        "input_lengths": [len(numbers)],
        "scales": scales,
    }
    if "sid" in session.inputs:
        feeds["sid"] = [config.speaker(voice.need("speaker", 0))]
    sound, _ = session.run(feeds)
    return sound


# Phonemes


def phonemes(text: str, config: PiperConfig, ipa: _Pronunciations = ()) -> str:
    """Return a text in the symbols that the model knows, one character each.

    Empty when nothing of it has a sound.
    """
    symbols = frozenset(config.ids) - {BEGIN, END, PAD}
    if config.kind == "text":
        letters = "".join(_letter(c, symbols) for c in unicodedata.normalize("NFD", text))
        return letters if any(map(str.isalnum, letters)) else ""
    alphabet = Alphabet(symbols, _sounds, lambda marks: marks.translate(_LIKE))
    said = joined(spoken_words(text, espeak(), alphabet, ipa))[0]
    return _MARKS.sub(_strongest, said).lstrip(_STRENGTH + " ")


def _letter(character: str, symbols: frozenset[str]) -> str:
    return next((c for c in (character, character.lower()) if c in symbols), "")


def _sounds(ipa: str) -> str:
    """Return espeak's IPA as Piper expects it: accents apart, no language marks."""
    plain = re.sub(r"\([a-z-]+\)", "", ipa.replace(TIE, ""))
    return unicodedata.normalize("NFD", plain)


_LIKE = str.maketrans("…–—()", ".,,,,", '"“”«»')
_STRENGTH = "?!.:;,"
"""The marks that Piper's models know, the strongest first."""
_MARKS = re.compile(f"[{_STRENGTH}]{{2,}}")


def _strongest(marks: re.Match[str]) -> str:
    """Return one of several adjacent marks: Piper's models expect one a clause."""
    return min(marks[0], key=_STRENGTH.index)


# Files


def _checked(voice: Voice) -> Voice:
    """Return a voice with its revision, or with what is wrong with its files."""
    try:
        path = model_path(voice)
        config = read_config(path)
        check_model(path)
        config.speaker(voice.need("speaker", 0))
    except InputError as error:
        return replace(voice, missing=f"{error.message} {error.next_step}")
    return replace(voice, revision=_revision(path), caution=_caution(voice, config))


def _caution(voice: Voice, config: PiperConfig) -> Caution | None:
    if not config.french:
        message = (
            f"la voix « {voice.name} » a appris une autre langue ({config.lang}) : "
            "elle dit mal le français"
        )
        return Caution("voix-etrangere", message)
    lost = [sound for sound in _FRENCH if sound not in config.ids]
    if config.kind == "espeak" and lost:
        message = (
            f"la voix « {voice.name} » ne sait pas dire tous les sons du français : il lui "
            f"manque {' '.join(lost)}"
        )
        return Caution("voix-incomplete", message)
    return None


def _revision(path: Path) -> str:
    packages = ("espeakng-loader", "onnxruntime")
    versions = (f"{name}-{package_version(name)}" for name in packages)
    return "-".join((f"piper-{REVISION}", _digest(path, _stamps(path)), *versions))


def _files(path: Path) -> tuple[Path, Path]:
    return path, path.with_name(f"{path.name}.json")


def _stamps(path: Path) -> tuple[tuple[int, int], ...]:
    """Return the sizes and dates of a voice's files, to detect a change."""
    stats = [file.stat() for file in _files(path)]
    return tuple((stat.st_size, stat.st_mtime_ns) for stat in stats)


@lru_cache(8)
def _digest(path: Path, stamps: tuple[tuple[int, int], ...]) -> str:
    return digest(_files(path))


def _config(voice: Voice) -> PiperConfig:
    path = model_path(voice)
    return _config_at(path, _stamps(path))


@lru_cache(8)
def _config_at(path: Path, stamps: tuple[tuple[int, int], ...]) -> PiperConfig:
    return read_config(path)


_LOADING = Lock()
"""Held while a model is loaded: threads that come together load it once."""


def _loaded(voice: Voice) -> Session:
    path = model_path(voice)
    with _LOADING:
        return _session(path, _stamps(path))


@lru_cache(1)
def _session(path: Path, stamps: tuple[tuple[int, int], ...]) -> Session:
    """Return a model, loaded; the engines of several texts share it."""
    again = "Copiez de nouveau ses deux fichiers, ou choisissez une autre voix."
    session = Session(deterministic(content_bytes(path)), path.stem, again)
    if session.inputs not in (_INPUTS, _INPUTS | {"sid"}):
        raise OutputError(
            f"{path.name} n’est pas un modèle de Piper : il attend d’autres entrées.",
            next_step="Prenez une voix publiée pour Piper, ou choisissez une autre voix.",
        )
    return session


# The noise of the graph


PERIOD = 262_147
"""Values of a table; a prime, so that the channels of a noise are not in step."""
_DRAW = "RandomNormalLike"
"""The node that Piper's models draw with."""
_OTHERS = ("RandomNormal", "RandomUniform", "RandomUniformLike", "Multinomial", "Bernoulli")


def deterministic(content: bytes) -> bytes:
    """Return a model like ``content`` without random draws.

    Raises OutputError when it is no model, or draws otherwise than Piper's do.
    """
    try:
        model = onnx.load_model_from_string(content)
    except Exception as error:  # protobuf has several classes for this
        raise _refused("ce n’est pas un modèle ONNX") from error
    nodes, tables = list[NodeProto](), list[TensorProto]()
    for node in model.graph.node:
        if node.op_type == _DRAW:
            tables.append(_table(node, len(tables)))
            nodes += _reading(node)
        else:
            nodes.append(node)
    unknown = {node.op_type for node in _inside(nodes)} & {_DRAW, *_OTHERS}
    if unknown:
        raise _refused(f"il tire au sort d’une façon inconnue ({min(unknown)})")
    del model.graph.node[:]
    model.graph.node.extend(nodes)
    model.graph.initializer.extend(tables)
    made: bytes = model.SerializeToString(deterministic=True)
    return made


def _inside(nodes: Iterable[NodeProto]) -> Iterator[NodeProto]:
    """Yield nodes, and those of their branches and loops."""
    for node in nodes:
        yield node
        for attribute in node.attribute:
            for graph in (attribute.g, *attribute.graphs):
                yield from _inside(graph.node)


def _table(node: NodeProto, number: int) -> TensorProto:
    """Return the noise that a node reads, of the mean and deviation that it would draw.

    NumPy promises that the numbers of RandomState never change.
    """
    given = {a.name: helper.get_attribute_value(a) for a in node.attribute}
    noise = np.random.RandomState(number).standard_normal(PERIOD)
    noise = noise * given.get("scale", 1.0) + given.get("mean", 0.0)
    kind = helper.tensor_dtype_to_np_dtype(given.get("dtype", TensorProto.FLOAT))
    return numpy_helper.from_array(noise.astype(kind), _name(node, "table"))


def _reading(node: NodeProto) -> list[NodeProto]:
    """Return nodes that read as many values as ``node`` draws, over and over."""
    zero, one, period = (_constant(node, name, n) for name, n in _NUMBERS)
    size, each, place, flat, shape = (_name(node, n) for n in _STEPS)
    return [
        zero,
        one,
        period,
        helper.make_node("Size", [node.input[0]], [size]),
        helper.make_node("Range", [zero.output[0], size, one.output[0]], [each]),
        helper.make_node("Mod", [each, period.output[0]], [place]),
        helper.make_node("Gather", [_name(node, "table"), place], [flat]),
        helper.make_node("Shape", [node.input[0]], [shape]),
        helper.make_node("Reshape", [flat, shape], [node.output[0]]),
    ]


_NUMBERS = (("zero", 0), ("one", 1), ("period", PERIOD))
_STEPS = ("size", "each", "place", "flat", "shape")


def _constant(node: NodeProto, name: str, value: int) -> NodeProto:
    array = numpy_helper.from_array(np.array(value, np.int64))
    return helper.make_node("Constant", [], [_name(node, name)], value=array)


def _name(node: NodeProto, step: str) -> str:
    return f"ppun/{node.output[0]}/{step}"


def _refused(why: str) -> OutputError:
    return OutputError(
        f"Ce modèle de voix ne peut pas servir : {why}.",
        next_step="Prenez une voix publiée pour Piper, ou choisissez une autre voix.",
    )
