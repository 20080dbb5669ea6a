"""Each shortcut of the neural voice's graph gives the numbers of what it replaces."""

from __future__ import annotations

import pytest
from late import Late

np, onnx, onnxruntime = Late("numpy"), Late("onnx"), Late("onnxruntime")
helper, numpy_helper = Late("onnx.helper"), Late("onnx.numpy_helper")
make = Late("onnx.helper:make_node")
kokoro_graph = Late("ppun_access.speech.engines.kokoro_graph")
kokoro_shortcuts = Late("ppun_access.speech.engines.kokoro_shortcuts")


def numbers(*shape: int, seed: int = 7) -> np.ndarray:
    return np.random.default_rng(seed).normal(size=shape).astype(np.float32)


def model(
    nodes: list[onnx.NodeProto],
    constants: dict[str, np.ndarray],
    outputs: tuple[str, ...] = ("out",),
) -> onnx.ModelProto:
    real = onnx.TensorProto.FLOAT
    graph = helper.make_graph(
        nodes,
        "tiny",
        [helper.make_tensor_value_info("x", real, None)],
        [helper.make_tensor_value_info(out, real, None) for out in outputs],
        [numpy_helper.from_array(value, name) for name, value in constants.items()],
    )
    versions = [helper.make_opsetid("", 20), helper.make_opsetid("com.microsoft", 1)]
    return helper.make_model(graph, opset_imports=versions)


def run(made: onnx.ModelProto, x: np.ndarray) -> list[np.ndarray]:
    made.ir_version = 10
    options = onnxruntime.SessionOptions()
    options.log_severity_level = 4
    session = onnxruntime.InferenceSession(
        made.SerializeToString(), options, ["CPUExecutionProvider"]
    )
    return list(session.run(None, {"x": x.astype(np.float32)}))


def kinds(made: onnx.ModelProto) -> list[str]:
    return [node.op_type for node in made.graph.node]


@pytest.mark.parametrize("step", [6, 10])
@pytest.mark.parametrize("length", [1, 2, 37])
def test_a_transposed_convolution_is_a_plain_one(step: int, length: int) -> None:
    node = make(
        "ConvTranspose",
        ["x", "w", "b"],
        ["out"],
        name="/ups.0/ConvTranspose",
        strides=[step],
        kernel_shape=[2 * step],
        pads=[step // 2, step // 2],
    )
    constants = {
        "w": numbers(5, 3, 2 * step),
        "b": numbers(3),
    }
    before = model([node], constants)
    after = kokoro_shortcuts.without_transposed(before)
    assert "ConvTranspose" not in kinds(after)
    x = numbers(1, 5, length, seed=8)
    expected, found = run(before, x)[0], run(after, x)[0]
    assert expected.shape == found.shape == (1, 3, step * length)
    assert np.allclose(expected, found, atol=1e-5)


def test_another_transposed_convolution_is_refused() -> None:
    node = make(
        "ConvTranspose", ["x", "w", "b"], ["out"], name="/ups.0/ConvTranspose",
        strides=[2], kernel_shape=[3], pads=[1, 1],
    )  # fmt: skip
    zeros = {"w": np.zeros((5, 3, 3), np.float32), "b": np.zeros(3, np.float32)}
    with pytest.raises(ValueError, match="not the one expected"):
        kokoro_shortcuts.without_transposed(model([node], zeros))


def fourier(length: int = 20) -> onnx.ModelProto:
    nodes = [
        make("STFT", ["x", "step", "window", "length"], ["stft"], name="stft"),
        make("Transpose", ["stft"], ["turned"], name="turned", perm=[0, 2, 1, 3]),
        make("Gather", ["turned", "one"], ["imaginary"], name="imaginary", axis=3),
        make("Gather", ["turned", "zero"], ["real"], name="real", axis=3),
    ]
    window = np.hanning(length + 1)[:-1].astype(np.float32)
    whole = {"step": 5, "length": length, "one": 1, "zero": 0}
    constants = {name: np.array(value, np.int64) for name, value in whole.items()}
    return model(nodes, constants | {"window": window}, ("real", "imaginary"))


def test_the_fourier_transform_is_two_convolutions() -> None:
    before = fourier()
    after = kokoro_shortcuts.without_fourier(before)
    x = numbers(1, 400)
    (real, imaginary), (plain, plain_imaginary) = run(before, x), run(after, x)
    assert real.shape == plain.shape == (1, 11, 77)
    assert np.abs(real - plain).max() < 5e-5
    assert np.abs(imaginary - plain_imaginary).max() < 5e-5
    assert (plain_imaginary[:, 0] > 0).all()
    assert (plain_imaginary[:, -1] < 0).all()


def test_another_length_of_transform_is_refused() -> None:
    with pytest.raises(ValueError, match="not the one expected"):
        kokoro_shortcuts.without_fourier(fourier(16))


@pytest.mark.parametrize("bounds", [(-3.0, 9.75), (0.0, 2.0), (-4.0, 1.1)])
def test_a_snake_is_read_from_a_table(bounds: tuple[float, float]) -> None:
    """Each value has the level that rounding the Snake itself gives, or a neighbour."""
    nodes = [
        make("Sin", ["x"], ["sine"], name="sine"),
        make("Mul", ["sine", "sine"], ["square"], name="square"),
        make("Add", ["x", "square"], ["snake"], name="snake"),
        make("Conv", ["snake", "same"], ["out"], name="conv", kernel_shape=[1]),
    ]
    plain = model(nodes, {"same": np.eye(2, dtype=np.float32)[:, :, None]})
    ranges = {"snake": bounds, "out": bounds}
    made = kokoro_graph.quantised(plain, ranges, reduced=False)
    assert "Sin" not in kinds(made)
    x = np.linspace(-40, 40, 40_000).reshape(1, 2, -1)
    step = (bounds[1] - bounds[0]) / 255
    zero = round(-bounds[0] / step)
    levels = (np.rint((x + np.sin(x) ** 2) / step) + zero).clip(0, 255)
    found = np.rint(run(made, x)[0] / step) + zero
    assert np.abs(found - levels).max() <= 1
    assert (found == levels).mean() > 0.99
