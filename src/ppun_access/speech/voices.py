"""Read voice descriptions (TOML, Piper), pick a voice by name, load its engine."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from difflib import get_close_matches
from functools import partial
from importlib import import_module
from pathlib import Path
from threading import Lock
from typing import Any, TypeAlias

from ppun_access.errors import (
    InputError,
    MissingToolError,
    OutputError,
    UsageError,
    did_you_mean,
    reason,
)
from ppun_access.runtime.installing import reinstall
from ppun_access.runtime.untrusted_files import SETTINGS, parse_toml, read_regular
from ppun_access.settings.fields import line_of_fault
from ppun_access.settings.reach import HERE, OUT_OF_REACH, Reach
from ppun_access.speech.engines import piper_files
from ppun_access.speech.engines.files import packaged_folder
from ppun_access.speech.model import (
    Caution,
    Preparable,
    SpeechEngine,
    Voice,
    main_language,
)

Factory: TypeAlias = Callable[[tuple[Voice, ...]], SpeechEngine]
"""Makes an engine that knows the given voices; MissingToolError when it is not here."""


def _engine(name: str, voices: tuple[Voice, ...]) -> SpeechEngine:
    module = import_module(f"ppun_access.speech.engines.{name}")
    engine: SpeechEngine = getattr(module, name.capitalize())(voices)
    return engine


ENGINES: Mapping[str, Factory] = {
    name: partial(_engine, name)
    for name in ("kokoro", "pico", "piper", "pyttsx3", "silence")
}
"""Engine named in a voice's file → how to load it; nothing is imported before."""

_TEXTS = ("name", "engine", "lang", "title", "source", "licence", "sha256")
_KEYS = (*_TEXTS, "rank", "needs")
_OPTIONAL = ("sha256", "needs")


def known_voices(folders: Iterable[Path] = (), reach: Reach = HERE) -> tuple[Voice, ...]:
    """Return every voice described, the best first; ``missing`` says why one cannot speak.

    ``folders`` are the user's own: a voice there replaces a packaged one of its name, and
    links lead no farther than ``reach`` from the folder around.
    Raises InputError, with file and line, for a file that is not the description of one.
    """
    found: dict[str, Voice] = {}
    ours = packaged_folder()
    for folder in (ours, *folders):

        def held(path: Path, folder: Path = folder) -> bool:
            """Tell whether a file is where it may be: an installer may link ours."""
            return folder == ours or reach.holds(path, folder.parent)

        paths = sorted(folder.glob("*.toml"))
        for path in paths:
            if not held(path):
                problem = "ce lien mène hors du dossier du projet"
                raise _bad(path, 1, problem, OUT_OF_REACH)
        described = [read_voice(path) for path in paths]
        for voice in (*piper_files.undescribed_voices(folder, described), *described):
            model = folder / str(voice.need("model") or "")
            near = held(model) and held(model.with_name(f"{model.name}.json"))
            message = f"{model} mène hors du dossier du projet. {OUT_OF_REACH}"
            found[voice.name] = voice if near else replace(voice, missing=message)
    voices = tuple(found.values())
    ready = [v for name in ENGINES for v in _of_engine(name, voices)]
    return tuple(sorted(ready, key=lambda v: (-v.rank, v.name)))


def pick(name: str, voices: Iterable[Voice], lang: str = "fr") -> Voice:
    """Return the voice called ``name``; "auto" takes the best that can speak ``lang``.

    Give it ``known_voices``, so that it can say what is missing. Raises UsageError for a
    name that nobody knows, MissingToolError when the voice or every voice is missing.
    """
    voices = tuple(voices)
    if name == "auto":
        return _best(voices, lang)
    for voice in voices:
        if voice.name == name:
            return _ready(voice)
    names = [voice.name for voice in voices]
    guess = did_you_mean(name, names)
    raise UsageError(
        f"La voix « {name} » n’existe pas.",
        next_step=f"{guess}Voix possibles : auto, {', '.join(names)}.",
    )


