"""Translate every message of ``argparse`` into French."""

from __future__ import annotations

import argparse
import re
from collections.abc import Mapping, Sequence
from difflib import get_close_matches
from typing import Any, NoReturn

from ppun_access.errors import UsageError


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
            guess = _GONE.get(value, guess)
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


_GONE: Mapping[str, str] = {
    "github": "Les annotations de GitHub n’existent plus : --fail-over N fait échouer "
    "l’étape, --json donne chaque phrase avec sa ligne. ",
    "pls": "Les prononciations ne s’écrivent plus en PLS : lexique.toml les contient. ",
}
"""A value that was possible → what to do instead."""
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
