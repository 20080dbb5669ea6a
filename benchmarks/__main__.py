"""Measure ours beside a peer, or beside an aim that stands in docs/, and print figures.

``make bench``, ``make bench ARGS="voix pages"``, ``make bench ARGS=--liste``.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from benchmarks.machine import QUIET, Neighbours, adopt, circumstances
from benchmarks.measure import Missing, Outcome, Plan, reason
from benchmarks.subjects import BY_NAME, PAGE, SUBJECTS, Subject, keep

RUNS = 5


def main(arguments: Sequence[str]) -> int:
    asked = _parser().parse_args(arguments)
    if unknown := [name for name in asked.sujets if name not in BY_NAME]:
        print(f"« {unknown[0]} » ne se mesure pas. Choix : {', '.join(BY_NAME)}.")
        return 2
    if asked.liste:
        print(*SUBJECTS, sep="\n")
        return 0
    chosen = [BY_NAME[name] for name in dict.fromkeys(asked.sujets)]
    chosen = chosen or [one for one in SUBJECTS if asked.tout or not one.long]
    minutes = sum(subject.minutes for subject in chosen)
    print(f"{len(chosen)} sujets, {minutes:.0f} minutes environ sur deux cœurs au repos.")
    whole = [_measured(subject, asked.fois, kept=asked.tableau) for subject in chosen]
    failed = [one.name for one, done in zip(chosen, whole, strict=True) if not done]
    if failed:
        print(f"\nEn panne : {', '.join(failed)}.")
    if not asked.sujets and not asked.tout:
        rest = ", ".join(one.name for one in SUBJECTS if one.long)
        print(f"\nPas mesurés, car longs (make bench ARGS=--tout) : {rest}.")
    return 1 if failed else 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser("make bench", add_help=False)
    parser.add_argument("sujets", nargs="*", help="ce qu’il faut mesurer")
    parser.add_argument("--tout", action="store_true", help="les sujets longs aussi")
    parser.add_argument("--fois", type=int, default=RUNS, help="mesures de chaque chose")
    parser.add_argument(
        "--liste", action="store_true", help="dit ce qui se mesure, et à côté de quoi"
    )
    parser.add_argument(
        "--tableau", action="store_true", help=f"écrit aussi les mesures dans {PAGE}"
    )
    parser.add_argument("-h", "--help", action="help", help="dit comment s’en servir")
    return parser


def _measured(subject: Subject, runs: int, *, kept: bool) -> bool:
    """Measure a subject, print it, keep it if asked; return False when it broke down.

    What was kept of a subject stays when it breaks down before its first figure.
    """
    print(f"\n{subject.title} ({subject.name}), à côté de : {subject.beside}")
    adopt()
    around, neighbours, found = circumstances(), Neighbours(), list[Outcome]()
    broken = ""
    with tempfile.TemporaryDirectory(prefix="ppun-bench-") as folder:
        try:
            for outcome in subject.figures(Plan(Path(folder), runs, warm=int(runs > 2))):
                print(f"  {outcome}", flush=True)
                found.append(outcome)
        except (Exception, SystemExit) as error:
            broken = reason(error)
    if broken:
        found.append(Missing(f"la suite de « {subject.name} »", broken))
        print(f"  {found[-1]}", flush=True)
    around["others"] = neighbours.cores()
    if (around["others"] or 0) > QUIET:
        print(f"  Machine partagée : d’autres prenaient {around['others']:.1f} cœur.")
    if kept and len(found) > bool(broken):
        keep(subject, found, around)
    return not broken


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
