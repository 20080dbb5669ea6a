"""html-validate on many pages at once: a second opinion on HTML, and on its names."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

from ppun_access.tools.run import run

from . import tools

RULES = {
    "root": True,
    "extends": ["html-validate:recommended", "html-validate:document"],
    "rules": {
        # What an author calls a text is up to him, and the name of the site follows it.
        "long-title": "off",
        # A box that scrolls is a region with a name and no heading: Nu wants a heading in
        # each <section>.
        "prefer-native-element": ["error", {"exclude": ["region"]}],
        # A telephone number is kept on one line by its style, and only where it has room:
        # in the largest text, a phone would scroll sideways to its end.
        "tel-non-breaking": "off",
        # A file of the site, opened from a USB stick, cannot be compared with a digest.
        "require-sri": ["error", {"target": "crossorigin"}],
    },
}


def check(pages: Sequence[Path], folder: Path) -> list[str]:
    """Return the faults of ``pages``, as ``file: line: rule: message``.

    ``folder`` is where the rules and the answer may be written: what Node writes to a pipe
    is cut when it exits.
    """
    rules, answer = folder / "html-validate.json", folder / "html-validate-faults.json"
    rules.write_text(json.dumps(RULES), encoding="utf-8")
    run(
        [
            tools.NODE, tools.HTML_VALIDATE, "--config", rules, "--max-warnings", "0",
            "--formatter", f"json={answer}", *pages,
        ],
        name="html-validate",
        install="make test",
        accept=frozenset({0, 1}),
    )  # fmt: skip
    return [
        f"{found['filePath']}: {told['line']}: {told['ruleId']}: {told['message']}"
        for found in json.loads(answer.read_text("utf-8"))
        for told in found["messages"]
    ]
