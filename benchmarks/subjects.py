"""What can be measured: one line a subject, one module each."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from importlib import import_module

from benchmarks.figures import Outcome
from benchmarks.measure import Plan


@dataclass(frozen=True, slots=True)
class Subject:
    """A module whose ``figures`` is measured; its minutes on two quiet cores."""

    name: str
    module: str
    title: str
    minutes: float
    long: bool = False
    """Whether it is measured only when it is asked for by name, or with --tout."""

    def figures(self, plan: Plan) -> Iterator[Outcome]:
        """Yield what is measured, as it is measured."""
        module = import_module(f"benchmarks.{self.module}")
        measured: Callable[[Plan], Iterator[Outcome]] = module.figures
        yield from measured(plan)


SUBJECTS = (
    Subject("programme", "program", "Le programme entier", 2),
    Subject("lisibilite", "scoring", "Compter et noter, à côté de textstat", 3),
    Subject("phrases", "sentences", "Couper en phrases, à côté de pysbd", 1),
    Subject("voix", "voices", "Les voix, à côté de kokoro-onnx", 12),
    Subject(
        "intelligibilite", "intelligibility", "Ce qui est compris des voix", 30, long=True
    ),
)
BY_NAME = {subject.name: subject for subject in SUBJECTS}
