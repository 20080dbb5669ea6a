"""Compiles ``_tally.c`` when the package is built; goes on without it when that fails.

Counting is then as right, and slower: see ``docs/decisions/0008-counting-in-c.md``. The
variable PPUN_PURE asks for a package that runs on any system.
"""

from __future__ import annotations

import os
import shlex
import subprocess
import sys
import sysconfig
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface
from packaging.tags import platform_tags

FOLDER = Path("src") / "ppun_access" / "readability"
SOURCE, COMPILED = "_tally.c", "_tally.abi3.so"
FLAGS = ("-std=c11", "-O3", "-fPIC", "-Wall", "-Wextra")
"""No debugging symbols, which hold the path of the folder: the same bytes anywhere."""
LINK = {
    "linux": ("-shared", "-s"),
    "darwin": ("-bundle", "-undefined", "dynamic_lookup"),
}


class CustomBuildHook(BuildHookInterface[Any]):
    """Compiles beside the source for an editable installation, else into the wheel."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Compile, and tell hatchling what the wheel becomes."""
        folder = Path(self.root) / FOLDER
        into = folder
        if version != "editable":
            self.made = TemporaryDirectory()
            into = Path(self.made.name)
        if not compiled(folder / SOURCE, into / COMPILED):
            self.app.display_warning("Rien de compilé : les textes se comptent en Python.")
        elif version != "editable":
            place = f"ppun_access/readability/{COMPILED}"
            build_data["force_include"][str(into / COMPILED)] = place
            build_data["pure_python"] = False
            build_data["tag"] = tag()

    def finalize(
        self, version: str, build_data: dict[str, Any], artifact_path: str
    ) -> None:
        """Forget what was compiled for a wheel."""
        if version != "editable":
            self.made.cleanup()


def compiled(source: Path, target: Path) -> bool:
    """Compile ``source`` as ``target``; return whether it could be. None is left else.

    It comes into place whole: another installation, or a program that starts, may be there.
    """
    made = target.with_name(f"_tally.{os.getpid()}.so")
    try:
        if done := _compiles(source, made):
            made.replace(target)
        else:
            target.unlink(missing_ok=True)
        made.unlink(missing_ok=True)
    except OSError:  # a folder that cannot be written
        return False
    return done


def _compiles(source: Path, target: Path) -> bool:
    """Return whether a compiler made ``target``."""
    headers = sysconfig.get_path("include")
    if (
        os.environ.get("PPUN_PURE")
        or sys.platform not in LINK
        or not (Path(headers) / "Python.h").is_file()
    ):
        return False
    for compiler in compilers():
        command = [*compiler, *FLAGS, *LINK[sys.platform], "-I", headers, "-o", str(target)]
        try:
            done = subprocess.run(
                [*command, source.name], cwd=source.parent, capture_output=True, check=False
            )
        except OSError:
            continue
        if not done.returncode:
            return True
    return False


def compilers() -> list[list[str]]:
    """Return the compiler that the user wants; else that of Python, then the usual ones."""
    if wanted := os.environ.get("CC"):
        return [shlex.split(wanted)]
    own = shlex.split(sysconfig.get_config_var("CC") or "")
    return [one for one in (own[:1], ["cc"], ["gcc"], ["clang"]) if one]


def tag() -> str:
    """Return the tag of a wheel for any Python from 3.11 on this system."""
    linux = ("manylinux", "musllinux")
    system = next(name for name in platform_tags() if not name.startswith(linux))
    return f"cp311-abi3-{system}"
