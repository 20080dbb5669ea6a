"""The command line, in French. Imports little: ``--help`` must be quick."""

from __future__ import annotations

import argparse
import re
from collections.abc import Sequence
from difflib import get_close_matches
from typing import Any, NoReturn

from ppun_access import __version__
from ppun_access.errors import UsageError

DEFAULT_SOURCE = "content"
DEFAULT_OUT = "output"
SHOW = ("ast", "sentences", "speech", "pls", "text")
SCORE_FORMATS = ("table", "json", "github")

_EXAMPLES = """exemples :
  ppun-access build                      publie le dossier content dans output
  ppun-access build pages -o site        publie un autre dossier
  ppun-access score pages/edito.md       mesure la lisibilité d’une page, dit quoi revoir
  ppun-access speak pages/edito.md -o edito.mp3 --cues edito.vtt

codes de sortie : 0 fait ; 1 fait, avec des remarques bloquantes ; 2 commande ou réglage
faux ; 3 source illisible ; 4 outil manquant ; 5 résultat impossible ; 130 interrompu."""


class FrenchParser(argparse.ArgumentParser):
    """argparse, with everything that it says put in French."""

    def __init__(self, **options: Any) -> None:
        common = {"formatter_class": _Formatter, "add_help": False, "allow_abbrev": False}
        super().__init__(**{**options, **common})
        self._positionals.title = "arguments\u00a0"
        self._optionals.title = "options\u00a0"
        self.add_argument("-h", "--help", action="help", help="affiche cette aide")

    def error(self, message: str) -> NoReturn:
        """Raise UsageError instead of printing English."""
        raise UsageError(
            f"{self.prog} : {_french(message)}.",
            next_step=f"Tapez « {self.prog} --help » pour voir les possibilités.",
        )

    def _check_value(self, action: argparse.Action, value: Any) -> None:
        choices = [str(choice) for choice in action.choices or ()]
        if action.choices is not None and value not in action.choices:
            near = get_close_matches(str(value), choices, n=1)
            guess = f"Vouliez-vous dire « {near[0]} » ? " if near else ""
            raise UsageError(
                f"{self.prog} : « {value} » n’est pas possible ici.",
                next_step=f"{guess}Possibilités : {', '.join(choices)}.",
            )


class _Formatter(argparse.RawDescriptionHelpFormatter):
    def __init__(self, prog: str) -> None:
        super().__init__(prog, max_help_position=28, width=92)

    def add_usage(
        self, usage: Any, actions: Any, groups: Any, prefix: str | None = None
    ) -> None:
        super().add_usage(usage, actions, groups, "usage : " if prefix is None else prefix)


_PHRASES: Sequence[tuple[str, str]] = (
    ("the following arguments are required: ", "il manque "),
    ("unrecognized arguments: ", "argument inconnu "),
    ("expected one argument", "il faut une valeur"),
    ("expected at least one argument", "il faut au moins une valeur"),
    ("invalid int value: ", "ce n’est pas un nombre entier : "),
    ("invalid float value: ", "ce n’est pas un nombre : "),
    ("ignored explicit argument ", "valeur en trop "),
)


def _french(message: str) -> str:
    message = re.sub(r"^argument (\S+?): ", "\\1 : ", message)
    for english, french in _PHRASES:
        message = message.replace(english, french)
    return message


def parser() -> argparse.ArgumentParser:
    """Return the parser of the whole program."""
    top = FrenchParser(
        prog="ppun-access",
        description="Publie des textes publics dans toutes les formes dont les gens ont "
        "besoin :\npage accessible, texte, version simplifiée, audio.",
        epilog=_EXAMPLES,
    )
    top.add_argument(
        "--version",
        action="version",
        version=f"ppun-access {__version__}",
        help="affiche la version",
    )
    commands = top.add_subparsers(
        dest="command", metavar="COMMANDE", title="commandes\u00a0", required=True,
        parser_class=FrenchParser,
    )  # fmt: skip
    _build(_command(commands, "build", "publie des pages dans un dossier"))
    _show(_command(commands, "show", "montre une page telle que le programme la comprend"))
    _score(_command(commands, "score", "mesure la lisibilité de pages"))
    _speak(_command(commands, "speak", "lit une page dans un fichier audio"))
    _voices(_command(commands, "voices", "liste les voix, les installe, les essaie"))
    _check(_command(commands, "check", "vérifie un dossier publié et liste les constats"))
    _command(commands, "doctor", "vérifie que tout ce qu’il faut est là")
    return top


def _command(commands: Any, name: str, summary: str) -> argparse.ArgumentParser:
    made: argparse.ArgumentParser = commands.add_parser(
        name, help=summary, description=f"{summary[0].upper()}{summary[1:]}."
    )
    return made


