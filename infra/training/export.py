"""Writes trained weights as ONNX, with what inference-service reads from the metadata, and checks that nothing changed."""

import argparse

import numpy as np
import onnx
import onnxruntime
import torch

from network import Nano
from pictures import HEIGHT, NAMES, WIDTH

SAME = 1e-3


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("weights")
    options.add_argument("onnx")
    chosen = options.parse_args()

    model = Nano(len(NAMES))
    model.load_state_dict(torch.load(chosen.weights, weights_only=True))
    model.eval()
    model.export = True
    picture = torch.rand(1, 3, HEIGHT, WIDTH) * 255
    torch.onnx.export(model, (picture,), chosen.onnx, input_names=["images"], output_names=["output"],
                      opset_version=17, dynamo=False)
    graph = onnx.load(chosen.onnx)
    for key, value in {
        "names": str(dict(enumerate(NAMES))),
        "task": "detect",
        "imgsz": f"[{HEIGHT}, {WIDTH}]",
        "stride": "32",
        "decoder": "yolox-raw",
        "license": "weights: Apache-2.0; data: Roboflow agts/hairnet v15 (CC BY 4.0) and drawn scenes; "
                   "begun with YOLOX-nano, Megvii (Apache-2.0)",
    }.items():
        graph.metadata_props.add(key=key, value=value)
    onnx.checker.check_model(graph)
    onnx.save(graph, chosen.onnx)
    session = onnxruntime.InferenceSession(chosen.onnx, providers=["CPUExecutionProvider"])
    difference = np.abs(session.run(None, {"images": picture.numpy()})[0] - model(picture).detach().numpy()).max()
    if difference > SAME:
        raise SystemExit(f"the exported model differs by {difference}")
    print(f"{chosen.onnx}: differs from the weights by at most {difference:.1e}")


if __name__ == "__main__":
    main()
