"""What can be measured: one line a subject, one module each."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from importlib import import_module

from benchmarks.figures import Outcome
from benchmarks.measure import Plan


@dataclass(frozen=True, slots=True)
class Subject:
    """A module whose ``function`` measures it; its minutes on two quiet cores."""

    name: str
    module: str
    title: str
    minutes: float
    long: bool = False
    """Whether it is measured only when it is asked for by name, or with --tout."""
    function: str = "figures"

    def figures(self, plan: Plan) -> Iterator[Outcome]:
        """Yield what is measured, as it is measured."""
        module = import_module(f"benchmarks.{self.module}")
        measured: Callable[[Plan], Iterator[Outcome]] = getattr(module, self.function)
        yield from measured(plan)


SUBJECTS = (
    Subject("programme", "program", "Le programme entier", 5),
    Subject("changements", "changes", "Une phrase changée", 2),
    Subject("formats", "formats", "Ce que coûte une page dans chaque format", 5),
    Subject("pages", "pages", "Une, dix, cent pages", 4),
    Subject("espace", "beside_pandoc", "Un espace GitBook, à côté de pandoc", 6),
    Subject("lisibilite", "scoring", "Compter et noter, à côté de textstat", 3),
    Subject("phrases", "sentences", "Couper en phrases, à côté de pysbd", 1),
    Subject("facile", "drafting", "Brouillons faciles à lire et audit", 1),
    Subject("verification", "checking", "Vérifier un EPUB, à côté d’EPUBCheck", 2),
    Subject("voix", "voices", "Les voix, à côté de kokoro-onnx", 16),
    Subject("mille-pages", "pages", "Quatre cents et mille pages", 30, True, "many"),
    Subject(
        "tout-verifier", "checking", "Vérifier toute une publication", 4, True, "whole"
    ),
    Subject("intelligibilite", "intelligibility", "Ce qui est compris des voix", 30, True),
    Subject("enregistrements", "alignment", "Caler des enregistrements", 15, True),
)
"""In the order in which they are measured and shown."""
BY_NAME = {subject.name: subject for subject in SUBJECTS}
