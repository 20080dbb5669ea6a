"""Run page-validation, an optional PDF/UA-1 checker that reads every object of a PDF."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from importlib import import_module
from pathlib import Path
from typing import Any

from ppun_access.runtime.installing import pip_install
from ppun_access.runtime.untrusted_files import content_bytes
from ppun_access.tools.run import ToolProbe, package_probe

INSTALL = pip_install("page-validation")
PROFILE = "ua1"


@cache
def probe() -> ToolProbe:
    """Return where page-validation is, and its version.

    Raises MissingToolError when it is absent.
    """
    missing = "page-validation manque : c’est lui qui vérifie les PDF/UA."
    return package_probe("page", missing, INSTALL, name="page-validation")


def faults(pdf: Path) -> Iterator[str]:
    """Yield the violations of PDF/UA-1: the rule, then the checker's message.

    Raises MissingToolError without page-validation.
    """
    yield from faults_of(content_bytes(pdf))


def faults_of(pdf: bytes) -> Iterator[str]:
    """Yield the same of a PDF in memory."""
    probe()
    page: Any = import_module("page")
    try:
        report = page.validate_pdf_bytes(pdf, profile=PROFILE)
    except page.PageError as error:
        yield f"ce PDF ne peut pas être lu ({error})."
        return
    yield from (f"{found.rule_id} : {found.message}" for found in report.failures)
