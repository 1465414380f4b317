"""YOLOX-nano (Ge et al., 2021) with its batch normalisation folded, so that published ONNX weights can begin it."""

import numpy as np
import onnx
import onnx.numpy_helper
import torch
from torch import nn

STRIDES = (8, 16, 32)


class Conv(nn.Module):
    def __init__(self, inputs, outputs, kernel=1, stride=1, groups=1):
        super().__init__()
        self.conv = nn.Conv2d(inputs, outputs, kernel, stride, (kernel - 1) // 2, groups=groups)
        self.act = nn.SiLU(inplace=True)

    def forward(self, x):
        return self.act(self.conv(x))


def separable(inputs, outputs, stride=1):
    return nn.Sequential(Conv(inputs, inputs, 3, stride, inputs), Conv(inputs, outputs))


class Bottleneck(nn.Module):
    def __init__(self, channels, shortcut):
        super().__init__()
        self.narrow, self.wide, self.shortcut = Conv(channels, channels), separable(channels, channels), shortcut

    def forward(self, x):
        y = self.wide(self.narrow(x))
        return x + y if self.shortcut else y


class CrossStage(nn.Module):
    def __init__(self, inputs, outputs, depth=1, shortcut=True):
        super().__init__()
        half = outputs // 2
        self.main, self.side = Conv(inputs, half), Conv(inputs, half)
        self.blocks = nn.Sequential(*(Bottleneck(half, shortcut) for _ in range(depth)))
        self.join = Conv(2 * half, outputs)

    def forward(self, x):
        main, side = self.main(x), self.side(x)
        return self.join(torch.cat((self.blocks(main), side), 1))


class PyramidPool(nn.Module):
    def __init__(self, channels):
        super().__init__()
        self.narrow = Conv(channels, channels // 2)
        self.pools = nn.ModuleList(nn.MaxPool2d(k, 1, k // 2) for k in (5, 9, 13))
        self.join = Conv(channels * 2, channels)

    def forward(self, x):
        x = self.narrow(x)
        return self.join(torch.cat([x] + [pool(x) for pool in self.pools], 1))


class Nano(nn.Module):
    """BGR 0..255 in, one row per grid cell out: box offsets and logarithms, object score, class scores."""

    def __init__(self, classes=2):
        super().__init__()
        self.stem = Conv(12, 16, 3)
        self.dark2 = nn.Sequential(separable(16, 32, 2), CrossStage(32, 32))
        self.dark3 = nn.Sequential(separable(32, 64, 2), CrossStage(64, 64, 3))
        self.dark4 = nn.Sequential(separable(64, 128, 2), CrossStage(128, 128, 3))
        self.dark5 = nn.Sequential(separable(128, 256, 2), PyramidPool(256), CrossStage(256, 256, 1, False))
        self.up = nn.Upsample(scale_factor=2, mode="nearest")
        self.lateral, self.top4 = Conv(256, 128), CrossStage(256, 128, 1, False)
        self.reduce, self.top3 = Conv(128, 64), CrossStage(128, 64, 1, False)
        self.down3, self.out4 = separable(64, 64, 2), CrossStage(128, 128, 1, False)
        self.down4, self.out5 = separable(128, 128, 2), CrossStage(256, 256, 1, False)
        self.stems = nn.ModuleList(Conv(c, 64) for c in (64, 128, 256))
        self.class_convs = nn.ModuleList(nn.Sequential(separable(64, 64), separable(64, 64)) for _ in STRIDES)
        self.box_convs = nn.ModuleList(nn.Sequential(separable(64, 64), separable(64, 64)) for _ in STRIDES)
        self.class_heads = nn.ModuleList(nn.Conv2d(64, classes, 1) for _ in STRIDES)
        self.box_heads = nn.ModuleList(nn.Conv2d(64, 4, 1) for _ in STRIDES)
        self.object_heads = nn.ModuleList(nn.Conv2d(64, 1, 1) for _ in STRIDES)
        self.export = False

    def forward(self, x):
        # Space to depth, in the order of the published weights.
        x = torch.cat((x[..., ::2, ::2], x[..., 1::2, ::2], x[..., ::2, 1::2], x[..., 1::2, 1::2]), 1)
        c3 = self.dark3(self.dark2(self.stem(x)))
        c4 = self.dark4(c3)
        c5 = self.dark5(c4)
        l5 = self.lateral(c5)
        l4 = self.reduce(self.top4(torch.cat((self.up(l5), c4), 1)))
        p3 = self.top3(torch.cat((self.up(l4), c3), 1))
        p4 = self.out4(torch.cat((self.down3(p3), l4), 1))
        p5 = self.out5(torch.cat((self.down4(p4), l5), 1))
        rows = []
        for i, feature in enumerate((p3, p4, p5)):
            stem = self.stems[i](feature)
            kind, place = self.class_convs[i](stem), self.box_convs[i](stem)
            scores = (self.object_heads[i](place), self.class_heads[i](kind))
            if self.export:
                scores = tuple(score.sigmoid() for score in scores)
            rows.append(torch.cat((self.box_heads[i](place), *scores), 1))
        if self.export:
            return torch.cat([row.flatten(2) for row in rows], 2).permute(0, 2, 1)
        return rows


def begin_with(model: Nano, weights: str) -> list[str]:
    """Copies the convolutions of an ONNX model in the order in which they run; returns what found no match."""
    graph = onnx.load(weights).graph
    values = {tensor.name: onnx.numpy_helper.to_array(tensor) for tensor in graph.initializer}
    given = [tuple(values[name] for name in node.input[1:3]) for node in graph.node if node.op_type == "Conv"]
    order = []
    hooks = [
        module.register_forward_hook(lambda module, *_: order.append(module))
        for module in model.modules()
        if isinstance(module, nn.Conv2d)
    ]
    with torch.no_grad():
        model(torch.zeros(1, 3, 416, 416))
    for hook in hooks:
        hook.remove()
    names = {module: name for name, module in model.named_modules()}
    unmatched = []
    for module in order:
        match = next((pair for pair in given if pair[0].shape == tuple(module.weight.shape)), None)
        if match is None:
            unmatched.append(names[module])
            continue
        given = [pair for pair in given if pair is not match]
        module.weight.data = torch.from_numpy(np.array(match[0]))
        module.bias.data = torch.from_numpy(np.array(match[1]))
    return unmatched
