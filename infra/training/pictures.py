"""Labelled pictures: where they lie, which camera each is from, and how one is varied for training."""

import csv
import json
import math
import random
from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np
import torch

HAIRNET, NO_HAIRNET = 0, 1
NAMES = ("hairnet", "no_hairnet")
WIDTH, HEIGHT = 640, 384
"""What the exported model takes. Heads are trained at the size at which it will see them."""
GREY = 114
COCO_PERSON = 1

cv2.setNumThreads(0)


@dataclass(frozen=True)
class Picture:
    """boxes: one row per head of class, centre and size, the last four as fractions of the picture."""

    path: Path
    group: str
    boxes: np.ndarray


def read(folder: Path, labels: Path, groups: dict[str, str] | str) -> list[Picture]:
    """All pictures that `groups` names; a string puts every labelled picture into that one group."""
    boxes = defaultdict(list)
    with labels.open() as lines:
        for row in csv.DictReader(lines):
            boxes[row["image"]].append([float(row[key]) for key in ("class", "cx", "cy", "w", "h")])
    if isinstance(groups, str):
        groups = {image: groups for image in boxes}
    return [
        Picture(folder / image, group, np.array(boxes[image], np.float32).reshape(-1, 5))
        for image, group in groups.items()
    ]


def real(training: Path) -> list[Picture]:
    """The real frames: `images`, `labels.csv` and `groups.csv` below that folder."""
    with (training / "groups.csv").open() as lines:
        groups = {row["image"]: row["group"] for row in csv.DictReader(lines)}
    return read(training / "images", training / "labels.csv", groups)


def drawn(folder: Path, seeds: range) -> list[Picture]:
    """Frames that capture-service's `draw` wrote, of those seeds."""
    found = []
    for labels in sorted(folder.glob("labels-*.csv")):
        if int(labels.stem.split("-")[1]) in seeds:
            found += read(folder, labels, "scene")
    return found


def empty(folder: Path) -> list[Picture]:
    """Pictures of other places without people, by COCO's `instances.json` beside them."""
    known = json.loads((folder / "instances.json").read_text())
    peopled = {a["image_id"] for a in known["annotations"] if a["category_id"] == COCO_PERSON}
    return [
        Picture(folder / image["file_name"], "empty", np.zeros((0, 5), np.float32))
        for image in known["images"] if image["id"] not in peopled
    ]


def corners(picture: Picture, width: int, height: int) -> np.ndarray:
    """class, x1, y1, x2, y2 in pixels."""
    b = picture.boxes
    size = np.array([width, height], np.float32)
    low, high = (b[:, 1:3] - b[:, 3:5] / 2) * size, (b[:, 1:3] + b[:, 3:5] / 2) * size
    return np.concatenate((b[:, :1], low, high), 1)


def letterbox(image: np.ndarray) -> tuple[np.ndarray, float]:
    """The model's input, the picture at its top left, and the scale; as inference-service does it."""
    scale = min(WIDTH / image.shape[1], HEIGHT / image.shape[0])
    width, height = int(image.shape[1] * scale), int(image.shape[0] * scale)
    filled = np.full((HEIGHT, WIDTH, 3), GREY, np.uint8)
    filled[:height, :width] = cv2.resize(image, (width, height), interpolation=cv2.INTER_LINEAR)
    return filled, scale