def prepared_voice(name: str, voices: Iterable[Voice], lang: str = "fr") -> Voice:
    """Return the voice that ``pick`` chooses for ``name``, completely installed.

    Its revision is then the real one, and its ``caution`` tells when it is slow. When
    "auto" cannot install the best voice it takes the next model's, which has a caution.
    Raises what ``pick`` does, and OutputError when a voice asked for cannot be installed.
    """
    voices = tuple(voices)
    voice = pick(name, voices, lang)
    try:
        return _installed(voice)
    except (MissingToolError, OutputError) as error:
        if name != "auto":
            raise
        others = tuple(other for other in voices if _model(other) != _model(voice))
        message = (
            f"la voix « {voice.name} » n’a pas pu servir : {error.message} "
            f"{error.next_step}"
        )
        return replace(
            prepared_voice(name, others, lang), caution=Caution("voix-remplacee", message)
        )


def _model(voice: Voice) -> tuple[str, ...]:
    """Return what the voices that fail together have in common."""
    model = str(voice.need("model"))
    return voice.engine, model and str(Path(voice.folder) / model)


def _installed(voice: Voice) -> Voice:
    engine = engine_of(voice)
    if not isinstance(engine, Preparable):
        return voice
    engine.prepare()
    return next((known for known in engine.voices() if known.name == voice.name), voice)


def fallback_voice(voice: Voice, voices: Iterable[Voice], lang: str = "") -> Voice | None:
    """Return the fallback for ``voice``: the next best one of another engine.

    A voice for trials has nobody: what it cannot say must be seen.
    """
    if not voice.rank:
        return None
    fit = _fit(voices, lang or voice.lang)
    others = [v for v in fit if v.engine != voice.engine and not v.missing]
    below = [other for other in others if other.rank <= voice.rank]
    return max(below or others, key=lambda v: v.rank, default=None)


def engine_of(voice: Voice) -> SpeechEngine:
    """Return the engine of a voice; MissingToolError when it is not installed."""
    return ENGINES[voice.engine]((voice,))


def read_voice(path: Path) -> Voice:
    """Return the voice that a TOML file describes; InputError when it does not."""
    text = _text(path)
    try:
        table = parse_toml(text)
    except ValueError as error:
        line = line_of_fault(error, text)
        raise _bad(path, line, "ce fichier TOML est mal écrit") from error
    _check(table, path, text)
    values = {key: table.get(key, "") for key in _TEXTS}
    needs = tuple(sorted(table.get("needs", {}).items()))
    return Voice(
        **values,
        revision=values["sha256"],
        rank=table["rank"],
        needs=needs,
        folder=str(path.parent),
    )


def _text(path: Path) -> str:
    try:
        return read_regular(path, SETTINGS).decode()
    except UnicodeDecodeError as error:
        raise _bad(path, 1, "ce fichier n’est pas en UTF-8") from error
    except OSError as error:
        raise _bad(path, 1, f"ce fichier est illisible : {reason(error)}") from error


def _check(table: dict[str, Any], path: Path, text: str) -> None:
    for key, value in table.items():
        if key not in _KEYS:
            near = get_close_matches(key, _KEYS, n=1, cutoff=0.4) or [", ".join(_KEYS)]
            problem = f"clé inconnue « {key} » ; voulez-vous dire {near[0]} ?"
        elif not _fits(key, value):
            problem = f"la valeur de « {key} » n’a pas la bonne forme"
        else:
            continue
        raise _bad(path, _line(text, key), problem)
    for key in _KEYS:
        if key not in table and key not in _OPTIONAL:
            raise _bad(path, 1, f"il manque « {key} »")
    if table["engine"] not in ENGINES:
        known = ", ".join(ENGINES)
        problem = f"le moteur « {table['engine']} » n’existe pas (il y a : {known})"
        raise _bad(path, _line(text, "engine"), problem)


