"""Write the fast graph of Kokoro: ``python -m … REDUCED OUTPUT PART…``."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import onnx

from ppun_access.speech.engines.files import packaged_folder
from ppun_access.speech.engines.kokoro_graph import Ranges, fast
from ppun_access.speech.engines.kokoro_model import joined_weights


def main() -> None:
    """Write the fast graph; a process of its own gives its memory back."""
    reduced, output, *parts = sys.argv[1:]
    weights = joined_weights(map(Path, parts))
    model = onnx.load_model_from_string(weights)
    del weights
    made = fast(model, ranges(), reduced=reduced == "1")
    Path(output).write_bytes(made.SerializeToString(deterministic=True))


def ranges() -> Ranges:
    """Return the ranges measured once, described in ``voices/kokoro/README.md``."""
    text = (packaged_folder() / "kokoro" / "ranges.json").read_text("utf-8")
    found = json.loads(text)["ranges"]
    return {name: (low, high) for name, (low, high) in found.items()}


if __name__ == "__main__":
    main()
