"""The graph of the neural voice: what each step of its rewriting must not change."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from dataclasses import dataclass
from functools import cached_property

import pytest
from late import Late

from ppun_access.speech.engines import kokoro_model
from ppun_access.speech.engines.files import packaged_folder
from ppun_access.speech.engines.kokoro import style_of, vocabulary
from ppun_access.speech.voices import read_voice

np, onnx, onnxruntime = Late("numpy"), Late("onnx"), Late("onnxruntime")
helper, numpy_helper = Late("onnx.helper"), Late("onnx.numpy_helper")
calibrate = Late("benchmarks.calibrate")
kokoro_graph = Late("ppun_access.speech.engines.kokoro_graph")
shortcuts = Late("ppun_access.speech.engines.kokoro_shortcuts")
ranges = Late("ppun_access.speech.engines.kokoro_child:ranges")

TOKENS = 12
PHASES = 0.3
"""Part of the sound that the signs of a few phases may change (0.12 to 0.15, measured)."""
SIGNAL = 0.05
"""Part of the sound's power that rounding may change: its phase is a sum without end."""


@dataclass
class Steps:
    """The models of each step, and what they say of the same random phonemes."""

    official: onnx.ModelProto
    dequantised: onnx.ModelProto
    fused: onnx.ModelProto
    with_shortcuts: onnx.ModelProto

    @cached_property
    def plain_sound(self) -> list[np.ndarray]:
        return run(self.dequantised)

    @cached_property
    def fused_sound(self) -> list[np.ndarray]:
        return said(self.fused_session)

    @cached_property
    def fused_session(self) -> onnxruntime.InferenceSession:
        return session(self.fused)

    @cached_property
    def cut_session(self) -> onnxruntime.InferenceSession:
        return session(shortcuts.without_silence(self.fused))


@pytest.fixture(scope="module")
def steps() -> Steps:
    parts = kokoro_model.store().parts
    official = onnx.load_model_from_string(kokoro_model.joined_weights(parts))
    dequantised = kokoro_graph.dequantised(official)
    fused = kokoro_graph.with_fused_nodes(dequantised)
    return Steps(official, dequantised, fused, shortcuts.with_shortcuts(fused))


def run(model: onnx.ModelProto) -> list[np.ndarray]:
    """Return what ``model`` says of random phonemes, with their durations."""
    return said(session(model))


def session(model: onnx.ModelProto) -> onnxruntime.InferenceSession:
    """Return ``model`` ready to say things, which takes a second, with its durations."""
    options = onnxruntime.SessionOptions()
    options.log_severity_level = 4
    options.intra_op_num_threads = 1
    content = kokoro_graph.with_durations(model).SerializeToString()
    return onnxruntime.InferenceSession(content, options, ["CPUExecutionProvider"])


def said(model: onnxruntime.InferenceSession, last: int = 0) -> list[np.ndarray]:
    """Return the sound and the durations of random phonemes, and of a ``last`` one."""
    symbols = np.random.default_rng(1).choice(list(vocabulary().values()), TOKENS)
    symbols[-1] = last or symbols[-1]
    style = style_of(read_voice(packaged_folder() / "kokoro-siwis.toml"), TOKENS)
    feeds = {
        "tokens": np.array([[0, *symbols, 0]], np.int64),
        "style": np.array([style]),
        "speed": np.ones(1, np.float32),
    }
    return list(model.run(None, feeds))


def operators(model: onnx.ModelProto) -> Counter[str]:
    return Counter(node.op_type for node in model.graph.node)


@pytest.mark.long
def test_nothing_is_left_to_quantise_at_run_time(steps: Steps) -> None:
    before, after = operators(steps.official), operators(steps.dequantised)
    assert before["ConvInteger"] == 87
    assert not {"ConvInteger", "MatMulInteger", "DynamicQuantizeLinear"} & set(after)
    assert after["Conv"] == before["ConvInteger"] + before["Conv"]
    assert after["MatMul"] == before["MatMulInteger"] + before["MatMul"]


@pytest.mark.long
def test_every_normalisation_and_activation_is_fused(steps: Steps) -> None:
    before, after = operators(steps.dequantised), operators(steps.fused)
    assert after["InstanceNormalization"] == 68
    assert after["Sin"] == before["Sin"]
    assert before["Pow"] - after["Pow"] == before["Sin"] - 3 == 48


@pytest.mark.long
def test_dequantised_weights_are_those_of_the_integers(steps: Steps) -> None:
    """Product by product, as the definition of a quantised number says."""
    official = {t.name: numpy_helper.to_array(t) for t in steps.official.graph.initializer}
    made = {t.name: numpy_helper.to_array(t) for t in steps.dequantised.graph.initializer}
    integers = [n for n in steps.official.graph.node if n.op_type == "MatMulInteger"]
    for node in integers[:20]:
        name = node.input[1]
        step = official[name.replace("_quantized", "_scale")]
        zero = official[node.input[3]].astype(np.float32)
        expected = (official[name].astype(np.float32) - zero) * step
        assert np.array_equal(made[f"{name}_float"], expected)


@pytest.mark.long
def test_fusing_changes_nothing(steps: Steps) -> None:
    plain, fused = steps.plain_sound, steps.fused_sound
    assert np.array_equal(plain[1], fused[1])
    assert plain[0].shape == fused[0].shape
    difference = ((plain[0] - fused[0]) ** 2).mean()
    assert difference < SIGNAL**2 * (plain[0] ** 2).mean()


