"""Read the files of a Piper voice: ``NAME.onnx``, described by ``NAME.onnx.json``.

The format is that of https://github.com/OHF-Voice/piper1-gpl. Nothing is loaded here.
"""

from __future__ import annotations

import json
import math
import os
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO, Literal, TypeAlias

from ppun_access.errors import InputError, reason
from ppun_access.runtime.untrusted_files import (
    SETTINGS,
    open_regular,
    parse_json,
    read_regular,
)
from ppun_access.speech.model import Voice

RANK = 70
"""Above Pico, below Kokoro, whose French was measured."""
_SUFFIX = ".onnx"
BEGIN, END, PAD = "^", "$", "_"
"""Symbols that are no phonemes: around a sentence, and after each of its phonemes."""

Kind: TypeAlias = Literal["espeak", "text"]
"""What the symbols are: IPA of espeak-ng, or the letters of the text."""


@dataclass(frozen=True, slots=True)
class PiperConfig:
    """What the JSON file of a voice says."""

    lang: str
    """As in ``fr-FR``."""
    dataset: str
    """Whose voice it is; empty when it is not said."""
    quality: str
    rate: int
    """Samples a second."""
    noise: float
    length: float
    """How long sounds last: 1 is the pace of the voice, more is slower."""
    noise_w: float
    kind: Kind
    ids: Mapping[str, tuple[int, ...]]
    """The numbers of each symbol."""
    speakers: int
    speaker_names: Mapping[str, int]

    @property
    def french(self) -> bool:
        """Whether it was taught French."""
        return self.lang.partition("-")[0] == "fr"

    def numbers(self, phonemes: str) -> list[int]:
        """Return the input ids of a sentence: a pad follows each symbol."""
        inside = (n for s in phonemes for n in (*self.ids[s], *self.ids[PAD]))
        return [*self.ids[BEGIN], *self.ids[PAD], *inside, *self.ids[END]]

    def speaker(self, name: str | float) -> int:
        """Return the number of a speaker; InputError for one who is absent."""
        number = self.speaker_names.get(str(name), name)
        if isinstance(number, int) and 0 <= number < self.speakers:
            return number
        known = ", ".join(self.speaker_names) or f"0 à {self.speakers - 1}"
        raise InputError(
            f"Cette voix n’a pas de « {name} ».",
            next_step=f"Écrivez dans son fichier TOML un « speaker » parmi : {known}.",
        )


def model_path(voice: Voice) -> Path:
    """Return the model of a voice: its ``model``, in the folder of its description.

    Raises InputError when its TOML file names none.
    """
    name = str(voice.need("model"))
    if not name.endswith(_SUFFIX):
        raise InputError(
            f"Le fichier TOML de la voix « {voice.name} » ne nomme pas son modèle.",
            next_step=f'Écrivez sous [needs], par exemple : model = "voix{_SUFFIX}"',
        )
    return Path(voice.folder) / name


def undescribed_voices(folder: Path, described: Iterable[Voice]) -> Iterator[Voice]:
    """Yield a voice for each model of ``folder`` that no TOML file describes."""
    mine = {str(voice.need("model")) for voice in described}
    for path in sorted(folder.glob(f"*{_SUFFIX}")):
        if path.name not in mine:
            yield _voice(path)


def _voice(path: Path) -> Voice:
    """Return a voice with what its JSON file says; it tells nothing that is wrong."""
    try:
        config = read_config(path)
    except InputError:
        named = re.match(r"([a-z]{2,3})_([A-Z]{2})-", path.name)
        lang, title, rank, source = "-".join(named.groups()) if named else "und", "", 0, ""
    else:
        lang, rank = config.lang, RANK * config.french
        title, source = _name(config.dataset), config.quality and f", {config.quality}"
    return Voice(
        name=path.stem,
        engine="piper",
        lang=lang,
        title=f"{title or path.stem}, voix de synthèse Piper",
        revision="",
        licence="licence à vérifier",
        source=f"{path.name}{source}",
        rank=rank,
        needs=(("model", path.name),),
        folder=str(path.parent),
    )


def _name(dataset: str) -> str:
    return dataset.replace("_", " ").strip()[:60].capitalize()


# The description


def read_config(model: Path) -> PiperConfig:
    """Return the configuration in ``model``'s JSON file.

    Raises InputError when it is absent, is not JSON or lacks something.
    """
    path = model.with_name(f"{model.name}.json")
    try:
        table = parse_json(read_regular(path, SETTINGS))
    except FileNotFoundError:
        raise InputError(
            f"{model.name} n’a pas sa description.",
            next_step=f"Mettez {path.name} à côté de {model.name}.",
        ) from None
    except OSError as error:
        raise _bad(path, f"ce fichier est illisible : {reason(error)}") from error
    except ValueError as error:
        at = f", ligne {error.lineno}" if isinstance(error, json.JSONDecodeError) else ""
        raise _bad(path, f"ce fichier JSON est mal écrit{at}") from error
    return parse_config(table, path)


