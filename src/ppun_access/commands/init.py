"""``init``: write the first files of a project."""

from __future__ import annotations

import json
import os
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, distribution
from importlib.resources import files
from pathlib import Path

from ppun_access.errors import PpunError, UsageError
from ppun_access.publish.manifest import blocking_path
from ppun_access.runtime.console import typed
from ppun_access.runtime.disk import write_atomically
from ppun_access.runtime.untrusted_files import SETTINGS, content_bytes, read_regular
from ppun_access.settings.fields import advice, toml_string
from ppun_access.settings.sections import EMAIL, address_fault
from ppun_access.tools.git import Repository

FORGES: Mapping[str, str] = {
    "github": ".github/workflows/publier.yml",
    "gitlab": ".gitlab-ci.yml",
    "aucune": "",
}
"""Who publishes the project → where its pipeline stands."""
STARTER = files("ppun_access.commands") / "starter"
NAME = "ppun-access[kokoro]"
_PROGRAM = re.compile(r"(?:git\+)?https://[\w.:%/@+~=&#?\[\],-]+", re.ASCII)
UNKNOWN = "ADRESSE-DU-PROGRAMME"
"""Stands in a pipeline for the address of a program that came from this computer."""
SITE, REPORT = "site", "site-rapport"
"""The folders that a pipeline of GitHub makes."""
IGNORE = ".gitignore"
SPACES = ("SUMMARY.md", "mkdocs.yml")
"""The files at the root of a space of pages."""
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
    programme: str = ""
    """Where a pipeline gets the program from; empty: where this one came from."""


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

_COMPULSORY = ("titre", "editeur")

Ask = Callable[[str, str], str]
"""(question, answer by default) → what the person typed."""


def answers(given: Mapping[str, str | None], ask: Ask | None) -> Answers:
    """Return the answers: those that are given, then those of ``ask``, then the defaults.

    A wrong answer is asked again; without ``ask`` it raises UsageError, as does a
    compulsory one that is missing.
    """
    said = {name: _answer(name, given.get(name), ask) for name in QUESTIONS}
    return Answers(**said, programme=_answer("programme", given.get("programme"), None))


def with_lines(
    given: Mapping[str, str | None], lines: Iterable[str]
) -> Mapping[str, str | None]:
    """Return what is given, completed by a line for each question that is left, in order.

    Nothing is read when what is compulsory is given: whoever starts us may leave open an
    entry that says nothing. Raises UsageError when there are more answers than questions.
    """
    if all(given.get(name) is not None for name in _COMPULSORY):
        return given
    left = [name for name in QUESTIONS if given.get(name) is None]
    typed = [line.strip() for line in lines]
    if extra := [line for line in typed[len(left) :] if line]:
        raise UsageError(
            f"Il y a plus de réponses que de questions : « {extra[0]} » est en trop.",
            next_step="Donnez une ligne par question, dans cet ordre : "
            f"{', '.join(left)} ; une ligne vide garde ce qui est proposé.",
        )
    return {**given, **dict(zip(left, typed, strict=False))}


def _answer(name: str, given: str | None, ask: Ask | None) -> str:
    """Return a valid answer; UsageError when it cannot be asked again."""
    default, question = getattr(Answers(), name), QUESTIONS.get(name, "")
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
        return f"« {value} » n’est pas possible. {advice(value, choices)}"
    if name in _COMPULSORY and not value:
        return f"Il manque une réponse : {QUESTIONS[name].lower()}."
    if name == "base_url":
        return address_fault(value)
    if name == "programme" and value and not _PROGRAM.fullmatch(value):
        return (
            f"« {value} » n’est pas une adresse d’où installer le programme : il faut "
            "git+https://… ou https://….whl."
        )
    fault = EMAIL.check(name, value) if name == "courriel" and value else None
    return fault.message if fault else ""


def create(folder: Path, said: Answers) -> Written:
    """Write the first files of a project; return what was written.

    Nothing is written over: raises UsageError when a file is there already. A forge gives
    each new project its ``.gitignore``: our lines are added at its end.
    """
    made = dict(_files(said, folder))
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


