"""Average precision of a model on labelled pictures, at the input size of the exported model."""

import argparse
import contextlib
import io
import json
from pathlib import Path

import cv2
import numpy as np
import onnxruntime
import torch
from pycocotools.coco import COCO
from pycocotools.cocoeval import COCOeval

import losses
from network import STRIDES
from pictures import HEIGHT, NAMES, WIDTH, Picture, corners, drawn, letterbox, real

LEAST_SCORE = 0.01
SAME_HEAD = 0.6


def suppress(boxes: np.ndarray, scores: np.ndarray) -> list[int]:
    """The best of each pile of boxes, whatever their class: a head is with or without, not both."""
    order, kept = scores.argsort()[::-1], []
    while len(order):
        best, rest = order[0], order[1:]
        kept.append(best)
        low, high = np.maximum(boxes[best, :2], boxes[rest, :2]), np.minimum(boxes[best, 2:], boxes[rest, 2:])
        common = np.clip(high - low, 0, None).prod(1)
        areas = (boxes[best, 2:] - boxes[best, :2]).prod() + (boxes[rest, 2:] - boxes[rest, :2]).prod(1)
        order = rest[common / (areas - common + 1e-9) <= SAME_HEAD]
    return kept


@torch.no_grad()
def find(model, image: np.ndarray):
    """Boxes in pixels of the image, scores and classes."""
    filled, scale = letterbox(image)
    rows = model(torch.from_numpy(filled.transpose(2, 0, 1).copy())[None].float())
    boxes, objects, classes, _, _ = losses.decode(rows, STRIDES)
    scores, kinds = (objects.sigmoid()[..., None] * classes.sigmoid())[0].max(1)
    sure = scores > LEAST_SCORE
    boxes, scores, kinds = boxes[0][sure].numpy() / scale, scores[sure].numpy(), kinds[sure].numpy()
    kept = suppress(boxes, scores)
    return boxes[kept], scores[kept], kinds[kept]


def exported(path: str):
    """The same as `find`, by an exported model in YOLOX's raw layout."""
    session = onnxruntime.InferenceSession(path, providers=["CPUExecutionProvider"])
    cells, scales = [], []
    for stride in STRIDES:
        y, x = np.meshgrid(np.arange(HEIGHT // stride), np.arange(WIDTH // stride), indexing="ij")
        cells.append(np.stack((x, y), -1).reshape(-1, 2))
        scales.append(np.full((x.size, 1), stride))
    cells, scales = np.concatenate(cells), np.concatenate(scales)

    def look(image: np.ndarray):
        filled, scale = letterbox(image)
        rows = session.run(None, {"images": filled.transpose(2, 0, 1)[None].astype(np.float32)})[0][0]
        centre, half = (rows[:, :2] + cells) * scales, np.exp(rows[:, 2:4]) * scales / 2
        both = rows[:, 4:5] * rows[:, 5:]
        kinds, scores = both.argmax(1), both.max(1)
        sure = scores > LEAST_SCORE
        boxes = np.concatenate((centre - half, centre + half), 1)[sure] / scale
        scores, kinds = scores[sure], kinds[sure]
        kept = suppress(boxes, scores)
        return boxes[kept], scores[kept], kinds[kept]

    return look


def evaluate(look, pictures: list[Picture]) -> dict[str, float]:
    """AP50 over both classes and of each, AP, and the counts that they rest on; look gives what `find` gives."""
    truth = {"images": [], "annotations": [], "categories": [{"id": i, "name": n} for i, n in enumerate(NAMES)]}
    found = []
    for number, picture in enumerate(pictures):
        image = cv2.imread(str(picture.path))
        truth["images"].append({"id": number, "height": image.shape[0], "width": image.shape[1]})
        for kind, x1, y1, x2, y2 in corners(picture, image.shape[1], image.shape[0]).tolist():
            truth["annotations"].append(
                {"id": len(truth["annotations"]) + 1, "image_id": number, "category_id": int(kind),
                 "bbox": [x1, y1, x2 - x1, y2 - y1], "area": (x2 - x1) * (y2 - y1), "iscrowd": 0})
        for (x1, y1, x2, y2), score, kind in zip(*(values.tolist() for values in look(image))):
            found.append({"image_id": number, "category_id": kind, "bbox": [x1, y1, x2 - x1, y2 - y1], "score": score})
    with contextlib.redirect_stdout(io.StringIO()):
        coco = COCO()
        coco.dataset = truth
        coco.createIndex()
        judged = COCOeval(coco, coco.loadRes(found) if found else COCO(), "bbox")
        judged.evaluate()
        judged.accumulate()
        judged.summarize()
    precision = judged.eval["precision"]

    def at50(kind: int) -> float:
        known = precision[0, :, kind, 0, 2]
        return round(float(known[known > -1].mean()), 3) if (known > -1).any() else float("nan")

    return {
        "pictures": len(pictures), "heads": len(truth["annotations"]),
        "AP50": round(float(judged.stats[1]), 3), "AP": round(float(judged.stats[0]), 3),
        **{f"AP50 {name}": at50(kind) for kind, name in enumerate(NAMES)},
    }


def test_images(folder: Path) -> list[Picture]:
    """The labelled frames that no training has seen: `labels.json` beside them."""
    found = []
    for image in json.loads((folder / "labels.json").read_text())["images"]:
        width, height, boxes = image["width"], image["height"], []
        for head in image["objects"]:
            x1, y1, x2, y2 = head["bbox"]
            boxes.append([head["class_id"], (x1 + x2) / 2 / width, (y1 + y2) / 2 / height,
                          (x2 - x1) / width, (y2 - y1) / height])
        boxes = np.array(boxes, np.float32).reshape(-1, 5)
        found.append(Picture(folder / image["file"], "test " + image["group"], boxes))
    return found


def main() -> None:
    options = argparse.ArgumentParser(description="AP of an exported model on every group, each by itself.")
    options.add_argument("onnx")
    options.add_argument("--training", type=Path, required=True)
    options.add_argument("--scene", type=Path, required=True)
    options.add_argument("--test", type=Path, help="folder of test images with labels.json")
    chosen = options.parse_args()
    look = exported(chosen.onnx)
    groups: dict[str, list[Picture]] = {}
    for picture in real(chosen.training):
        groups.setdefault(picture.group, []).append(picture)
    groups["scene (unseen seeds)"] = drawn(chosen.scene, range(900, 1000))
    if chosen.test:
        for picture in test_images(chosen.test):
            groups.setdefault(picture.group, []).append(picture)
    for group, pictures in groups.items():
        print(group, json.dumps(evaluate(look, pictures)), flush=True)


if __name__ == "__main__":
    main()
