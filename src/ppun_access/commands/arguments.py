"""Parse the command line, in French. Few imports: ``--help`` must be quick."""

from __future__ import annotations

import argparse
from functools import cache
from typing import Any

from ppun_access import __version__
from ppun_access.commands.french_parser import FrenchParser
from ppun_access.errors import UsageError
from ppun_access.formats import FORMATS, GROUPS
from ppun_access.runtime.console import DEFAULT_SOURCE

DEFAULT_OUT = "output"
DEFAULT_HOST, DEFAULT_PORT = "127.0.0.1", 8000
SHOW = ("ast", "sentences", "speech", "text", "markdown")

_EXAMPLES = """exemples :
  ppun-access build                      publie le dossier content dans output
  ppun-access build pages -o site        publie un autre dossier
  ppun-access init mes-textes            commence un projet, en six questions
  ppun-access score pages/edito.md       mesure la lisibilité d’une page, dit quoi revoir
  ppun-access speak pages/edito.md -o edito.mp3 --cues edito.vtt

codes de sortie : 0 fait ; 1 fait, avec des remarques bloquantes ; 2 commande ou réglage
faux ; 3 source illisible ; 4 outil manquant ; 5 résultat impossible ; 130 interrompu."""


@cache
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
    _simplify(_command(commands, "simplify", "propose le brouillon d’une page plus simple"))
    _audit(_command(commands, "audit", "juge un texte par la grille du langage simplifié"))
    _facile(_command(commands, "facile", "suit la relecture des versions simplifiées"))
    _speak(_command(commands, "speak", "lit une page dans un fichier audio"))
    _voices(_command(commands, "voices", "liste les voix, les installe, les essaie"))
    checks = "vérifie un dossier publié avec tous les vérificateurs installés"
    _check(_command(commands, "check", checks))
    _init(_command(commands, "init", "écrit les premiers fichiers d’un projet"))
    _serve(_command(commands, "serve", "montre un dossier publié, avant sa mise en ligne"))
    _watch(_command(commands, "watch", "publie, montre, et recommence à chaque changement"))
    _atelier(_command(commands, "atelier", "ouvre la page où l’on écrit et fait relire"))
    _cache(_command(commands, "cache", "montre, allège ou vérifie le cache"))
    _command(commands, "doctor", "vérifie que tout ce qu’il faut est là")
    _aide(_command(commands, "aide", "montre une page d’aide, ou la liste des pages"))
    return top


def _command(commands: Any, name: str, summary: str) -> argparse.ArgumentParser:
    made: argparse.ArgumentParser = commands.add_parser(
        name, help=summary, description=f"{summary[0].upper()}{summary[1:]}."
    )
    return made


def _build(command: argparse.ArgumentParser) -> None:
    _publication(command)
    command.add_argument(
        "--strict", action="store_true",
        help="finit avec le code 1 s’il y a un avertissement",
    )  # fmt: skip
    command.add_argument(
        "--keep-going", action="store_true",
        help="publie le reste quand un outil ou une voix que demande --to ou --voice "
        "manque, puis finit avec le code 4",
    )  # fmt: skip
    command.add_argument(
        "--cluster", default="", metavar="ADRESSE",
        help="fait travailler une grappe Dask : l’adresse de son ordonnanceur "
        "(tcp://10.0.0.1:8786), ou local:N pour N processus de cet ordinateur",
    )  # fmt: skip
    command.add_argument(
        "--cache", default="", metavar="DOSSIER",
        help="où garder ce qui est fait, partagé par les machines d’une grappe : un "
        "dossier, ou une adresse comme s3://espace/cache",
    )  # fmt: skip
    command.add_argument(
        "--explain", action="store_true", help="dit ce qui a été refait et pourquoi"
    )
    command.add_argument(
        "-q", "--quiet", action="store_true", help="n’affiche que les erreurs"
    )
    command.add_argument(
        "-v", "--verbose", action="store_true",
        help="affiche toutes les remarques, et le temps de chaque étape",
    )  # fmt: skip


