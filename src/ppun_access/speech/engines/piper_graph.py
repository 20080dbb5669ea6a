"""The noise of a Piper model, made the same for every call.

A Piper voice draws two noises for each sentence: without them it is flat. onnxruntime
draws them from a state that each call moves on: the same words never sound twice the same.
Here each draw becomes a reading of a table of noise that stands in the model.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import numpy as np
import onnx
from onnx import NodeProto, TensorProto, helper, numpy_helper

from ppun_access.errors import OutputError

PERIOD = 262_147
"""Values of a table; a prime, so that the channels of a noise are not in step."""
_DRAW = "RandomNormalLike"
"""The node that Piper's models draw with."""
_OTHERS = ("RandomNormal", "RandomUniform", "RandomUniformLike", "Multinomial", "Bernoulli")


def steady(content: bytes) -> bytes:
    """Return a model like ``content`` that draws nothing.

    Raises OutputError when it is no model, or draws otherwise than Piper's do.
    """
    try:
        model = onnx.load_model_from_string(content)
    except Exception as error:  # protobuf has several classes for this
        raise _refused("ce n’est pas un modèle ONNX") from error
    nodes, tables = list[NodeProto](), list[TensorProto]()
    for node in model.graph.node:
        if node.op_type == _DRAW:
            tables.append(_table(node, len(tables)))
            nodes += _reading(node)
        else:
            nodes.append(node)
    unknown = {node.op_type for node in _inside(nodes)} & {_DRAW, *_OTHERS}
    if unknown:
        raise _refused(f"il tire au sort d’une façon inconnue ({min(unknown)})")
    del model.graph.node[:]
    model.graph.node.extend(nodes)
    model.graph.initializer.extend(tables)
    made: bytes = model.SerializeToString(deterministic=True)
    return made


def _inside(nodes: Iterable[NodeProto]) -> Iterator[NodeProto]:
    """Yield nodes, and those of their branches and loops."""
    for node in nodes:
        yield node
        for attribute in node.attribute:
            for graph in (attribute.g, *attribute.graphs):
                yield from _inside(graph.node)


def _table(node: NodeProto, number: int) -> TensorProto:
    """Return the noise that a node reads, of the mean and deviation that it would draw.

    NumPy promises that the numbers of RandomState never change.
    """
    given = {a.name: helper.get_attribute_value(a) for a in node.attribute}
    noise = np.random.RandomState(number).standard_normal(PERIOD)
    noise = noise * given.get("scale", 1.0) + given.get("mean", 0.0)
    kind = helper.tensor_dtype_to_np_dtype(given.get("dtype", TensorProto.FLOAT))
    return numpy_helper.from_array(noise.astype(kind), _name(node, "table"))


def _reading(node: NodeProto) -> list[NodeProto]:
    """Return nodes that read as many values as ``node`` draws, over and over."""
    zero, one, period = (_constant(node, name, n) for name, n in _NUMBERS)
    size, each, place, flat, shape = (_name(node, n) for n in _STEPS)
    return [
        zero,
        one,
        period,
        helper.make_node("Size", [node.input[0]], [size]),
        helper.make_node("Range", [zero.output[0], size, one.output[0]], [each]),
        helper.make_node("Mod", [each, period.output[0]], [place]),
        helper.make_node("Gather", [_name(node, "table"), place], [flat]),
        helper.make_node("Shape", [node.input[0]], [shape]),
        helper.make_node("Reshape", [flat, shape], [node.output[0]]),
    ]


_NUMBERS = (("zero", 0), ("one", 1), ("period", PERIOD))
_STEPS = ("size", "each", "place", "flat", "shape")


def _constant(node: NodeProto, name: str, value: int) -> NodeProto:
    array = numpy_helper.from_array(np.array(value, np.int64))
    return helper.make_node("Constant", [], [_name(node, name)], value=array)


def _name(node: NodeProto, step: str) -> str:
    return f"ppun/{node.output[0]}/{step}"


def _refused(why: str) -> OutputError:
    return OutputError(
        f"Ce modèle de voix ne peut pas servir : {why}.",
        next_step="Prenez une voix publiée pour Piper, ou choisissez une autre voix.",
    )
