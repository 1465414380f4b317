"""Makes the small models of the tests, good and bad, in ../resources/models. Needs: pip install onnx numpy."""

from pathlib import Path

import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper

HERE = Path(__file__).parent.parent / "resources" / "models"
SIDE, ROWS, VALUES = 64, 84, 7
"""A grid of 64 x 64 pixels: 64 + 16 + 4 cells of a box, an object score and two classes."""


def constant(name, array):
    return numpy_helper.from_array(np.asarray(array), name)


def grid(score, spread=0.0):
    """Raw YOLOX rows: one head in the first cell of stride 16, scored so."""
    rows = np.zeros((1, ROWS, VALUES), np.float32)
    rows[0, 64, :] = [0.5, 0.5, 0.0, 0.0, score, 0.1, 0.9]
    return rows + np.float32(spread)


def model(name, outputs, nodes, constants, inputs=None, metadata=None, opset=17, batch=1):
    pictures = inputs or [helper.make_tensor_value_info("images", TensorProto.FLOAT, [batch, 3, SIDE, SIDE])]
    made = helper.make_model(
        helper.make_graph(nodes, name, pictures, outputs, constants),
        opset_imports=[helper.make_opsetid("", opset)], ir_version=8)
    for key, value in (metadata or {}).items():
        made.metadata_props.add(key=key, value=value)
    onnx.save(made, HERE / f"{name}.onnx")


def answering(name, rows, shape=None, metadata=None, **more):
    """A model that answers the same to every picture, yet depends on it."""
    shape = shape or list(rows.shape)
    nodes = [
        helper.make_node("ReduceMean", ["images"], ["mean"], keepdims=0),
        helper.make_node("Mul", ["mean", "nothing"], ["zero"]),
        helper.make_node("Add", ["rows", "zero"], ["output"]),
    ]
    constants = [constant("rows", rows.astype(np.float32)), constant("nothing", np.float32(0))]
    output = helper.make_tensor_value_info("output", TensorProto.FLOAT, shape)
    model(name, [output], nodes, constants, metadata=metadata, **more)


HEADS = {"names": "{0: 'hairnet', 1: 'no_hairnet'}", "decoder": "yolox-raw"}


def main():
    HERE.mkdir(parents=True, exist_ok=True)
    answering("good", grid(0.9), metadata=HEADS)
    answering("good-too", grid(0.8), metadata=HEADS)
    answering("not-a-number", grid(float("nan")), metadata=HEADS)
    answering("no-names", grid(0.9), metadata={"decoder": "yolox-raw"})
    answering("three-names", grid(0.9), metadata={"names": "['a', 'b', 'c']"})
    answering("names-unreadable", grid(0.9), metadata={"names": "{0: 'a'"})
    answering("four-dimensions", grid(0.9)[..., None], metadata=HEADS)
    answering("strange-rows", np.zeros((1, 7, 3), np.float32), metadata=HEADS)
    answering("no-suppression", np.zeros((1, 3000, 6), np.float32), metadata={**HEADS, "end2end": "True"})
    answering("four-channels", grid(0.9), metadata=HEADS,
              inputs=[helper.make_tensor_value_info("images", TensorProto.FLOAT, [1, 4, SIDE, SIDE])])
    answering("open-size", grid(0.9), metadata=HEADS,
              inputs=[helper.make_tensor_value_info("images", TensorProto.FLOAT, [1, 3, "h", "w"])])

    output = helper.make_tensor_value_info("output", TensorProto.FLOAT, [1, ROWS, VALUES])
    rows = constant("rows", grid(0.9))
    bytes_in = helper.make_tensor_value_info("images", TensorProto.UINT8, [1, 3, SIDE, SIDE])
    model("bytes", [output], [
        helper.make_node("Cast", ["images"], ["floats"], to=TensorProto.FLOAT),
        helper.make_node("ReduceMean", ["floats"], ["mean"], keepdims=0),
        helper.make_node("Mul", ["mean", "nothing"], ["zero"]),
        helper.make_node("Add", ["rows", "zero"], ["output"]),
    ], [rows, constant("nothing", np.float32(0))], inputs=[bytes_in], metadata=HEADS)
    model("unknown-operator", [output], [helper.make_node("Divine", ["images"], ["output"])], [], metadata=HEADS)
    model("opset-99", [output], [helper.make_node("Identity", ["rows"], ["output"])], [rows], opset=99)
    model("cycle", [output], [
        helper.make_node("Add", ["b", "rows"], ["a"]), helper.make_node("Identity", ["a"], ["b"]),
        helper.make_node("Identity", ["b"], ["output"]),
    ], [rows])
    outside = onnx.TensorProto(name="rows", data_type=TensorProto.FLOAT, dims=[1, ROWS, VALUES],
                               data_location=TensorProto.EXTERNAL)
    outside.external_data.add(key="location", value="../../../../etc/passwd")
    model("external-data", [output], [helper.make_node("Identity", ["rows"], ["output"])], [outside])
    model("memory-bomb", [output], [
        helper.make_node("ReduceMean", ["images"], ["mean"], keepdims=0),
        helper.make_node("ConstantOfShape", ["shape"], ["huge"], value=helper.make_tensor("v", 1, [1], [0.0])),
        helper.make_node("Add", ["huge", "mean"], ["sum"]),
        helper.make_node("ReduceMax", ["sum"], ["most"], keepdims=0),
        helper.make_node("Add", ["rows", "most"], ["output"]),
    ], [rows, constant("shape", np.array([1 << 21, 1 << 21], np.int64))], metadata=HEADS)

    # Takes memory as the power of some thousand to its batch: two at a time pass, four do not.
    open_output = helper.make_tensor_value_info("output", TensorProto.FLOAT, ["n", ROWS, VALUES])
    model("hungry", [open_output], [
        helper.make_node("ReduceMean", ["images"], ["means"], axes=[1, 2, 3], keepdims=1),
        helper.make_node("Squeeze", ["means", "last"], ["each"]),
        helper.make_node("Mul", ["each", "nothing"], ["zeros"]),
        helper.make_node("Add", ["rows", "zeros"], ["answers"]),
        helper.make_node("Shape", ["images"], ["shape"]),
        helper.make_node("Gather", ["shape", "first"], ["count"]),
        helper.make_node("Cast", ["count"], ["power"], to=TensorProto.FLOAT),
        helper.make_node("Mul", ["power", "three"], ["powers"]),
        helper.make_node("Pow", ["ten", "powers"], ["size"]),
        helper.make_node("Cast", ["size"], ["whole"], to=TensorProto.INT64),
        helper.make_node("ConstantOfShape", ["whole"], ["huge"], value=helper.make_tensor("v", 1, [1], [0.0])),
        helper.make_node("ReduceMax", ["huge"], ["most"], keepdims=0),
        helper.make_node("Add", ["answers", "most"], ["output"]),
    ], [rows, constant("nothing", np.float32(0)), constant("last", np.array([3], np.int64)),
        constant("first", np.array([0], np.int64)), constant("three", np.float32([3.2])),
        constant("ten", np.float32([10]))],
        metadata=HEADS, batch="n")


if __name__ == "__main__":
    main()