def _cache(command: argparse.ArgumentParser) -> None:
    command.add_argument(
        "action", nargs="?", choices=("info", "prune", "verify"), default="info",
        metavar="ACTION",
        help="info : ce que garde le cache (par défaut) ; prune : retire ce qui n’a pas "
        "servi depuis le plus longtemps ; verify : cherche et retire ce qui est abîmé",
    )  # fmt: skip
    command.add_argument(
        "--taille", default="", metavar="TAILLE",
        help="prune : la taille à garder, par exemple 5Go (par défaut : la limite des "
        "réglages)",
    )  # fmt: skip
    command.add_argument(
        "--cache", default="", metavar="DOSSIER",
        help="le cache de ce dossier, comme « build --cache » (par défaut : le vôtre)",
    )  # fmt: skip


def _publication(command: argparse.ArgumentParser) -> None:
    """Add what says what to publish and where."""
    command.add_argument(
        "sources", nargs="*", default=[DEFAULT_SOURCE], metavar="SOURCE",
        help=f"dossier ou page à publier (par défaut : {DEFAULT_SOURCE})",
    )  # fmt: skip
    command.add_argument(
        "--racine", action="append", default=[], metavar="DOSSIER",
        help="dossier hors du projet où ses liens symboliques peuvent mener (à répéter)",
    )  # fmt: skip
    command.add_argument(
        "-o", "--out", metavar="DOSSIER",
        help=f"où publier (par défaut : {DEFAULT_OUT}) ; une adresse comme "
        "s3://espace/site reçoit ensuite une copie du dossier local de ce nom (ici, site)",
    )  # fmt: skip
    command.add_argument(
        "--to", metavar="FORMAT[,FORMAT]", action="append",
        help=f"formats à faire : {', '.join(FORMATS)}, ou les groupes "
        f"{', '.join(sorted(set(GROUPS) - set(FORMATS)))} ; les formats déjà publiés sont "
        "tenus à jour",
    )  # fmt: skip
    _voice(command)
    command.add_argument(
        "--jobs", type=_jobs, default=0, metavar="N",
        help="nombre de tâches à la fois (par défaut, « auto » : selon les processeurs et "
        "la mémoire libre ; 1 : l’une après l’autre)",
    )  # fmt: skip


def _jobs(asked: str) -> int:
    """Return how many tasks may run at once, 0 for « auto »."""
    if asked == "auto":
        return 0
    if asked.isdecimal() and int(asked) > 0:
        return int(asked)
    raise UsageError(
        f"--jobs {asked} : il faut au moins une tâche.",
        next_step="Écrivez par exemple « --jobs 2 », ou « --jobs auto ».",
    )


def _address(command: argparse.ArgumentParser) -> None:
    """Add what says where to show a site."""
    command.add_argument(
        "--port", type=int, default=DEFAULT_PORT, metavar="N",
        help=f"port à ouvrir (par défaut : {DEFAULT_PORT} ; 0 : un port libre)",
    )  # fmt: skip
    command.add_argument(
        "--host", default=DEFAULT_HOST, metavar="ADRESSE",
        help=f"adresse à ouvrir (par défaut : {DEFAULT_HOST}, pour cet ordinateur seul)",
    )  # fmt: skip


def _serve(command: argparse.ArgumentParser) -> None:
    command.add_argument(
        "out", nargs="?", metavar="DOSSIER",
        help=f"le dossier publié (par défaut : {DEFAULT_OUT})",
    )  # fmt: skip
    _address(command)


def _watch(command: argparse.ArgumentParser) -> None:
    _publication(command)
    _address(command)
    command.add_argument(
        "--no-open", action="store_true", help="n’ouvre pas la page dans le navigateur"
    )


def _atelier(command: argparse.ArgumentParser) -> None:
    command.add_argument(
        "source", nargs="?", default=DEFAULT_SOURCE, metavar="SOURCE",
        help=f"dossier des textes (par défaut : {DEFAULT_SOURCE})",
    )  # fmt: skip
    command.add_argument(
        "-o", "--out", metavar="DOSSIER",
        help=f"où le bouton « Publier » publie (par défaut : {DEFAULT_OUT})",
    )  # fmt: skip
    command.add_argument(
        "--port", type=int, default=0, metavar="N",
        help="port à ouvrir (par défaut : 0, un port libre)",
    )  # fmt: skip
    command.add_argument(
        "--no-browser", action="store_true", help="n’ouvre pas la page dans le navigateur"
    )
    command.add_argument(
        "--modele", nargs="?", const="", metavar="HÔTE",
        help="permet de demander un passage au modèle de langue de [modele], dans "
        "ppun.toml, sur cet ordinateur, ou chez HÔTE que vous permettez ainsi",
    )  # fmt: skip


