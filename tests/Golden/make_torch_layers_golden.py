#!/usr/bin/env python3
"""Writes golden cases for layers, distributions, schedules and options that make_torch_golden.py leaves out.

Usage: python3 make_torch_layers_golden.py OUT_DIR      (needs torch >= 2.6)

OUT_DIR/torch-layers.json has the form that make_torch_golden.py describes. A case with a seed calls torch.manual_seed(seed)
right before the module is made or the draw is taken; a gradient is that of sum(cotangent * outputs[0]).
"""
import json, math, sys
import torch
import torch.nn as nn
import torch.nn.functional as F

torch.set_num_threads(1)
OUT = sys.argv[1] if len(sys.argv) > 1 else "."
rng = torch.Generator().manual_seed(20261121)
cases = []


def num(v):
    if isinstance(v, bool):
        return v
    if isinstance(v, float):
        return "nan" if math.isnan(v) else ("inf" if v > 0 else "-inf") if math.isinf(v) else float(f"{v:.9g}")
    return v


def tensor(t, name=None):
    d = {"shape": list(t.shape), "dtype": str(t.dtype).removeprefix("torch."), "data": [num(x) for x in t.detach().reshape(-1).tolist()]}
    return {"name": name, **d} if name else d


def n(*shape, scale=1.0):
    return torch.randn(shape, generator=rng) * scale


def case(name, fn, args=None, grad=True, **inputs):
    ins = {k: (v.clone().requires_grad_(True) if grad and v.dtype == torch.float32 else v) for k, v in inputs.items()}
    out = fn(**ins)
    outs = list(out) if isinstance(out, (tuple, list)) else [out]
    c = {"name": name, "args": args or {}, "inputs": [tensor(v, k) for k, v in inputs.items()], "outputs": [tensor(o) for o in outs]}
    if grad and outs[0].requires_grad:
        w = torch.randn(outs[0].shape, generator=rng)
        (w * outs[0]).sum().backward()
        c["cotangent"] = tensor(w)
        c["grads"] = {k: tensor(v.grad if v.grad is not None else torch.zeros_like(v)) for k, v in ins.items() if v.dtype == torch.float32}
    cases.append(c)


def seeded(make, call, seed=5):
    def run(**ins):
        torch.manual_seed(seed)
        return call(make(), **ins)
    return run


def flat(result):
    return [t for part in result for t in (flat(part) if isinstance(part, tuple) else [part])]


# --- recurrent layers ------------------------------------------------------------------------------
S = {"seed": 5}
case("LSTM(3, 4)", seeded(lambda: nn.LSTM(3, 4), lambda m, x: flat(m(x))), S, x=n(5, 2, 3))
case("LSTM(3, 4, 2, batch_first, bidirectional)", seeded(lambda: nn.LSTM(3, 4, 2, batch_first=True, bidirectional=True), lambda m, x, h, c: flat(m(x, (h, c)))),
     S, x=n(2, 5, 3), h=n(4, 2, 4), c=n(4, 2, 4))
case("GRU(3, 4, 2, bidirectional, bias=False)", seeded(lambda: nn.GRU(3, 4, 2, bidirectional=True, bias=False), lambda m, x: flat(m(x))), S, x=n(5, 2, 3))
case("GRUCell(3, 4)", seeded(lambda: nn.GRUCell(3, 4), lambda m, x, h: m(x, h)), S, x=n(2, 3), h=n(2, 4))
case("LSTMCell(3, 4)", seeded(lambda: nn.LSTMCell(3, 4), lambda m, x, h, c: flat(m(x, (h, c)))), S, x=n(2, 3), h=n(2, 4), c=n(2, 4))

# --- other layers ----------------------------------------------------------------------------------
case("Conv2d(2, 3, 4, padding=same)", seeded(lambda: nn.Conv2d(2, 3, 4, padding="same"), lambda m, x: m(x)), S, x=n(1, 2, 5, 6))
case("Conv2d(2, 4, 3, padding=1, reflect, groups=2)", seeded(lambda: nn.Conv2d(2, 4, 3, padding=1, padding_mode="reflect", groups=2), lambda m, x: m(x)), S, x=n(1, 2, 5, 6))
case("Conv1d(2, 3, 3, dilation=2)", seeded(lambda: nn.Conv1d(2, 3, 3, dilation=2), lambda m, x: m(x)), S, x=n(2, 2, 8))
case("MaxPool2d(3, 2, ceil_mode)", lambda x: F.max_pool2d(x, 3, 2, ceil_mode=True), x=n(1, 2, 6, 6))
case("AvgPool2d(3, 2, 1, count_include_pad=False)", lambda x: F.avg_pool2d(x, 3, 2, 1, count_include_pad=False), x=n(1, 2, 6, 6))
case("LayerNorm([3, 4])", lambda x: nn.LayerNorm([3, 4])(x), x=n(2, 3, 4))
case("PReLU(3)", lambda x: nn.PReLU(3)(x), x=n(2, 3, 2))
for mode in ["reflect", "replicate", "circular"]:
    case("pad " + mode, lambda x: F.pad(x, (2, 1, 1, 0), mode=mode), x=n(1, 2, 3, 4))

