"""The yardstick of InferenceBench: what one writes first, with default settings. Prints frames per second."""

import sys
import time
from pathlib import Path

import cv2
import numpy as np
import onnxruntime

model, folder, seconds = sys.argv[1], Path(sys.argv[2]), float(sys.argv[3])
session = onnxruntime.InferenceSession(model)
_, _, height, width = session.get_inputs()[0].shape
name = session.get_inputs()[0].name
pictures = [path.read_bytes() for path in sorted(folder.glob("*.jpg"))]


def look(jpeg):
    image = cv2.imdecode(np.frombuffer(jpeg, np.uint8), cv2.IMREAD_COLOR)
    scale = min(width / image.shape[1], height / image.shape[0])
    small = cv2.resize(image, (int(image.shape[1] * scale), int(image.shape[0] * scale)))
    filled = np.full((height, width, 3), 114, np.uint8)
    filled[: small.shape[0], : small.shape[1]] = small
    rows = session.run(None, {name: filled.transpose(2, 0, 1)[None].astype(np.float32)})[0][0]
    scores = (rows[:, 4:5] * rows[:, 5:]).max(1)
    sure = rows[scores > 0.2]
    boxes = [[float(v) for v in row[:4]] for row in sure]
    return cv2.dnn.NMSBoxes(boxes, [float(s) for s in scores[scores > 0.2]], 0.2, 0.45)


for jpeg in pictures[:10]:
    look(jpeg)
began, frames = time.perf_counter(), 0
while time.perf_counter() - began < seconds:
    look(pictures[frames % len(pictures)])
    frames += 1
print(frames / (time.perf_counter() - began))