def _fits(key: str, value: Any) -> bool:
    if key == "rank":
        return type(value) is int and value >= 0
    if key == "needs":
        kinds = (str, int, float)
        return isinstance(value, dict) and all(type(v) in kinds for v in value.values())
    return isinstance(value, str) and value != ""


def _line(text: str, key: str) -> int:
    pattern = rf'\s*\[?\s*["\']?{re.escape(key)}["\']?\s*[=\].]'
    lines = enumerate(text.splitlines(), 1)
    return next((number for number, line in lines if re.match(pattern, line)), 1)


def _bad(
    path: Path,
    line: int,
    problem: str,
    next_step: str = "Corrigez cette ligne ; voices/README.md décrit ces fichiers.",
) -> InputError:
    return InputError(f"{path}:{line} : {problem}.", next_step=next_step)


def _of_engine(name: str, voices: tuple[Voice, ...]) -> tuple[Voice, ...]:
    """Return the voices of one engine, each with its revision or what it misses."""
    far = tuple(voice for voice in voices if voice.engine == name and voice.missing)
    mine = tuple(v for v in voices if v.engine == name and not v.missing)
    if not mine:
        return far
    try:
        ready = {voice.name: voice for voice in ENGINES[name](mine).voices()}
    except MissingToolError as error:
        return (*far, *(replace(voice, missing=error.next_step) for voice in mine))
    advice = f"Cette voix n’est pas dans le moteur installé : tapez {reinstall()}."
    return (*far, *(ready.get(v.name, replace(v, missing=advice)) for v in mine))


def _best(voices: tuple[Voice, ...], lang: str) -> Voice:
    fit = _fit(voices, lang)
    ready = [voice for voice in fit if not voice.missing]
    if ready:
        return max(ready, key=lambda voice: voice.rank)
    if main_language(lang) != "fr":
        raise MissingToolError(
            f"Aucune voix installée ne lit cette langue (« {lang} »).",
            next_step="Mettez dans « audio/ » l’enregistrement d’une personne.",
        )
    raise MissingToolError(
        "Aucune voix n’est installée.",
        next_step=fit[0].missing if fit else f"Tapez {reinstall()}.",
    )


def _fit(voices: Iterable[Voice], lang: str) -> list[Voice]:
    """Return the voices that may be chosen by themselves for a language.

    A Piper voice that is not French has no rank: its phonemes are made as French's.
    """
    own = [v for v in voices if main_language(v.lang) == main_language(lang)]
    return [v for v in own if v.rank > 0 and v.engine != "silence"]


def _ready(voice: Voice) -> Voice:
    if voice.missing:
        raise MissingToolError(
            f"La voix « {voice.name} » est connue, mais elle ne peut pas servir.",
            next_step=voice.missing,
        )
    return voice


# Loaded engines


_ENGINES: dict[Voice, SpeechEngine] = {}
_LOCK = Lock()


def loaded_engine(voice: Voice) -> SpeechEngine:
    """Return the engine of a voice, loaded once in this process.

    Raises MissingToolError when the voice is not here, or is not the same as where it was
    chosen: what it says would be kept under the name of another sound.
    """
    with _LOCK:
        if voice not in _ENGINES:
            _ENGINES[voice] = _same(voice)
        return _ENGINES[voice]


def _same(voice: Voice) -> SpeechEngine:
    engine = engine_of(voice)
    if isinstance(engine, Preparable):
        engine.prepare()
    mine = next((known for known in engine.voices() if known.name == voice.name), None)
    if mine is None or mine.missing or mine.revision != voice.revision:
        state = "n’est pas installée" if mine is None or mine.missing else "est différente"
        raise MissingToolError(
            f"La voix « {voice.name} » {state} sur un ouvrier de la grappe.",
            next_step="Installez-y les mêmes versions qu’ici, puis tapez sur cet ouvrier : "
            f"ppun-access voices install {voice.name}",
        )
    return engine
