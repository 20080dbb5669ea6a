"""``init``: write the first files of a project."""

from __future__ import annotations

import json
import os
import re
import shlex
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, fields
from importlib.metadata import PackageNotFoundError, distribution
from importlib.resources import files
from pathlib import Path

from ppun_access.errors import UsageError
from ppun_access.publish.manifest import blocking_path
from ppun_access.runtime.disk import write_atomically
from ppun_access.runtime.untrusted_files import SETTINGS, content_bytes, read_regular
from ppun_access.settings.sections import EMAIL, address_fault

FORGES: Mapping[str, str] = {
    "github": ".github/workflows/publier.yml",
    "gitlab": ".gitlab-ci.yml",
    "aucune": "",
}
"""Who publishes the project → where its pipeline stands."""
STARTER = files("ppun_access.commands") / "starter"
NAME = "ppun-access[kokoro]"
UNKNOWN = "ADRESSE-DU-PROGRAMME"
"""Stands in a pipeline for the address of a program that came from this computer."""
IGNORE = ".gitignore"
CHOICES: Mapping[str, tuple[str, ...]] = {"forge": tuple(FORGES), "exemple": ("oui", "non")}
"""The questions that have a few answers, in small letters."""


@dataclass(frozen=True, slots=True)
class Answers:
    """What a team says of its project; empty where it leaves something for later."""

    titre: str = ""
    editeur: str = ""
    base_url: str = ""
    courriel: str = ""
    forge: str = "aucune"
    exemple: str = "oui"


@dataclass(frozen=True, slots=True)
class Written:
    """What ``create`` wrote."""

    files: tuple[str, ...]
    """The new files, by their paths in the folder, in order."""
    ignored: str = ""
    """What became of a list of ignored files that was there before, in French."""


QUESTIONS: Mapping[str, str] = {
    "titre": "Titre du site",
    "editeur": "Nom de la collectivité ou de l’organisme",
    "base_url": "Adresse où le site sera publié (vide : plus tard)",
    "courriel": "Courriel de contact (vide : plus tard)",
    "forge": f"Publier à chaque changement : {', '.join(FORGES)}",
    "exemple": "Écrire une page d’exemple : oui, non",
}
"""The six questions, in order."""

Ask = Callable[[str, str], str]
"""(question, answer by default) → what the person typed."""


def answers(given: Mapping[str, str | None], ask: Ask | None) -> Answers:
    """Return the answers: those that are given, then those of ``ask``, then the defaults.

    A wrong answer is asked again; without ``ask`` it raises UsageError, as does a
    compulsory one that is missing.
    """
    return Answers(
        **{one.name: _answer(one.name, given.get(one.name), ask) for one in fields(Answers)}
    )


def _answer(name: str, given: str | None, ask: Ask | None) -> str:
    """Return a valid answer; UsageError when it cannot be asked again."""
    default, question = getattr(Answers(), name), QUESTIONS[name]
    while True:
        typed = ask(question, default) if given is None and ask else given or ""
        value = " ".join(typed.split()) or default
        value = value.casefold() if name in CHOICES else value
        fault = _fault(name, value)
        if not fault:
            return value
        if given is not None or ask is None:
            raise UsageError(fault, next_step=f"Donnez-la avec --{name.replace('_', '-')}.")
        question = f"{fault}\n{QUESTIONS[name]}"


def _fault(name: str, value: str) -> str:
    """Return the faults of an answer, in French, else nothing."""
    choices = CHOICES.get(name)
    if choices and value not in choices:
        return f"« {value} » n’est pas possible : {', '.join(choices)}."
    if name in ("titre", "editeur") and not value:
        return f"Il manque une réponse : {QUESTIONS[name].lower()}."
    if name == "base_url":
        return address_fault(value)
    fault = EMAIL.check(name, value) if name == "courriel" and value else None
    return fault.message if fault else ""


def create(folder: Path, said: Answers) -> Written:
    """Write the first files of a project; return what was written.

    Nothing is written over: raises UsageError when a file is there already. A forge gives
    each new project its ``.gitignore``: our lines are added at its end.
    """
    made = dict(_files(said))
    has_list = os.path.lexists(folder / IGNORE)
    ours = made.pop(IGNORE) if has_list else ""
    there = [blocking_path((path,), folder, ()) for path in made]
    if any(there):
        raise UsageError(
            f"{folder} : il y a déjà {', '.join(dict.fromkeys(filter(None, there)))}.",
            next_step="Choisissez un autre dossier, ou rangez ces fichiers ailleurs : "
            "rien n’a été écrit.",
        )
    written: list[Path] = []
    try:
        for path, content in made.items():
            write_atomically(folder / path, content.encode("utf-8"))
            written.append(folder / path)
        ignored = _completed(folder / IGNORE, ours) if has_list else ""
    except BaseException:
        for one in written:
            one.unlink(missing_ok=True)
        raise
    return Written(tuple(made), ignored)