def parse_config(table: Any, path: Path) -> PiperConfig:
    """Return the configuration in the JSON of ``path``; InputError if incomplete."""

    def get(key: str, fits: Callable[[Any], bool], default: Any = None) -> Any:
        """Return the value at ``key``, such as "audio.sample_rate"."""
        value = table
        for part in key.split("."):
            value = value.get(part) if isinstance(value, dict) else None
        value = default if value is None else value
        if value is None:
            raise _bad(path, f"il manque « {key} »")
        if not fits(value):
            raise _bad(path, f"la valeur de « {key} » n’a pas la bonne forme")
        return value

    kind = get("phoneme_type", _is_text, "espeak")
    if kind not in ("espeak", "text"):
        raise _bad(path, f"les phonèmes de type « {kind} » ne sont pas connus")
    code = get("language.code", _is_text, get("espeak.voice", _is_text, "") or None)
    return PiperConfig(
        lang=_lang(code),
        dataset=get("dataset", _is_text, ""),
        quality=get("audio.quality", _is_text, ""),
        rate=get("audio.sample_rate", lambda v: type(v) is int and 8000 <= v <= 48000),
        noise=float(get("inference.noise_scale", _is_scale, 0.667)),
        length=float(get("inference.length_scale", lambda v: _is_scale(v) and v > 0, 1.0)),
        noise_w=float(get("inference.noise_w", _is_scale, 0.8)),
        kind=kind,
        ids={s: tuple(ids) for s, ids in get("phoneme_id_map", _are_ids).items()},
        speakers=get("num_speakers", lambda v: type(v) is int and v > 0, 1),
        speaker_names=get("speaker_id_map", _are_speakers, {}),
    )


def _lang(code: str) -> str:
    """Return ``fr-FR`` for "fr_FR", "fr-fr" or the like."""
    language, _, region = code.replace("_", "-").partition("-")
    return f"{language.lower()}-{region.upper()}" if region else language.lower()


def _is_text(value: Any) -> bool:
    return isinstance(value, str)


def _is_scale(value: Any) -> bool:
    return type(value) in (int, float) and math.isfinite(value) and 0 <= value <= 100


def _are_ids(value: Any) -> bool:
    return (
        isinstance(value, dict)
        and {BEGIN, END, PAD} <= value.keys()
        and all(isinstance(ids, list) and all(map(_is_id, ids)) for ids in value.values())
    )


def _are_speakers(value: Any) -> bool:
    return isinstance(value, dict) and all(map(_is_id, value.values()))


def _is_id(value: Any) -> bool:
    return type(value) is int and 0 <= value < 2**31


def _bad(path: Path, problem: str) -> InputError:
    return InputError(
        f"{path.name} : {problem}.",
        next_step="Copiez de nouveau ce fichier depuis l’endroit où la voix est publiée.",
    )


# The model

_GRAPH = 7
"""Number of the field that holds the graph, in the first message of an ONNX file."""


def check_model(path: Path) -> None:
    """Raise InputError when a file is absent, is cut short or is no ONNX model.

    Only the lengths of its fields are read: it takes no time.
    """
    try:
        with open_regular(path) as file:
            whole = _GRAPH in _fields(file)
    except OSError as error:
        raise _bad(path, f"ce fichier est illisible : {reason(error)}") from error
    except ValueError:
        whole = False
    if not whole:
        raise _bad(path, "ce modèle est incomplet ou n’est pas un modèle ONNX")


def _fields(file: BinaryIO) -> set[int]:
    """Return the numbers of the protobuf fields of a file; ValueError if it is cut."""
    size, found = os.fstat(file.fileno()).st_size, set[int]()
    while file.tell() < size:
        tag = _varint(file)
        match tag & 7:
            case 0:
                _varint(file)
            case 1:
                file.seek(8, os.SEEK_CUR)
            case 2:
                length = _varint(file)
                file.seek(length, os.SEEK_CUR)
            case 5:
                file.seek(4, os.SEEK_CUR)
            case _:
                raise ValueError("not protobuf")
        found.add(tag >> 3)
    if file.tell() != size:
        raise ValueError("cut short")
    return found


def _varint(file: BinaryIO) -> int:
    total = 0
    for shift in range(0, 63, 7):
        byte = file.read(1)
        if not byte:
            raise ValueError("cut short")
        total |= (byte[0] & 127) << shift
        if byte[0] < 128:
            return total
    raise ValueError("not protobuf")