def _files(said: Answers, folder: Path) -> Iterator[tuple[str, str]]:
    """Yield path → text."""
    yield "ppun.toml", _filled("ppun.toml", _toml_values(said))
    yield "content/lexique.toml", _filled("lexique.toml")
    if said.exemple == "oui" and not _has_pages(folder / "content"):
        yield "content/bienvenue.md", _filled("bienvenue.md")
        yield "content/facile/bienvenue.md", _filled("facile.md")
    if pipeline := FORGES[said.forge]:
        yield pipeline, _filled(f"{said.forge}.yml", _pipeline_values(said, folder))
    yield IGNORE, _filled("gitignore")


def _has_pages(content: Path) -> bool:
    """Tell whether a team has put pages there already: they need no sample beside them."""
    return content.is_dir() and next(content.rglob("*.md"), None) is not None


def _pipeline_values(said: Answers, folder: Path) -> Mapping[str, str]:
    """Return what a pipeline is told: the program, and where the project is."""
    program = f"{NAME} @ {said.programme}" if said.programme else _program()
    place = _place(folder)[1] or "."
    below = {name: f"{place}/{name}".removeprefix("./") for name in (SITE, REPORT)}
    return {
        "programme": toml_string(program),
        "dossier": toml_string(place),
        **{name.replace("-", "_"): toml_string(path) for name, path in below.items()},
    }


def _place(folder: Path) -> tuple[Path, str]:
    """Return the repository that a project is within, and its path there; else nothing.

    A project that is a repository of its own is within none.
    """
    try:
        found = Repository.containing(folder)
    except PpunError:  # a .git that cannot be read: who asks git is told
        return folder, ""
    inside = folder.resolve().relative_to(found.folder).as_posix() if found else "."
    return (found.folder, inside) if found and inside != "." else (folder, "")


def _filled(name: str, values: Mapping[str, str] | None = None) -> str:
    """Return a file of the starter, each « @key@ » of it replaced by its value."""
    text, known = (STARTER / name).read_text("utf-8"), values or {}
    return re.sub(r"@(\w+)@", lambda key: known.get(key[1], key[0]), text)


def _toml_values(said: Answers) -> Mapping[str, str]:
    """Return the lines of the settings; the others become comments to fill in."""
    address = toml_string(said.base_url or "https://www.exemple.fr/textes")
    email = toml_string(said.courriel or "accessibilite@exemple.fr")
    return {
        "titre": toml_string(said.titre),
        "editeur": toml_string(said.editeur),
        "base_url": f"{'' if said.base_url else '# '}base_url = {address}",
        "courriel": f"{'' if said.courriel else '# '}courriel = {email}",
    }


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
    place = "" if folder == Path() else f"cd {typed(folder, windows=windows)} && "
    yield f"Écrit : {', '.join(written.files)}."
    if written.ignored:
        yield written.ignored
    yield f"Pour publier : {place}ppun-access build"
    yield "Vos textes vont dans content/, un fichier par texte ; ppun.toml a les réglages."
    yield "Les cinq étapes, de GitBook au site : ppun-access aide premier-jour"
    pipeline = next((name for name in written.files if name in FORGES.values()), "")
    if pipeline and UNKNOWN.encode() in content_bytes(folder / pipeline):
        yield (
            f"Dans {pipeline}, remplacez « {UNKNOWN} » par l’adresse du programme : celle "
            "de son dépôt (git+https://…) ou de son fichier .whl (https://…) ; « init "
            "--programme ADRESSE » l’écrit aussi."
        )
    yield from _misplaced(folder, pipeline)
    if pipeline == FORGES["github"]:
        yield (
            "Sur GitHub, une fois, avant le premier envoi : dans Settings, Pages, Source, "
            "choisissez « GitHub Actions »."
        )


def _misplaced(folder: Path, pipeline: str) -> Iterator[str]:
    """Yield what to move: pages that no build looks at, a pipeline that no forge reads."""
    if found := next((name for name in SPACES if (folder / name).is_file()), ""):
        yield (
            f"Il y a déjà un espace ici ({found}) : rangez ses pages dans content/, avec "
            "leurs images ; seul content/ est publié."
        )
    repository, inside = _place(folder)
    if not pipeline or not inside:
        return
    told = f"Ce dossier est dans le dépôt {repository}, dont la forge ne lit que la racine"
    if pipeline == FORGES["github"]:
        yield (
            f"{told} : déplacez {inside}/{pipeline} dans {repository / pipeline}. "
            f"Il publie {inside}/content, même de là."
        )
    else:
        yield (
            f"{told} : écrivez dans {repository / pipeline} « include: "
            f"/{inside}/{pipeline} ». Il publie {inside}/content, même de là."
        )