def _show(command: argparse.ArgumentParser) -> None:
    _file(command)
    command.add_argument(
        "--to", choices=SHOW, default="text", metavar="FORME",
        help="forme à montrer : ast (arbre JSON), sentences (une phrase par ligne), "
        "speech (ce que la voix dira), markdown (la page récrite en Markdown) ou text "
        "(par défaut)",
    )  # fmt: skip


def _score(command: argparse.ArgumentParser) -> None:
    command.add_argument(
        "files", nargs="+", metavar="FICHIER[#id]",
        help="les pages à mesurer ; #id choisit un texte d’une page ; « - » lit un texte "
        "Markdown sur l’entrée standard",
    )  # fmt: skip
    command.add_argument("--json", action="store_true", help="écrit le résultat en JSON")
    command.add_argument(
        "--fail-over", type=float, metavar="N",
        help="finit avec le code 1 si la difficulté d’un texte (0 à 100) dépasse N",
    )  # fmt: skip
    command.add_argument(
        "--syntaxe", action="store_true",
        help="compte aussi les phrases au passif et les noms par verbe, avec spaCy "
        "(quelques secondes)",
    )  # fmt: skip


def _simplify(command: argparse.ArgumentParser) -> None:
    command.add_argument(
        "file", metavar="FICHIER[#id]",
        help="la page ; #id choisit un texte quand elle en contient plusieurs ; « - » lit "
        "un texte Markdown sur l’entrée standard",
    )  # fmt: skip
    form = command.add_mutually_exclusive_group()
    form.add_argument(
        "--json", action="store_true",
        help="écrit chaque phrase, son brouillon et ses règles en JSON",
    )  # fmt: skip
    form.add_argument(
        "--diff", action="store_true",
        help="montre ce qui change, par quelles règles, et ce qui est seulement proposé",
    )  # fmt: skip
    command.add_argument(
        "--modele", nargs="?", const="", metavar="HÔTE",
        help="envoie aussi les phrases longues au modèle de langue de [modele], dans "
        "ppun.toml, sur cet ordinateur, ou chez HÔTE que vous permettez ainsi",
    )  # fmt: skip


def _audit(command: argparse.ArgumentParser) -> None:
    _file(command)
    command.add_argument("--json", action="store_true", help="écrit le résultat en JSON")
    command.add_argument(
        "--csv", metavar="FICHIER", help="écrit aussi la grille remplie, pour un tableur"
    )
    command.add_argument(
        "--html", metavar="FICHIER", help="écrit aussi la grille remplie, en page web"
    )


def _facile(command: argparse.ArgumentParser) -> None:
    command.set_defaults(action="status", id="", source=DEFAULT_SOURCE)
    actions = command.add_subparsers(
        dest="action", metavar="ACTION", title="actions\u00a0", parser_class=FrenchParser,
    )  # fmt: skip
    status = _command(actions, "status", "montre où en est chaque texte (par défaut)")
    status.add_argument("id", nargs="?", default="", metavar="ID", help="un seul texte")
    new = _command(actions, "new", "écrit le brouillon d’un texte dans facile/ID.md")
    sheet = _command(actions, "sheet", "fait la fiche à donner à un atelier de relecture")
    sign = _command(actions, "sign", "note une relecture : brouillon, relu, puis validé")
    for action in (new, sheet, sign):
        action.add_argument("id", metavar="ID", help="le texte, par son identifiant")
    new.add_argument(
        "--completer", action="store_true",
        help="ajoute au texte simplifié le brouillon des paragraphes qui lui manquent",
    )  # fmt: skip
    new.add_argument(
        "--modele", nargs="?", const="", metavar="HÔTE",
        help="demande aussi les passages longs au modèle de langue de [modele], dans "
        "ppun.toml, sur cet ordinateur, ou chez HÔTE que vous permettez ainsi",
    )  # fmt: skip
    sheet.add_argument(
        "-o", "--out", default="", metavar="DOSSIER",
        help="où écrire la fiche (par défaut : relecture, dans le dossier du rapport)",
    )  # fmt: skip
    sheet.add_argument(
        "--site", metavar="DOSSIER",
        help=f"le site, dont le rapport est voisin (par défaut : {DEFAULT_OUT})",
    )  # fmt: skip
    _sign(sign)
    pictos = _command(actions, "pictos", "propose des pictogrammes, et montre les vôtres")
    pictos.add_argument("id", metavar="ID", help="le texte, par son identifiant")
    pictos.add_argument(
        "mots", nargs="*", metavar="MOT",
        help="le nom d’un pictogramme que vous choisissez (sans mot, ils sont proposés)",
    )  # fmt: skip
    answers = _command(actions, "import", "lit des fiches remplies : ODT, DOCX ou CSV")
    answers.add_argument("sheets", nargs="+", metavar="FICHE", help="les fiches d’un texte")
    answers.add_argument(
        "--appliquer", action="store_true",
        help="écrit dans le texte les phrases proposées (sinon, elles sont montrées)",
    )  # fmt: skip
    for action in (status, new, sheet, sign, pictos, answers):
        action.add_argument(
            "--source", default=DEFAULT_SOURCE, metavar="SOURCE",
            help=f"dossier des pages (par défaut : {DEFAULT_SOURCE})",
        )  # fmt: skip


