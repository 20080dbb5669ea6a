"""``doctor``: check the installation and print what to type for what is missing."""

from __future__ import annotations

import os
import platform
import shutil
import sys
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from ppun_access import __version__
from ppun_access.build.start_runner import versions
from ppun_access.commands.voices import own_folders
from ppun_access.errors import ExitCode, PpunError
from ppun_access.runtime.cache import default_root
from ppun_access.runtime.installing import is_checkout, reinstall
from ppun_access.runtime.machine import cores, free_memory, whole_memory
from ppun_access.settings.ppun_toml import Settings, find_settings, load_settings
from ppun_access.settings.statements import expiry, missing_of_declaration
from ppun_access.speech.voices import known_voices
from ppun_access.tools import ace, epubcheck, ffmpeg, git, java, louis, nu, pandoc
from ppun_access.tools.run import ToolProbe
from ppun_access.writers.units import count, size

PYTHONS = ((3, 11), (3, 13))
FREE_BYTES = 200_000_000
DEPOSIT = "Elle se dépose aussi en ligne, sur le téléservice de l’État."


@dataclass(frozen=True, slots=True)
class Check:
    """One thing looked at; ``advice`` is empty when all is well."""

    name: str
    state: str
    advice: str = ""
    required: bool = True

    def __str__(self) -> str:
        mark = "bon    " if not self.advice else "MANQUE " if self.required else "absent "
        line = f"{mark}{self.name} : {self.state}"
        return f"{line}\n         → {self.advice}" if self.advice else line


def checks(where: Path) -> tuple[Check, ...]:
    """Run every check; ``where`` is the folder that the user works in."""
    return (
        _python(),
        _tool("ffmpeg, pour l’audio", ffmpeg.probe, required=True),
        _tool("liblouis, pour le braille", louis.probe, absent="absent"),
        _tool("pandoc, pour les documents bureautiques", pandoc.probe),
        *_voices(where), _cache(), *_settings(where),
    )  # fmt: skip


def exit_code(found: tuple[Check, ...]) -> ExitCode:
    """Return MISSING_TOOL when something required is missing."""
    missing = any(check.advice and check.required for check in found)
    return ExitCode.MISSING_TOOL if missing else ExitCode.DONE


def _python() -> Check:
    lowest, highest = PYTHONS
    state = ".".join(map(str, sys.version_info[:3]))
    supported = lowest <= sys.version_info[:2] <= highest
    then = f"puis tapez {reinstall('python3.13')}"
    advice = "" if supported else f"Installez Python 3.11, 3.12 ou 3.13, {then}."
    return Check("Python", state, advice)


def _tool(
    name: str, probe: Callable[[], ToolProbe], *, required: bool = False, absent: str = ""
) -> Check:
    """Return the check of a program; ``absent`` is told instead of why it is not there."""
    try:
        return Check(name, probe().version, required=required)
    except PpunError as error:
        return Check(name, absent or error.message, error.next_step, required)


def _voices(where: Path) -> Iterator[Check]:
    try:
        known = known_voices(own_folders(where))
    except PpunError as error:
        yield Check("voix", error.message, error.next_step)
        return
    fit = [voice for voice in known if voice.engine != "silence"]
    for voice in fit:
        state = "indisponible" if voice.missing else voice.title
        if voice.caution:
            state = f"{state}, mais {voice.caution.message}"
        required = all(v.missing for v in fit)
        yield Check(f"voix {voice.name}", state, voice.missing, required=required)


def _cache() -> Check:
    root = default_root()
    place = next(p for p in (root, *root.parents) if p.exists())
    free = shutil.disk_usage(place).free
    state = f"{root} ({free // 1_000_000} Mo libres)"
    if not os.access(place, os.W_OK):
        return Check("mémoire de travail", state, f"Donnez le droit d’écrire dans {place}.")
    advice = "" if free > FREE_BYTES else "Libérez au moins 200 Mo sur ce disque."
    return Check("mémoire de travail", state, advice)


def _settings(where: Path) -> Iterator[Check]:
    path = find_settings(where)
    if path is None:
        state = "pas de ppun.toml : les réglages par défaut servent"
        yield Check("réglages", state, required=False)
        return
    try:
        settings = load_settings(path)
    except PpunError as error:
        yield Check("réglages", error.message, error.next_step)
        return
    yield Check("réglages", str(path))
    yield declaration(settings, date.today())


def declaration(settings: Settings, today: date) -> Check:
    """Return the state of the accessibility declaration on a day."""
    name, said = "déclaration d’accessibilité", settings.accessibility
    missing = missing_of_declaration(said, settings.contact, settings.publisher)
    end = expiry(said)
    if missing:
        state = f"{said.state}, incomplète{', dépassée' if end and end <= today else ''}"
        advice = f"Écrivez dans ppun.toml : {', '.join(missing)}. {DEPOSIT}"
        return Check(name, state, advice, required=False)
    if end is None or end <= today:
        advice = f"Refaites-la, puis écrivez mise_a_jour dans ppun.toml. {DEPOSIT}"
        return Check(name, f"{said.state}, dépassée", advice, required=False)
    state = f"{said.state}, valable jusqu’au {end:%d/%m/%Y}. {DEPOSIT}"
    return Check(name, state, required=False)


# What to paste in an issue


TITLE = "À copier dans un signalement (aucun chemin de votre ordinateur n’y figure) :"
_PROBES: tuple[tuple[str, Callable[[], ToolProbe]], ...] = (
    ("pandoc", pandoc.probe),
    ("EPUBCheck", epubcheck.probe),
    ("Java", java.probe),
    ("Nu", nu.probe),
    ("Ace", ace.probe),
    ("git", git.probe),
)


def machine_report(found: Iterable[Check]) -> Iterator[str]:
    """Yield a report to paste in an issue; ``found`` is the result of ``checks``."""
    yield TITLE
    yield "```"
    yield f"ppun-access {__version__} ({_way()})"
    yield f"Système : {platform.platform()}"
    yield f"Python {platform.python_version()} ({platform.python_implementation()})"
    yield f"Machine : {platform.machine()}, {count(cores(), 'cœur')}, {_memory()}"
    known = {**versions(()), **_tools()}
    for name, version in sorted(known.items(), key=lambda item: item[0].lower()):
        yield f"{name} : {version or 'absent'}"
    lacking = [check for check in found if check.advice]
    yield f"À regarder : {', '.join(check.name for check in lacking) or 'rien'}"
    yield "```"


def _way() -> str:
    """Return how the program is installed."""
    if is_checkout():
        return "dépôt"
    return "environnement" if sys.prefix != sys.base_prefix else "système"


def _memory() -> str:
    whole, free = whole_memory(), free_memory()
    told = [f"{size(whole)} de mémoire"] if whole else ["mémoire inconnue"]
    return ", ".join(told + ([f"dont {size(free)} libres"] if free is not None else []))


def _tools() -> dict[str, str]:
    """Return the version of each program, empty where it is not."""
    found: dict[str, str] = {}
    for name, probe in _PROBES:
        try:
            found[name] = probe().version.replace(str(Path.home()), "~")
        except PpunError:
            found[name] = ""
    return found
