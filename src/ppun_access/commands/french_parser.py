"""Translate every message of ``argparse`` into French."""

from __future__ import annotations

import argparse
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NoReturn

from ppun_access.errors import UsageError, did_you_mean


class FrenchParser(argparse.ArgumentParser):
    """argparse, with everything that it says put in French."""

    def __init__(self, **options: Any) -> None:
        common = {"formatter_class": _Formatter, "add_help": False, "allow_abbrev": False}
        super().__init__(**{**options, **common})
        self._positionals.title = "arguments\u00a0"
        self._optionals.title = "options\u00a0"
        self.add_argument("-h", "--help", action="help", help="affiche cette aide")

    def parse_args(self, args: Any = None, namespace: Any = None) -> Any:
        """Parse a whole command line; an option that the command has not is refused."""
        known, unknown = self.parse_known_args(args, namespace)
        if not unknown:
            return known
        used = self._used(known)
        options = [name for action in used._actions for name in action.option_strings]
        typed = next((one for one in unknown if one.startswith("-")), unknown[0])
        name = typed.partition("=")[0]
        guess = _GONE.get(name) or did_you_mean(name, options)
        raise UsageError(
            f"{used.prog} : argument inconnu {' '.join(unknown)}.",
            next_step=f"{guess}Tapez « {used.prog} --help » pour voir les possibilités.",
        )

    def _used(self, known: argparse.Namespace) -> FrenchParser:
        """Return the parser of the command, or of its action, that was typed."""
        used = self
        for action in used._actions:
            if isinstance(action.choices, dict):  # the commands below this one
                below = action.choices.get(getattr(known, action.dest, None))
                return below._used(known) if isinstance(below, FrenchParser) else used
        return used

    def error(self, message: str) -> NoReturn:
        """Raise UsageError instead of printing English."""
        raise UsageError(
            f"{self.prog} : {_french(message)}.",
            next_step=f"Tapez « {self.prog} --help » pour voir les possibilités.",
        )

    def _check_value(self, action: argparse.Action, value: Any) -> None:
        choices = [str(choice) for choice in action.choices or ()]
        if action.choices is not None and value not in action.choices:
            below = [
                f"{name} {one}" for name, one in _below(action.choices) if one == value
            ]
            guess = _GONE.get(value) or did_you_mean(str(value), below or choices)
            raise UsageError(
                f"{self.prog} : « {value} » n’est pas possible ici.",
                next_step=f"{guess}Possibilités : {', '.join(choices)}.",
            )


def _below(parsers: object) -> Iterator[tuple[str, str]]:
    """Yield each command of ``parsers`` that has actions, with each of them."""
    for name, parser in parsers.items() if isinstance(parsers, dict) else ():
        for action in parser._actions:
            if isinstance(action.choices, dict):
                yield from ((name, one) for one in action.choices)


class _Formatter(argparse.RawDescriptionHelpFormatter):
    def __init__(self, prog: str) -> None:
        super().__init__(prog, max_help_position=28, width=92)

    def add_usage(
        self, usage: Any, actions: Any, groups: Any, prefix: str | None = None
    ) -> None:
        super().add_usage(usage, actions, groups, "usage : " if prefix is None else prefix)


_GONE: Mapping[str, str] = {
    "--format": "« score » montre un tableau, ou écrit du JSON avec --json. --fail-over N "
    "fait échouer une étape. ",
    "--log-format": "Le journal en JSON n’existe plus : build.json, dans le dossier du "
    "rapport, dit la même chose. ",
    "pls": "Les prononciations ne s’écrivent plus en PLS : lexique.toml les contient. ",
}
"""An option or a value that was possible → what to do instead."""
_PHRASES: Sequence[tuple[str, str]] = (
    ("the following arguments are required: ", "il manque "),
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
    before, _, quoted = message.partition("'")
    return f"{before}« {quoted[:-1]} »" if quoted.endswith("'") else message