def _build(command: argparse.ArgumentParser) -> None:
    command.add_argument(
        "sources", nargs="*", default=[DEFAULT_SOURCE], metavar="SOURCE",
        help=f"dossier ou page à publier (par défaut : {DEFAULT_SOURCE})",
    )  # fmt: skip
    command.add_argument(
        "-o", "--out", default=DEFAULT_OUT, metavar="DOSSIER",
        help=f"où publier (par défaut : {DEFAULT_OUT})",
    )  # fmt: skip
    command.add_argument(
        "--to", metavar="FORMAT[,FORMAT]",
        help="formats à faire : html, text, mp3, opus, m4b, zip, cover, vtt, "
        "chapters, ou les groupes audio, facile, report ; les formats déjà publiés sont "
        "tenus à jour",
    )  # fmt: skip
    _voice(command)
    command.add_argument(
        "--jobs", type=int, metavar="N",
        help="nombre de tâches à la fois (par défaut : le nombre de processeurs)",
    )  # fmt: skip
    command.add_argument(
        "--strict", action="store_true",
        help="finit avec le code 1 s’il y a un avertissement",
    )  # fmt: skip
    command.add_argument(
        "-q", "--quiet", action="store_true", help="n’affiche que les erreurs"
    )


def _show(command: argparse.ArgumentParser) -> None:
    _file(command)
    command.add_argument(
        "--to", choices=SHOW, default="text", metavar="FORME",
        help="forme à montrer : ast (arbre JSON), sentences (une phrase par ligne), "
        "speech (ce que la voix dira), pls (les prononciations du lexique, pour d’autres "
        "logiciels) ou text (par défaut)",
    )  # fmt: skip


def _score(command: argparse.ArgumentParser) -> None:
    command.add_argument(
        "files", nargs="+", metavar="FICHIER[#id]",
        help="les pages à mesurer ; #id choisit un texte d’une page ; « - » lit un texte "
        "Markdown sur l’entrée standard",
    )  # fmt: skip
    command.add_argument(
        "--format", choices=SCORE_FORMATS, metavar="FORME",
        help="table (par défaut), json, ou github (annotations pour GitHub Actions)",
    )  # fmt: skip
    command.add_argument(
        "--json", action="store_true", help="comme « --format json »",
    )  # fmt: skip
    command.add_argument(
        "--fail-over", type=float, metavar="N",
        help="finit avec le code 1 si la difficulté d’un texte (0 à 100) dépasse N",
    )  # fmt: skip
    command.add_argument(
        "--syntaxe", action="store_true",
        help="compte aussi les phrases au passif et les noms par verbe, avec spaCy "
        "(quelques secondes)",
    )  # fmt: skip


def _speak(command: argparse.ArgumentParser) -> None:
    _file(command)
    command.add_argument(
        "-o", "--out", required=True, metavar="AUDIO",
        help="fichier à écrire : .mp3, .opus, .m4b ou .wav",
    )  # fmt: skip
    _voice(command)
    command.add_argument(
        "--cues", metavar="FICHIER.vtt", help="écrit aussi le moment de chaque phrase"
    )


def _voices(command: argparse.ArgumentParser) -> None:
    command.add_argument(
        "action", nargs="?", choices=("list", "install", "check", "try"), default="list",
        metavar="ACTION",
        help="list : les voix, la meilleure d’abord (par défaut) ; install : prépare une "
        "voix sans réseau ; check : vérifie les voix et leur fait dire une phrase ; try : "
        "écrit cette phrase dans un fichier",
    )  # fmt: skip
    command.add_argument(
        "name", nargs="?", default="", metavar="VOIX",
        help="la voix à installer, à vérifier ou à essayer (par défaut : la meilleure ; "
        "toutes pour check)",
    )  # fmt: skip
    command.add_argument(
        "-o", "--out", default="", metavar="FICHIER.wav",
        help="fichier de l’essai (par défaut : voix-VOIX.wav)",
    )  # fmt: skip


def _check(command: argparse.ArgumentParser) -> None:
    command.add_argument(
        "out", nargs="?", default=DEFAULT_OUT, metavar="DOSSIER",
        help=f"le dossier publié (par défaut : {DEFAULT_OUT})",
    )  # fmt: skip
    command.add_argument("--json", action="store_true", help="écrit le résultat en JSON")


def _file(command: argparse.ArgumentParser) -> None:
    command.add_argument(
        "file", metavar="FICHIER[#id]",
        help="la page ; #id choisit un texte quand elle en contient plusieurs",
    )  # fmt: skip


def _voice(command: argparse.ArgumentParser) -> None:
    command.add_argument(
        "--voice", metavar="VOIX",
        help="voix à employer ; « auto » prend la meilleure qui est installée",
    )  # fmt: skip
