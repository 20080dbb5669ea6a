"""Query and edit the nodes of an ONNX graph."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray
from onnx import ModelProto, NodeProto, TensorProto, helper, numpy_helper

Array: TypeAlias = NDArray[Any]


class Graph:
    """What makes and what uses each tensor of a model; and the changes to come."""

    def __init__(self, model: ModelProto) -> None:
        self.model = model
        self.nodes = [copy(node) for node in model.graph.node]
        self.constants = {tensor.name: tensor for tensor in model.graph.initializer}
        self.maker = {name: node for node in self.nodes for name in node.output}
        self._users: defaultdict[str, list[NodeProto]] = defaultdict(list)
        for node in self.nodes:
            for name in node.input:
                self._users[name].append(node)
        self._swap: dict[str, list[NodeProto]] = {}
        self._made: dict[str, TensorProto] = {}

    def users(self, name: str) -> list[NodeProto]:
        """Return the nodes that use a tensor."""
        return self._users[name]

    def user(self, name: str) -> NodeProto:
        """Return the only node that uses a tensor."""
        (node,) = self._users[name]
        return node

    def value(self, name: str) -> Array:
        """Return a constant; KeyError when the tensor is not one."""
        return numpy_helper.to_array(self.constants[name])

    def is_constant(self, name: str) -> bool:
        """Return whether a tensor is one."""
        return name in self.constants

    def constant(self, name: str, value: Array) -> str:
        """Add a constant; return its name."""
        self._made[name] = numpy_helper.from_array(np.ascontiguousarray(value), name)
        return name

    def replace(self, old: Iterable[NodeProto], new: Iterable[NodeProto]) -> None:
        """Replace nodes with others."""
        first, *others = old
        self._swap[first.name] = list(new)
        self._swap.update((node.name, []) for node in others)

    def result(self) -> ModelProto:
        """Return the model with every change made."""
        nodes = [new for node in self.nodes for new in self._swap.get(node.name, [node])]
        constants = [*self.model.graph.initializer, *self._made.values()]
        return rebuilt(self.model, nodes, constants, self.model.graph.output)


def copy(node: NodeProto) -> NodeProto:
    """Return a node that can be changed without changing this one."""
    copied = NodeProto()
    copied.CopyFrom(node)
    return copied


def rebuilt(
    model: ModelProto,
    nodes: Iterable[NodeProto],
    constants: Iterable[TensorProto],
    outputs: Iterable[Any],
) -> ModelProto:
    """Return a model with these nodes, in order of need, and nothing unused."""
    outputs, constants = list(outputs), list(constants)
    kept = _useful(list(nodes), {output.name for output in outputs})
    known = {i.name for i in model.graph.input} | {c.name for c in constants} | {""}
    ordered = _ordered(kept, known)
    used = {name for node in ordered for name in node.input}
    graph = helper.make_graph(
        ordered,
        model.graph.name,
        model.graph.input,
        outputs,
        [constant for constant in constants if constant.name in used],
    )
    made = helper.make_model(graph, opset_imports=model.opset_import)
    made.ir_version = model.ir_version
    made.producer_name = "ppun-access"
    return made


def _useful(nodes: list[NodeProto], wanted: set[str]) -> list[NodeProto]:
    """Return the nodes without which the wanted tensors cannot be made."""
    makers = {name: node for node in nodes for name in node.output}
    found, pending = set[str](), list(wanted)
    while pending:
        name = pending.pop()
        if name in makers and makers[name].name not in found:
            found.add(makers[name].name)
            pending.extend(makers[name].input)
    return [node for node in nodes if node.name in found]


def _ordered(nodes: list[NodeProto], known: set[str]) -> list[NodeProto]:
    """Return the nodes, each after those that it needs."""
    known, ordered = set(known), list[NodeProto]()
    while nodes:
        later = []
        for node in nodes:
            if all(name in known for name in node.input):
                known.update(node.output)
                ordered.append(node)
            else:
                later.append(node)
        if len(later) == len(nodes):
            raise ValueError("the graph has a cycle")
        nodes = later
    return ordered


def attribute(node: NodeProto, name: str) -> Any:
    """Return the value of an attribute; StopIteration when the node has it not."""
    return next(helper.get_attribute_value(a) for a in node.attribute if a.name == name)


def other(node: NodeProto, name: str) -> str:
    """Return the input of a sum or a product that is not ``name``."""
    found: str = next(i for i in node.input if i != name)
    return found