def _sign(command: argparse.ArgumentParser) -> None:
    command.add_argument(
        "--atelier", default="", metavar="NOM",
        help="l’atelier qui a relu, par exemple « ESAT du Doubs » ; jamais une personne",
    )  # fmt: skip
    command.add_argument(
        "--date", default="", metavar="AAAA-MM-JJ", help="le jour de la relecture"
    )
    command.add_argument(
        "--participants", type=int, default=0, metavar="N",
        help="combien de personnes ont relu",
    )  # fmt: skip
    command.add_argument(
        "--version-lue", default="", metavar="VERSION",
        help="la version qui a été lue : la dernière ligne de la fiche la dit",
    )  # fmt: skip
    command.add_argument(
        "--typographie", action="store_true",
        help="dit que seule la typographie a changé depuis la lecture",
    )  # fmt: skip
    command.add_argument(
        "--accord", default="", metavar="SERVICE",
        help="le service qui donne l’accord de l’auteur : le texte est signé",
    )  # fmt: skip
    command.add_argument(
        "--accord-date", default="", metavar="AAAA-MM-JJ", help="le jour de cet accord"
    )
    command.add_argument(
        "--statut", choices=("", "relu", "valide"), default="", metavar="STATUT",
        help="relu ou valide (par défaut : l’état suivant)",
    )  # fmt: skip
    command.add_argument(
        "--revu", action="store_true",
        help="dit qu’une personne a revu le texte après un changement du texte complet",
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
        "out", nargs="?", metavar="DOSSIER",
        help=f"le dossier publié (par défaut : {DEFAULT_OUT})",
    )  # fmt: skip
    command.add_argument("--json", action="store_true", help="écrit le résultat en JSON")
    command.add_argument(
        "--all", action="store_true",
        help="échoue (code 4) s’il manque un vérificateur ; sinon, c’est seulement dit",
    )  # fmt: skip


def _init(command: argparse.ArgumentParser) -> None:
    command.add_argument(
        "folder", nargs="?", default=".", metavar="DOSSIER",
        help="le dossier du projet (par défaut : celui-ci)",
    )  # fmt: skip
    for name, metavar, told in (
        ("titre", "TITRE", "le titre du site"),
        ("editeur", "NOM", "le nom de la collectivité ou de l’organisme"),
        ("base-url", "ADRESSE", "où le site sera publié"),
        ("courriel", "COURRIEL", "à qui écrire"),
        ("forge", "FORGE", "qui publie à chaque changement : github, gitlab ou aucune"),
        ("programme", "ADRESSE", "d’où la forge installe ce programme (git+https://…)"),
        ("exemple", "OUI", "oui ou non : écrire une page d’exemple et sa version simple"),
    ):
        command.add_argument(f"--{name}", metavar=metavar, help=told)


def _aide(command: argparse.ArgumentParser) -> None:
    command.add_argument(
        "subject", nargs="?", default="", metavar="SUJET",
        help="le sujet ; sans lui, la liste des sujets",
    )  # fmt: skip


def _file(command: argparse.ArgumentParser) -> None:
    command.add_argument(
        "file", metavar="FICHIER[#id]",
        help="la page ; #id choisit un texte quand elle en contient plusieurs",
    )  # fmt: skip


def _voice(command: argparse.ArgumentParser) -> None:
    command.add_argument(
        "--voice", metavar="VOIX",
        help="voix à employer ; « auto » prend la meilleure qui est installée, "
        "« aucune » ne fait rien lire",
    )  # fmt: skip