class Variations(torch.utils.data.Dataset):
    """Endless variations of the pictures, as square crops of `size` pixels. Groups are drawn by weight."""

    def __init__(self, pictures: list[Picture], weights: dict[str, float], size: int, length: int):
        self.size, self.length = size, length
        groups = defaultdict(list)
        for picture in pictures:
            groups[picture.group].append(picture)
        self.groups = list(groups.items())
        self.weights = [weights.get(name, len(members)) for name, members in self.groups]

    def __len__(self) -> int:
        return self.length

    def __getitem__(self, _):
        size = self.size
        if random.random() < 0.35:
            image, boxes = self._mosaic()
        else:
            image, boxes = self._crop(size, size)
        image = disturb(image)
        if random.random() < 0.5:
            image = image[:, ::-1]
            boxes[:, [1, 3]] = size - boxes[:, [3, 1]]
        return np.ascontiguousarray(image.transpose(2, 0, 1)), boxes

    def _mosaic(self):
        """Four crops in one, so that a head is known without its room."""
        size = self.size
        image, boxes = np.full((size, size, 3), GREY, np.uint8), []
        x, y = (int(random.uniform(0.3, 0.7) * size) for _ in range(2))
        for left, top, right, bottom in ((0, 0, x, y), (x, 0, size, y), (0, y, x, size), (x, y, size, size)):
            part, inside = self._crop(right - left, bottom - top)
            image[top:bottom, left:right] = part
            boxes.append(inside + np.array([0, left, top, left, top], np.float32))
        return image, np.concatenate(boxes)

    def _pick(self) -> tuple[np.ndarray, np.ndarray]:
        _, members = random.choices(self.groups, self.weights)[0]
        picture = random.choice(members)
        image = cv2.imread(str(picture.path))
        if image is None:
            raise FileNotFoundError(picture.path)
        boxes = corners(picture, image.shape[1], image.shape[0])
        for box in boxes:
            if box[0] == HAIRNET and random.random() < 0.4:
                recolour(image, box[1:])
            elif box[0] == NO_HAIRNET and random.random() < 0.25:
                recolour_hair(image, box[1:])
        return image, boxes

    def _crop(self, width: int, height: int) -> tuple[np.ndarray, np.ndarray]:
        image, boxes = self._pick()
        native = min(WIDTH / image.shape[1], HEIGHT / image.shape[0])
        scale = native * math.exp(random.uniform(math.log(0.55), math.log(1.9)))
        turn = cv2.getRotationMatrix2D((image.shape[1] / 2, image.shape[0] / 2), random.uniform(-9, 9), scale)
        turn[0, :2] *= random.uniform(0.88, 1.14)  # heads are not all of one shape
        if len(boxes) and random.random() < 0.75:
            box = random.choice(boxes)
            centre = turn @ [(box[1] + box[3]) / 2, (box[2] + box[4]) / 2, 1]
            wanted = np.array([random.uniform(0.1, 0.9) * width, random.uniform(0.1, 0.9) * height])
        else:
            centre = turn @ [random.uniform(0, image.shape[1]), random.uniform(0, image.shape[0]), 1]
            wanted = np.array([width / 2, height / 2])
        turn[:, 2] += wanted - centre
        fill = (GREY,) * 3 if random.random() < 0.7 else tuple(random.randrange(256) for _ in range(3))
        out = cv2.warpAffine(image, turn, (width, height), borderValue=fill)
        return out, moved(boxes, turn, width, height)


def moved(boxes: np.ndarray, turn: np.ndarray, width: int, height: int) -> np.ndarray:
    """Boxes after that transformation, without those of which less than half is left."""
    if not len(boxes):
        return boxes
    points = np.stack([boxes[:, [x, y]] for x in (1, 3) for y in (2, 4)], 1) @ turn[:, :2].T + turn[:, 2]
    whole = np.concatenate((boxes[:, :1], points.min(1), points.max(1)), 1)
    cut = whole.copy()
    cut[:, [1, 3]] = cut[:, [1, 3]].clip(0, width)
    cut[:, [2, 4]] = cut[:, [2, 4]].clip(0, height)
    sides = cut[:, 3:] - cut[:, 1:3]
    left = sides.prod(1) / (whole[:, 3:] - whole[:, 1:3]).prod(1)
    return cut[(left > 0.5) & (sides.min(1) > 5)].astype(np.float32)