@pytest.mark.long
def test_shortcuts_change_next_to_nothing(steps: Steps) -> None:
    """The phases of a few frames take the other sign; all else is the same."""
    exact = shortcuts.without_fourier(shortcuts.without_transposed(steps.fused))
    fused, short = steps.fused_sound, run(exact)
    left = operators(exact)
    assert left["STFT"] == 0
    assert operators(steps.fused)["ConvTranspose"] - left["ConvTranspose"] == 2
    assert np.array_equal(fused[1], short[1])
    difference = ((fused[0] - short[0]) ** 2).mean()
    assert difference < PHASES**2 * (fused[0] ** 2).mean()


@pytest.mark.long
@pytest.mark.parametrize("mark", [4, 50])
def test_the_silence_around_a_sentence_is_cut_and_nothing_else(
    steps: Steps, mark: int
) -> None:
    """The sound is the same, later; only a final mark (4, a full stop) is cut after it."""
    whole, short = said(steps.fused_session, mark), said(steps.cut_session, mark)
    before = int(whole[1][0, 0]) - shortcuts.LEAD
    silent = whole[1][0, -1] + (whole[1][0, -2] if mark == 4 else 0)
    after = max(0, int(silent) - shortcuts.TAIL)
    assert before > 0
    assert short[1][0, 0] == shortcuts.LEAD
    assert np.array_equal(short[1][0, 1:], whole[1][0, 1:])
    assert short[0].size == whole[0].size - (before + after) * 600
    inside = whole[0][before * 600 : whole[0].size - after * 600]
    cut = np.concatenate([whole[0][: before * 600], whole[0][inside.size + before * 600 :]])
    assert np.abs(cut).max() < 0.05 * np.abs(inside).max()
    loud = [np.abs(sound).reshape(-1, 600).max(axis=1) for sound in (inside, short[0])]
    assert np.corrcoef(*loud)[0, 1] > 0.9


@pytest.mark.long
def test_every_range_is_known_and_none_is_left_over(steps: Steps) -> None:
    assert kokoro_graph.rounded_tensors(steps.with_shortcuts) == sorted(ranges())
    assert all(low < high for low, high in ranges().values())


def test_ranges_come_from_the_sentences_that_are_there() -> None:
    folder = packaged_folder() / "kokoro"
    origin = json.loads((folder / "ranges.json").read_text("utf-8"))["sentences"]
    content = (folder / origin["file"]).read_bytes()
    assert hashlib.sha256(content).hexdigest() == origin["sha256"]


@pytest.mark.long
def test_ranges_are_measured_again(steps: Steps) -> None:
    measured = calibrate.measure(steps.with_shortcuts)
    assert calibrate.furthest(measured, ranges()) < calibrate.TOLERANCE


@pytest.mark.long
def test_durations_are_those_of_the_sound(steps: Steps) -> None:
    sound, frames = steps.plain_sound
    assert frames.shape == (1, TOKENS + 2)
    assert frames.sum() * 600 == sound.size


@pytest.mark.long
@pytest.mark.parametrize(
    ("reduced", "variant"), [(False, "rapide"), (True, "rapide-7-bits")]
)
def test_the_result_is_the_one_that_was_measured(
    steps: Steps, reduced: bool, variant: kokoro_model.Variant
) -> None:
    made = kokoro_graph.quantised(steps.with_shortcuts, ranges(), reduced=reduced)
    content = kokoro_graph.with_durations(made).SerializeToString(deterministic=True)
    assert hashlib.sha256(content).hexdigest() == kokoro_model.SHA256[variant]
    assert operators(made)["GatherElements"] == operators(steps.fused)["Sin"] - 3 == 48
    limit = 63 if reduced else 127
    for tensor in made.graph.initializer:
        if tensor.name.endswith("/integers") and tensor.data_type == onnx.TensorProto.INT8:
            assert abs(numpy_helper.to_array(tensor).astype(int)).max() <= limit
    if not reduced:
        float_, whole = run(steps.with_shortcuts)[0], run(made)[0]
        assert abs(whole.size / float_.size - 1) < 0.1
        power = [float(np.sqrt((sound**2).mean())) for sound in (float_, whole)]
        assert power[1] == pytest.approx(power[0], rel=0.3)


@pytest.mark.long
def test_a_step_leaves_its_source_alone(steps: Steps) -> None:
    before = [node.SerializeToString() for node in steps.dequantised.graph.node]
    kokoro_graph.with_fused_nodes(steps.dequantised)
    assert before == [node.SerializeToString() for node in steps.dequantised.graph.node]


def test_another_graph_is_refused() -> None:
    value = helper.make_tensor_value_info("x", onnx.TensorProto.FLOAT, [1])
    node = helper.make_node("ConvInteger", ["x", "x"], ["y"], name="n")
    out = helper.make_tensor_value_info("y", onnx.TensorProto.INT32, [1])
    graph = helper.make_graph([node], "other", [value], [out])
    with pytest.raises(ValueError, match=r"unpack|expected"):
        kokoro_graph.fast(helper.make_model(graph), ranges(), reduced=False)
