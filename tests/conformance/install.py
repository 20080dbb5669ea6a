"""Install what the conformance tests need and pip cannot bring.

``python -m conformance.install`` (``make test`` runs it) installs the checkers that
``conformance/package-lock.json`` pins, with the npm of the virtual environment, and a
browser where that is allowed. ``--bench`` also installs what ``make bench`` rates pages
with; ``--lock`` refreshes both files instead.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

from . import tools

INSTALLED = tools.NODE_MODULES / ".installed"
"""Our own mark: npm touches its own even when it only refreshes the lock."""
LOCK = tools.PROJECT / "package-lock.json"
LIGHTHOUSE = tools.PROJECT / "lighthouse"
LOCKING = ("install", "--package-lock-only", "--omit-lockfile-registry-resolved")
APT = (
    "apt-get", "-qq", "-o", "DPkg::Lock::Timeout=600",
    "-o", "Acquire::http::Timeout=20", "-o", "Acquire::https::Timeout=20",
)  # fmt: skip


def main() -> int:
    """Install, and return the exit code; a missing browser is not a failure here."""
    if "--lock" in sys.argv[1:]:
        return max(npm(folder, *LOCKING) for folder in (tools.PROJECT, LIGHTHOUSE))
    if "--bench" in sys.argv[1:] and (code := npm(LIGHTHOUSE, "ci")):
        return code
    is_new = not INSTALLED.exists() or INSTALLED.stat().st_mtime < LOCK.stat().st_mtime
    if is_new:
        say("Installation des vérificateurs de pages web…")
        if code := npm(tools.PROJECT, "ci"):
            say("Ils n’ont pas pu être installés : vérifiez la connexion à Internet.")
            return code
        INSTALLED.touch()
    if is_new or not tools.browser():
        install_browser()
    return 0


def npm(folder: Path, *arguments: str) -> int:
    """Run npm in a folder, trusting the certificates that the system trusts."""
    command = [str(tools.NODE), str(tools.NPM), *arguments, "--ignore-scripts"]
    quiet = ["--no-audit", "--no-fund", "--no-update-notifier", "--loglevel=error"]
    environment = os.environ | {"NODE_OPTIONS": "--use-system-ca"}
    return subprocess.run(
        [*command, *quiet],
        cwd=folder,
        env=environment,
        stdout=subprocess.DEVNULL,
        check=False,
    ).returncode


def install_browser() -> None:
    """Install Chromium as root with apt; otherwise say what to type.

    Ace looks for the one that has windows; not every system has a package of the other.
    """
    if os.geteuid() == 0 and shutil.which("apt-get"):
        say("Installation du navigateur Chromium…")
        environment = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
        install = ("install", "-y", "--no-install-recommends")
        packages = ("chromium", "chromium-headless-shell")
        for arguments in (("update",), *((*install, one) for one in packages)):
            subprocess.run(
                [*APT, *arguments],
                env=environment,
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                check=False,
            )
    if not tools.browser():
        say(
            "Il manque un navigateur, les tests de pages seront sautés : installez-le "
            f"avec « {advice()} »."
        )


def advice() -> str:
    """Return the command that installs a browser."""
    if sys.platform == "darwin":
        return "brew install --cask google-chrome"
    return "sudo apt-get install chromium"


def say(message: str) -> None:
    """Tell the person at the terminal."""
    sys.stderr.write(f"{message}\n")


if __name__ == "__main__":
    sys.exit(main())