def _completed(path: Path, ours: str) -> str:
    """Add the missing entries to an ignore file; return a line about it."""
    comment, *lines = ours.splitlines()
    if path.is_symlink() or not path.is_file():
        return f"{IGNORE} n’est pas un simple fichier : ajoutez-y {' '.join(lines)}."
    held = read_regular(path, SETTINGS)
    end = b"\r\n" if b"\r\n" in held else b"\n"
    known = {line.strip() for line in held.splitlines()}
    lacking = [line.encode() for line in lines if line.encode() not in known]
    if not lacking:
        return f"{IGNORE} était là et a déjà ce qu’il faut : il n’a pas changé."
    begun = held and (held if held.endswith((b"\n", b"\r")) else held + end) + end
    write_atomically(path, begun + end.join((comment.encode(), *lacking, b"")))
    return f"{IGNORE} était là : ce que « ppun-access build » écrit est ajouté à sa fin."


def _files(said: Answers) -> Iterator[tuple[str, str]]:
    """Yield path → text."""
    yield "ppun.toml", _filled("ppun.toml", _toml_values(said))
    yield "content/lexique.toml", _filled("lexique.toml")
    if said.exemple == "oui":
        yield "content/bienvenue.md", _filled("bienvenue.md")
        yield "content/facile/bienvenue.md", _filled("facile.md")
    if pipeline := FORGES[said.forge]:
        text = _filled(f"{said.forge}.yml", {"programme": _quoted(_program())})
        yield pipeline, text
    yield IGNORE, _filled("gitignore")


def _filled(name: str, values: Mapping[str, str] | None = None) -> str:
    """Return a file of the starter, each « @key@ » of it replaced by its value."""
    text, known = (STARTER / name).read_text("utf-8"), values or {}
    return re.sub(r"@(\w+)@", lambda key: known.get(key[1], key[0]), text)


def _toml_values(said: Answers) -> Mapping[str, str]:
    """Return the lines of the settings; the others become comments to fill in."""
    address = _quoted(said.base_url or "https://www.exemple.fr/textes")
    email = _quoted(said.courriel or "accessibilite@exemple.fr")
    return {
        "titre": _quoted(said.titre),
        "editeur": _quoted(said.editeur),
        "base_url": f"{'' if said.base_url else '# '}base_url = {address}",
        "courriel": f"{'' if said.courriel else '# '}courriel = {email}",
    }


def _quoted(text: str) -> str:
    """Return a string of TOML and of YAML (both read those of JSON)."""
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")


def _program() -> str:
    """Return the argument for pip: this version, from where this one was installed.

    A folder or a file of this computer tells no forge where to find it: ``UNKNOWN``.
    """
    try:
        origin = json.loads(
            distribution("ppun-access").read_text("direct_url.json") or "{}"
        )
    except (PackageNotFoundError, ValueError):
        origin = {}
    url = str(origin.get("url", ""))
    if commit := origin.get("vcs_info", {}).get("commit_id"):
        return f"{NAME} @ git+{url}@{commit}"
    return f"{NAME} @ {url}" if url.startswith("https://") else f"{NAME} @ {UNKNOWN}"


def next_steps(
    folder: Path, written: Written, *, windows: bool = os.name == "nt"
) -> Iterator[str]:
    """Yield what to tell once the files are there."""
    named = f'"{folder}"' if windows else shlex.quote(str(folder))
    place = "" if folder == Path() else f"cd {named} && "
    yield f"Écrit : {', '.join(written.files)}."
    if written.ignored:
        yield written.ignored
    yield f"Pour publier : {place}ppun-access build"
    yield "Vos textes vont dans content/, un fichier par texte ; ppun.toml a les réglages."
    pipeline = next((name for name in written.files if name in FORGES.values()), "")
    if pipeline and UNKNOWN.encode() in content_bytes(folder / pipeline):
        yield (
            f"Dans {pipeline}, remplacez « {UNKNOWN} » par l’adresse du programme : celle "
            "de son dépôt (git+https://…) ou de son fichier .whl (https://…)."
        )
    if pipeline == FORGES["github"]:
        yield (
            "Sur GitHub, une fois, avant le premier envoi : dans Settings, Pages, Source, "
            "choisissez « GitHub Actions »."
        )
