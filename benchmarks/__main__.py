"""Measure, print each figure, and write them as JSON: ``make bench ARGS="voix"``."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterator, Mapping
from dataclasses import asdict
from pathlib import Path

from benchmarks import intelligibility, program, scoring, voices
from benchmarks.measure import Figure

RESULTS = Path("benchmarks") / "results.json"
PARTS: Mapping[str, Callable[[], Iterator[Figure]]] = {
    "lisibilite": scoring.figures,
    "voix": voices.figures,
    "intelligibilite": intelligibility.figures,
    "programme": program.figures,
}
"""What can be measured alone."""


def main(asked: list[str]) -> int:
    unknown = [name for name in asked if name not in PARTS]
    if unknown:
        print(f"« {unknown[0]} » ne se mesure pas. Choix : {', '.join(PARTS)}.")
        return 2
    results = _former() if asked else {}
    for name in asked or PARTS:
        found = []
        for one in PARTS[name]():
            print(one, flush=True)
            found.append(asdict(one))
        results[name] = found
        RESULTS.write_text(
            json.dumps(results, ensure_ascii=False, indent=1) + "\n", "utf-8"
        )
    missed = [f["name"] for part in results.values() for f in part if f["passed"] is False]
    for label in missed:
        print(f"Non atteint : {label}")
    return 0


def _former() -> dict[str, list[dict[str, object]]]:
    """Return the figures of the parts that are not measured this time."""
    try:
        former: dict[str, list[dict[str, object]]] = json.loads(RESULTS.read_text("utf-8"))
    except (OSError, ValueError):
        return {}
    return former if isinstance(former, dict) else {}


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
