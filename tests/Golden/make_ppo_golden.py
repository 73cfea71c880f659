#!/usr/bin/env python3
"""Writes golden cases for PPO, made with PyTorch on the CPU in the words of its paper and of CleanRL.

Usage: python3 make_ppo_golden.py OUT_DIR      (needs torch >= 2.6)

OUT_DIR/ppo.json holds {"torch": version, "advantages": [...], "losses": [...]}.
An advantages case has worlds, discount, lambda, [steps x worlds] of rewards, values, next_values, terminated and truncated, and the advantages.
A losses case has a linear policy (weight, bias) and a linear value of what is observed, a minibatch, the settings, and what comes of it: the three
losses, the entropy, the approximate KL, the clip fraction, the gradient's norm and the gradients after they were limited.
"""
import json, sys
import torch
from torch.distributions import Categorical, Normal

torch.set_num_threads(1)
torch.set_default_dtype(torch.float32)
OUT = sys.argv[1] if len(sys.argv) > 1 else "."
rng = torch.Generator().manual_seed(20261130)


def n(*shape, scale=1.0):
    return torch.randn(shape, generator=rng) * scale


def flat(t):
    return [float(f"{x:.9g}") if isinstance(x, float) else x for x in t.detach().reshape(-1).tolist()]


def advantages(worlds, steps, discount, lam):
    """A_t as the sum that defines it: of (discount lambda)^l d_(t+l), up to the end of the episode."""
    rewards, values, following = n(steps, worlds), n(steps, worlds), n(steps, worlds)
    terminated = torch.rand(steps, worlds, generator=rng) < 0.15
    truncated = ~terminated & (torch.rand(steps, worlds, generator=rng) < 0.15)
    next_values = torch.cat([values[1:], following[-1:]])
    next_values = torch.where(truncated, following, next_values).masked_fill(terminated, 0)
    result = torch.zeros(steps, worlds, dtype=torch.float64)
    for world in range(worlds):
        for t in range(steps):
            weight = 1.0
            for later in range(t, steps):
                d = rewards[later, world].double() + discount * next_values[later, world].double() - values[later, world].double()
                result[t, world] += weight * d
                weight *= discount * lam
                if terminated[later, world] or truncated[later, world]:
                    break
    return {"worlds": worlds, "discount": discount, "lambda": lam, "rewards": flat(rewards), "values": flat(values),
            "next_values": flat(next_values), "ended": flat(terminated | truncated), "advantages": flat(result)}


def distribution(kind, outputs, forbidden):
    if kind == "discrete":
        return [Categorical(logits=outputs if forbidden is None else outputs.masked_fill(forbidden, -1e8))]
    if kind == "multi-discrete":
        return [Categorical(logits=part) for part in outputs.split([3, 2], dim=1)]
    return [Normal(*[part[:, i] for part in (outputs[:, :2], outputs[:, 2:].exp())]) for i in range(2)]


def losses(name, kind, masked=False, value_range=0.2, normalize=True, clip=0.2, entropy_weight=0.01, value_weight=0.5, max_norm=0.5, rows=24):
    outputs = {"discrete": 4, "multi-discrete": 5, "gaussian": 4}[kind]
    w, b, v, c = [p.requires_grad_() for p in (n(outputs, 3), n(outputs, scale=0.3), n(1, 3), n(1))]
    observations = n(rows, 3)
    forbidden = (torch.rand(rows, outputs, generator=rng) < 0.4) if masked else None
    if masked:
        forbidden[torch.arange(rows), torch.randint(0, outputs, (rows,), generator=rng)] = False
    with torch.no_grad():
        # The rollout's policy was a little different.
        old = distribution(kind, observations @ (w + 0.15 * n(outputs, 3)).T + b, forbidden)
        torch.manual_seed(1)
        actions = torch.stack([part.sample() for part in old], dim=1)
        old_logprob = sum(part.log_prob(actions[:, i]) for i, part in enumerate(old))
        old_values = (observations @ v.T + c).squeeze(1) + n(rows, scale=0.3)
    raw = n(rows)
    returns = raw + old_values

    new = distribution(kind, observations @ w.T + b, forbidden)
    logratio = sum(part.log_prob(actions[:, i]) for i, part in enumerate(new)) - old_logprob
    ratio = logratio.exp()
    entropy = sum(part.entropy() for part in new).mean()
    adv = (raw - raw.mean()) / (raw.std() + 1e-8) if normalize else raw
    policy_loss = torch.max(-adv * ratio, -adv * ratio.clamp(1 - clip, 1 + clip)).mean()
    values = (observations @ v.T + c).squeeze(1)
    if value_range is None:
        value_loss = 0.5 * ((values - returns) ** 2).mean()
    else:
        clipped = old_values + (values - old_values).clamp(-value_range, value_range)
        value_loss = 0.5 * torch.max((values - returns) ** 2, (clipped - returns) ** 2).mean()
    loss = policy_loss - entropy_weight * entropy + value_weight * value_loss
    loss.backward()
    norm = torch.nn.utils.clip_grad_norm_([w, b, v, c], max_norm)
    case = {"name": name, "kind": kind, "rows": rows, "clip": clip, "value_range": value_range, "normalize": normalize,
            "entropy_weight": entropy_weight, "value_weight": value_weight, "max_norm": max_norm,
            "weight": flat(w), "bias": flat(b), "value_weight_matrix": flat(v), "value_bias": flat(c), "observations": flat(observations),
            "actions": flat(actions.float()), "old_logprob": flat(old_logprob), "old_values": flat(old_values), "returns": flat(returns),
            "policy_loss": policy_loss.item(), "value_loss": value_loss.item(), "entropy": entropy.item(), "loss": loss.item(),
            "approx_kl": ((ratio - 1) - logratio).mean().item(), "clip_fraction": ((ratio - 1).abs() > clip).float().mean().item(),
            "norm": norm.item(), "gradients": [flat(p.grad) for p in (w, b, v, c)]}
    if masked:
        case["forbidden"] = flat(forbidden)
    return case


golden = {
    "torch": torch.__version__.split("+")[0],
    "advantages": [advantages(1, 9, 0.9, 0.8), advantages(3, 20, 0.99, 0.95), advantages(2, 12, 0.99, 1.0), advantages(2, 12, 0.9, 0.0)],
    "losses": [
        losses("discrete", "discrete"),
        losses("discrete, masked", "discrete", masked=True),
        losses("value not clipped, advantages as they are", "discrete", value_range=None, normalize=False),
        losses("narrow ranges, other weights, no limit", "discrete", clip=0.05, value_range=0.05, entropy_weight=0.2, value_weight=2.0,
               max_norm=1e9),
        losses("multi-discrete", "multi-discrete", max_norm=1e9),
        losses("gaussian", "gaussian", max_norm=1e9),
    ],
}
with open(f"{OUT}/ppo.json", "w") as file:
    # A case a line.
    lines = {part: ",\n".join(json.dumps(case) for case in golden[part]) for part in ("advantages", "losses")}
    file.write('{"torch": "%s",\n"advantages": [\n%s],\n"losses": [\n%s]}\n' % (golden["torch"], lines["advantages"], lines["losses"]))