case("BatchNorm1d(3, eps=1e-3) eval after 2", lambda x: (lambda m: (m(x), m(x + 1), m.eval(), m(x))[3])(nn.BatchNorm1d(3, eps=1e-3)), grad=False, x=n(6, 3))
case("dropout", lambda: (torch.manual_seed(5), F.dropout(torch.ones(40), 0.3))[1], {**S, "p": 0.3}, grad=False)

# --- first weights ---------------------------------------------------------------------------------
for name, make in [("LSTM(2, 3)", lambda: nn.LSTM(2, 3)), ("GRUCell(2, 3)", lambda: nn.GRUCell(2, 3)), ("Conv1d(2, 3, 4)", lambda: nn.Conv1d(2, 3, 4)), ("LayerNorm(3)", lambda: nn.LayerNorm(3))]:
    torch.manual_seed(5)
    cases.append({"name": "init " + name, "args": S, "inputs": [], "outputs": [tensor(v, k) for k, v in make().state_dict().items()]})
for name, make in [
    ("orthogonal_(3, 5) gain 2", lambda: nn.init.orthogonal_(torch.empty(3, 5), 2)), ("xavier_normal_(4, 3)", lambda: nn.init.xavier_normal_(torch.empty(4, 3))),
    ("kaiming_uniform_(4, 3, 2) fan_out relu", lambda: nn.init.kaiming_uniform_(torch.empty(4, 3, 2), mode="fan_out", nonlinearity="relu")),
]:
    torch.manual_seed(5)
    cases.append({"name": "init " + name, "args": S, "inputs": [], "outputs": [tensor(make())]})

# --- distributions ---------------------------------------------------------------------------------
D = torch.distributions
case("Categorical logits", lambda logits, value: (D.Categorical(logits=logits).log_prob(value), D.Categorical(logits=logits).entropy()), logits=n(3, 4), value=torch.tensor([0, 3, 1]))
case("Categorical probs", lambda probs, value: (D.Categorical(probs=probs).log_prob(value), D.Categorical(probs=probs).entropy()), probs=n(3, 4).exp(), value=torch.tensor([2, 0, 1]))
case("Categorical entropy", lambda logits: D.Categorical(logits=logits).entropy(), logits=n(3, 4))
case("Bernoulli logits", lambda logits, value: (D.Bernoulli(logits=logits).log_prob(value), D.Bernoulli(logits=logits).entropy()), logits=n(4), value=torch.tensor([0.0, 1, 1, 0]))
case("Bernoulli probs", lambda probs: (D.Bernoulli(probs=probs).log_prob(torch.tensor([0.0, 1, 1, 0])), D.Bernoulli(probs=probs).entropy()), probs=torch.rand(4, generator=rng))
case("Normal", lambda loc, scale, value: (D.Normal(loc, scale).log_prob(value), D.Normal(loc, scale).entropy(), D.Normal(loc, scale).cdf(value)), loc=n(4), scale=n(4).exp(), value=n(4))
for name, make in [
    ("draw Categorical", lambda: D.Categorical(torch.tensor([[0.1, 0.2, 0.7], [0.5, 0.5, 0.0]])).sample((6,))), ("draw Bernoulli", lambda: D.Bernoulli(torch.tensor([0.2, 0.9])).sample((10,))),
    ("draw Normal", lambda: D.Normal(torch.tensor([1.0, -1.0]), torch.tensor([0.5, 2.0])).sample((10,))),
]:
    torch.manual_seed(5)
    cases.append({"name": name, "args": S, "inputs": [], "outputs": [tensor(make())]})