def _upper_head(image, box):
    """A soft ellipse over the upper part of a head: its mask and the pixels; None where it is too small."""
    x1, y1, x2, y2 = (int(round(float(v))) for v in box)
    x1, y1, x2, y2 = max(0, x1), max(0, y1), min(image.shape[1], x2), min(image.shape[0], y2)
    if x2 - x1 < 6 or y2 - y1 < 6:
        return None
    part = image[y1:y2, x1:x2]
    height, width = part.shape[:2]
    mask = np.zeros((height, width), np.float32)
    cv2.ellipse(mask, (width // 2, int(height * 0.38)), (max(2, int(width * 0.46)), max(2, int(height * 0.42))),
                0, 0, 360, 1, -1)
    return part, cv2.GaussianBlur(mask, (0, 0), max(1, width * 0.05))[..., None]


def recolour(image: np.ndarray, box: np.ndarray) -> None:
    """Gives a hairnet another colour: a plant buys what it can get."""
    found = _upper_head(image, box)
    if found is None:
        return
    part, mask = found
    bases = ((200, 120, 60), (190, 140, 40), (150, 170, 60), (90, 160, 90), (170, 140, 220), (235, 235, 235),
             (220, 160, 80), (180, 90, 40), (90, 90, 90))
    colour = np.array(random.choice(bases), np.float32) + np.random.uniform(-25, 25, 3)
    grey = part.astype(np.float32).mean(2, keepdims=True)
    grey = (grey - grey.mean()) * random.uniform(0.5, 1.1) + random.uniform(90, 170)
    blend = mask * random.uniform(0.45, 0.9)
    part[:] = (part * (1 - blend) + np.clip(grey / 128 * colour, 0, 255) * blend).clip(0, 255).astype(np.uint8)


def recolour_hair(image: np.ndarray, box: np.ndarray) -> None:
    """Makes hair darker, lighter or greyer, its texture kept."""
    found = _upper_head(image, box)
    if found is None:
        return
    part, mask = found
    grey = part.astype(np.float32).mean(2, keepdims=True)
    tone = np.array(random.choice(((30, 38, 60), (40, 70, 120), (90, 140, 190), (150, 150, 150), (25, 25, 28))))
    blend = mask * random.uniform(0.25, 0.6)
    part[:] = (part * (1 - blend) + np.clip(grey / 110 * tone, 0, 255) * blend).clip(0, 255).astype(np.uint8)


def disturb(image: np.ndarray) -> np.ndarray:
    """What cameras and lamps do."""
    if random.random() < 0.9:
        gain = np.random.uniform(-1, 1, 3) * (0.05, 0.6, 0.45) + 1
        ramp = np.arange(256)
        tables = (ramp * gain[0] % 180, np.clip(ramp * gain[1], 0, 255), np.clip(ramp * gain[2], 0, 255))
        planes = cv2.split(cv2.cvtColor(image, cv2.COLOR_BGR2HSV))
        planes = [cv2.LUT(p, t.astype(np.uint8)) for p, t in zip(planes, tables)]
        image = cv2.cvtColor(cv2.merge(planes), cv2.COLOR_HSV2BGR)
    if random.random() < 0.25:
        cast = np.random.uniform(0.8, 1.2, 3)
        image = np.clip(image * cast, 0, 255).astype(np.uint8)
    if random.random() < 0.12:
        image = cv2.cvtColor(cv2.cvtColor(image, cv2.COLOR_BGR2GRAY), cv2.COLOR_GRAY2BGR)
    if random.random() < 0.2:
        gamma = math.exp(random.uniform(-0.5, 0.5))
        image = cv2.LUT(image, (255 * (np.arange(256) / 255) ** gamma).astype(np.uint8))
    if random.random() < 0.2:
        image = cv2.GaussianBlur(image, (0, 0), random.uniform(0.5, 1.8))
    if random.random() < 0.2:
        noise = np.random.normal(0, random.uniform(3, 14), image.shape)
        image = np.clip(image + noise, 0, 255).astype(np.uint8)
    if random.random() < 0.2:
        image = cv2.imdecode(cv2.imencode(".jpg", image, [1, random.randint(20, 70)])[1], 1)
    if random.random() < 0.3:  # something stands before the camera
        x, y = random.randrange(image.shape[1]), random.randrange(image.shape[0])
        w, h = random.randint(8, 60), random.randint(8, 60)
        image[y : y + h, x : x + w] = [random.randrange(256) for _ in range(3)]
    return image


def collate(batch):
    return torch.from_numpy(np.stack([image for image, _ in batch])), [torch.from_numpy(boxes) for _, boxes in batch]
