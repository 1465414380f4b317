"""
Fine-tunes the hairnet model. `--leave-out GROUP` (again for more) keeps groups for judging only; the weights that
the project carries leave out factoryTV and misc, whose footage is not ours to train on.
"""

import argparse
import copy
import json
import math
import random
import time
from pathlib import Path

import numpy as np
import torch

import losses
from evaluate import evaluate, find
from network import STRIDES, Nano, begin_with
from pictures import Variations, collate, drawn, empty, real

CROP = 416
BATCH = 16
WARM_UP = 200
TRAINING_SEEDS, JUDGING_SEEDS = range(100, 900), range(900, 1000)
WEIGHTS = {"scene": 0.30, "office": 0.30, "kitchenA": 0.40, "factoryTV": 0.2, "misc": 0.2, "empty": 0.05}


def seeded(worker: int) -> None:
    random.seed(torch.initial_seed() % 2**31 + worker)
    np.random.seed((torch.initial_seed() + worker) % 2**31)


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--training", type=Path, required=True, help="folder of images, labels.csv, groups.csv")
    options.add_argument("--scene", type=Path, required=True, help="folder that capture-service's draw wrote")
    options.add_argument("--begin", required=True, help="YOLOX-nano as ONNX, or weights of an earlier run (.pt)")
    options.add_argument("--empty", type=Path, help="folder of pictures without people, with COCO's instances.json")
    options.add_argument("--rate", type=float, default=1e-3)
    options.add_argument("--leave-out", action="append", default=[])
    options.add_argument("--steps", type=int, default=1200)
    options.add_argument("--out", type=Path, required=True, help="name of the weights; figures beside it as .json")
    chosen = options.parse_args()

    torch.set_num_threads(1)
    torch.manual_seed(7)
    seeded(0)
    known = real(chosen.training)
    taught = [p for p in known if p.group not in chosen.leave_out] + drawn(chosen.scene, TRAINING_SEEDS)
    taught += empty(chosen.empty) if chosen.empty else []
    held = {group: [p for p in known if p.group == group] for group in chosen.leave_out}
    held["scene"] = drawn(chosen.scene, JUDGING_SEEDS)
    model = Nano()
    if chosen.begin.endswith(".pt"):
        model.load_state_dict(torch.load(chosen.begin, weights_only=True))
    else:
        print("not begun with given weights:", begin_with(model, chosen.begin), flush=True)
        for head in model.class_heads:
            torch.nn.init.constant_(head.bias, -math.log(99))
    model = model.to(memory_format=torch.channels_last)
    average = copy.deepcopy(model).eval()
    matrices = [p for p in model.parameters() if p.ndim > 1]
    vectors = [p for p in model.parameters() if p.ndim <= 1]
    optimiser = torch.optim.AdamW(
        [{"params": matrices, "weight_decay": 5e-4}, {"params": vectors, "weight_decay": 0}], lr=chosen.rate)
    data = torch.utils.data.DataLoader(
        Variations(taught, WEIGHTS, CROP, chosen.steps * BATCH), BATCH, num_workers=1, collate_fn=collate,
        worker_init_fn=seeded)
    began, total = time.time(), 0.0
    for step, (images, heads) in enumerate(data):
        share = step / chosen.steps
        rate = chosen.rate * (step / WARM_UP if step < WARM_UP else 0.02 + 0.98 * 0.5 * (1 + math.cos(math.pi * share)))
        for group in optimiser.param_groups:
            group["lr"] = rate
        cost = losses.loss(model(images.float().contiguous(memory_format=torch.channels_last)), heads, STRIDES)
        optimiser.zero_grad()
        cost.backward()
        torch.nn.utils.clip_grad_norm_(model.parameters(), 10.0)
        optimiser.step()
        decay = min(0.998, (1 + step) / (10 + step))
        with torch.no_grad():
            for slow, fast in zip(average.parameters(), model.parameters()):
                slow.mul_(decay).add_(fast, alpha=1 - decay)
        total += float(cost.detach())
        if step % 50 == 49:
            print(f"step {step + 1} cost {total / 50:.3f} rate {rate:.1e} {time.time() - began:.0f} s", flush=True)
            total = 0.0
        if step % 400 == 399:
            torch.save(average.state_dict(), chosen.out)
    torch.save(average.state_dict(), chosen.out)
    figures = {group: evaluate(lambda image: find(average, image), pictures) for group, pictures in held.items() if pictures}
    figures["trained on"] = sorted({p.group for p in taught})
    figures["seconds"] = round(time.time() - began)
    chosen.out.with_suffix(".json").write_text(json.dumps(figures, indent=1) + "\n")
    print(json.dumps(figures, indent=1), flush=True)


if __name__ == "__main__":
    main()