# --- schedules: the rate of each of 12 epochs --------------------------------------------------------
L = torch.optim.lr_scheduler
for name, make in [
    ("StepLR", lambda o: L.StepLR(o, 3, 0.5)), ("MultiStepLR", lambda o: L.MultiStepLR(o, [2, 5, 5], 0.1)), ("ExponentialLR", lambda o: L.ExponentialLR(o, 0.8)),
    ("ConstantLR", lambda o: L.ConstantLR(o, 0.25, 4)), ("LinearLR", lambda o: L.LinearLR(o, 0.5, 0.1, 4)), ("PolynomialLR", lambda o: L.PolynomialLR(o, 5, 2.0)),
    ("CosineAnnealingLR", lambda o: L.CosineAnnealingLR(o, 4, 0.1)), ("LambdaLR", lambda o: L.LambdaLR(o, lambda e: 1 / (1 + e))), ("MultiplicativeLR", lambda o: L.MultiplicativeLR(o, lambda e: 0.9)),
    ("SequentialLR", lambda o: L.SequentialLR(o, [L.LinearLR(o, 0.25, 1.0, 3), L.ExponentialLR(o, 0.5)], [3])), ("ChainedScheduler", lambda o: L.ChainedScheduler([L.ConstantLR(o, 0.1, 2), L.ExponentialLR(o, 0.5)])),
]:
    o = torch.optim.SGD([nn.Parameter(torch.zeros(1))], lr=0.4)
    s, rates = make(o), []
    for _ in range(12):
        rates.append(o.param_groups[0]["lr"])
        o.step()
        s.step()
    cases.append({"name": "schedule " + name, "args": {"lr": 0.4}, "inputs": [], "outputs": [tensor(torch.tensor(rates, dtype=torch.float64))]})
o = torch.optim.SGD([nn.Parameter(torch.zeros(1))], lr=0.4)
s, rates, metric = L.ReduceLROnPlateau(o, factor=0.5, patience=1, cooldown=1, min_lr=0.06), [], [1.0, 0.9, 0.95, 0.9, 0.91, 0.92, 0.93, 0.94, 0.8, 0.8, 0.8, 0.8]
for m in metric:
    s.step(m)
    rates.append(o.param_groups[0]["lr"])
cases.append({"name": "schedule ReduceLROnPlateau", "args": {"lr": 0.4, "metric": metric}, "inputs": [], "outputs": [tensor(torch.tensor(rates, dtype=torch.float64))]})

# one cycle: rate and momentum (Adam: beta1) of each step
for name, opt, key, kwargs in [
    ("OneCycleLR", lambda p: torch.optim.SGD(p, lr=0.1, momentum=0.9), lambda g: g["momentum"], {"total_steps": 10}),
    ("OneCycleLR three_phase linear", lambda p: torch.optim.Adam(p), lambda g: g["betas"][0], {"epochs": 4, "steps_per_epoch": 5, "pct_start": 0.3, "anneal_strategy": "linear", "three_phase": True, "div_factor": 10.0, "final_div_factor": 100.0}),
]:
    o = opt([nn.Parameter(torch.zeros(1))])
    s, rows = L.OneCycleLR(o, 0.4, **kwargs), []
    for _ in range(kwargs.get("total_steps", 20)):
        rows.append([o.param_groups[0]["lr"], key(o.param_groups[0])])
        o.step()
        if len(rows) < kwargs.get("total_steps", 20):
            s.step()
    cases.append({"name": "schedule " + name, "args": kwargs, "inputs": [], "outputs": [tensor(torch.tensor(rows, dtype=torch.float64))]})

# --- optimisers: options that torch-optim.json leaves out --------------------------------------------
for name, make in [
    ("SGD maximize dampening", lambda p: torch.optim.SGD(p, lr=0.01, momentum=0.9, dampening=0.5, weight_decay=0.1, maximize=True)), ("Adam maximize", lambda p: torch.optim.Adam(p, lr=0.01, weight_decay=0.1, maximize=True)),
    ("AdamW amsgrad", lambda p: torch.optim.AdamW(p, lr=0.02, weight_decay=0.1, amsgrad=True)), ("RMSprop options", lambda p: torch.optim.RMSprop(p, lr=0.01, alpha=0.9, eps=1e-4, weight_decay=0.1, momentum=0.5)),
    ("Adagrad options", lambda p: torch.optim.Adagrad(p, lr=0.1, lr_decay=0.05, weight_decay=0.1, initial_accumulator_value=0.5, eps=1e-6)),
]:
    p = nn.Parameter(torch.tensor([1.0, -2.0, 0.5, 3.0]))
    target, scale = torch.tensor([0.5, 0.5, -1.0, 2.0]), torch.tensor([1.0, 10.0, 0.1, 2.0])
    o, path = make([p]), []
    for _ in range(12):
        o.zero_grad()
        (scale * (p - target) ** 2).sum().backward()
        o.step()
        path.append(p.detach().clone())
    cases.append({"name": "optimiser " + name, "args": {"start": [1.0, -2.0, 0.5, 3.0], "target": target.tolist(), "scale": scale.tolist(), "steps": 12}, "inputs": [], "outputs": [tensor(torch.stack(path))]})

with open(f"{OUT}/torch-layers.json", "w") as f:
    head = json.dumps({"torch": torch.__version__.split("+")[0]})[:-1]
    f.write(head + ', "cases": [\n' + ",\n".join(json.dumps(c) for c in cases) + "\n]}\n")
print("layers", len(cases), "cases")
