"""Which grid cell answers for which head (SimOTA; Ge et al., 2021), and what its answers cost."""

import torch
import torch.nn.functional as F

CENTRE_RADIUS = 2.5
CANDIDATES = 10
OUTSIDE = 1e5


def decode(rows, strides):
    """Corner boxes in pixels, object and class logits, and the cells' centres and strides."""
    cells, scales = [], []
    for row, stride in zip(rows, strides):
        height, width = row.shape[-2:]
        y, x = torch.meshgrid(torch.arange(height), torch.arange(width), indexing="ij")
        cells.append(torch.stack((x, y), -1).reshape(-1, 2).float())
        scales.append(torch.full((height * width, 1), float(stride)))
    cells, scales = torch.cat(cells), torch.cat(scales)
    flat = torch.cat([row.flatten(2) for row in rows], 2).permute(0, 2, 1)
    centre = (flat[..., :2] + cells) * scales
    half = flat[..., 2:4].clamp(max=8).exp() * scales / 2
    return torch.cat((centre - half, centre + half), -1), flat[..., 4], flat[..., 5:], (cells + 0.5) * scales, scales


def overlaps(a, b):
    """IoU of each of a with each of b."""
    low, high = torch.max(a[:, None, :2], b[None, :, :2]), torch.min(a[:, None, 2:], b[None, :, 2:])
    common = (high - low).clamp(min=0).prod(2)
    areas = (a[:, 2:] - a[:, :2]).prod(1)[:, None] + (b[:, 2:] - b[:, :2]).prod(1)[None]
    return common / (areas - common + 1e-8)


@torch.no_grad()
def assign(heads, boxes, objects, classes, centres, scales):
    """Cells that answer, the head that each answers for, and how well they overlap."""
    corners, kinds = heads[:, 1:5], heads[:, 0].long()
    inside = ((centres[None] > corners[:, None, :2]) & (centres[None] < corners[:, None, 2:])).all(2)
    middle = (corners[:, :2] + corners[:, 2:]) / 2
    near = ((centres[None] - middle[:, None]).abs() < CENTRE_RADIUS * scales[None]).all(2)
    cells = (inside | near).any(0).nonzero()[:, 0]
    best = (inside & near)[:, cells]
    overlap = overlaps(corners, boxes[cells])
    wanted = F.one_hot(kinds, classes.shape[-1]).float()
    given = (classes[cells].sigmoid() * objects[cells].sigmoid()[:, None]).sqrt()
    shape = (len(heads), len(cells), -1)
    doubt = F.binary_cross_entropy(given[None].expand(*shape), wanted[:, None].expand(*shape), reduction="none").sum(2)
    cost = doubt - 3 * torch.log(overlap + 1e-8) + OUTSIDE * ~best
    counts = torch.topk(overlap, min(CANDIDATES, len(cells)), 1)[0].sum(1).int().clamp(min=1)
    matched = torch.zeros_like(cost, dtype=torch.bool)
    for head, count in enumerate(counts):
        matched[head, torch.topk(cost[head], int(count), largest=False)[1]] = True
    contested = (matched.sum(0) > 1).nonzero()[:, 0]
    if len(contested):
        winners = cost[:, contested].argmin(0)
        matched[:, contested] = False
        matched[winners, contested] = True
    answering = matched.any(0).nonzero()[:, 0]
    whose = matched[:, answering].float().argmax(0)
    return cells[answering], whose, overlap[whose, answering]


def loss(rows, batch, strides):
    """Mean cost per answering cell."""
    boxes, objects, classes, centres, scales = decode(rows, strides)
    wanted_objects = torch.zeros_like(objects)
    place = kind = answers = 0
    for i, heads in enumerate(batch):
        if not len(heads):
            continue
        cells, whose, overlap = assign(heads, boxes[i], objects[i], classes[i], centres, scales)
        answers += len(cells)
        wanted_objects[i, cells] = 1.0
        mine, theirs = boxes[i, cells], heads[whose, 1:5]
        low, high = torch.max(mine[:, :2], theirs[:, :2]), torch.min(mine[:, 2:], theirs[:, 2:])
        common = (high - low).clamp(min=0).prod(1)
        areas = (mine[:, 2:] - mine[:, :2]).prod(1) + (theirs[:, 2:] - theirs[:, :2]).prod(1)
        place = place + (1 - (common / (areas - common + 1e-8)) ** 2).sum()
        wanted = F.one_hot(heads[whose, 0].long(), classes.shape[-1]).float() * overlap[:, None]
        kind = kind + F.binary_cross_entropy_with_logits(classes[i, cells], wanted, reduction="sum")
    presence = F.binary_cross_entropy_with_logits(objects, wanted_objects, reduction="sum")
    return (5 * place + presence + kind) / max(answers, 1)
