#!/usr/bin/env python3
"""The benchmark's work in PyTorch, at its best settings. Prints one JSON line: the median seconds of one unit of work.

peer.py ROW THREADS      the rows of Catalogue.cs; needs torch and numpy
"""
import json, os, sys, time
os.environ.setdefault("MALLOC_TRIM_THRESHOLD_", "2000000000")  # returning memory after each step would cost the peer a third of it
os.environ.setdefault("MALLOC_MMAP_THRESHOLD_", "2000000000")
import numpy as np
import torch, torch.nn as nn, torch.nn.functional as F

BATCH, DISCOUNT = 128, 0.99


def policy():
    return nn.Sequential(nn.Linear(4, 32), nn.Sigmoid(), nn.Linear(32, 2), nn.LogSoftmax(dim=1))


def adam(parameters, **options):
    parameters = list(parameters)
    try:
        return torch.optim.Adam(parameters, fused=True, **options)
    except (RuntimeError, TypeError):  # Before 2.4 PyTorch has none for the CPU.
        return torch.optim.Adam(parameters, **options)


def forward():
    net, state = policy(), [0.1, -0.2, 0.03, 0.4]

    def work():
        with torch.inference_mode():
            net(torch.tensor([state])).tolist()
    return work


def reinforce_update(steps=200):
    net = policy()
    opt = adam(net.parameters())
    states, actions, returns = torch.rand(steps, 4), torch.randint(0, 2, (steps, 1)), torch.rand(steps)

    def work():
        logarithms = net(states)
        objective = (returns * logarithms.gather(1, actions).squeeze(1)).mean()
        loss = -objective + 0.1 * (logarithms * logarithms.exp()).mean()
        opt.zero_grad()
        loss.backward()
        opt.step()
    return work


class Threshold(torch.autograd.Function):
    @staticmethod
    def forward(ctx, x):
        return (x >= 0.5).float()

    @staticmethod
    def backward(ctx, gradient):
        return gradient


def ste(samples=1000, batch=32):
    encoder, decoder = nn.Linear(10, 8), nn.Linear(8, 1)
    opt = adam([*encoder.parameters(), *decoder.parameters()])
    x, y, at = torch.rand(samples, 10), torch.rand(samples, 1), [0]

    def work():
        i = at[0]
        bits = Threshold.apply(torch.sigmoid(encoder(x[i:i + batch])))
        opt.zero_grad()
        F.mse_loss(decoder(bits), y[i:i + batch]).backward()
        opt.step()
        at[0] = i + batch if i + batch < samples else 0
    return work


def bandit():
    means, random = [1.0, 0.9, 0.9, 1.0], np.random.default_rng(0)
    net = nn.Sequential(nn.Linear(1, 5), nn.ReLU(), nn.Linear(5, 5), nn.ReLU(), nn.Linear(5, 4), nn.Softmax(dim=1))
    opt, x = adam(net.parameters(), lr=1e-3, eps=1e-7), torch.ones(1, 1)

    def work():
        p = net(x)
        q, left, arm = p[0].tolist(), random.random(), 0
        while arm < 3 and left >= q[arm]:
            left -= q[arm]
            arm += 1
        loss = -(means[arm] + random.standard_normal()) * torch.log(p[0, arm] + 1e-5)
        opt.zero_grad()
        loss.backward()
        opt.step()
    return work


def dqn_update():
    make = lambda: nn.Sequential(nn.Linear(4, 120), nn.ReLU(), nn.Linear(120, 84), nn.ReLU(), nn.Linear(84, 2))
    net, target = make(), make()
    opt = adam(net.parameters(), lr=2.5e-4)
    states, following = torch.rand(BATCH, 4), torch.rand(BATCH, 4)
    actions, rewards, terminated = torch.randint(0, 2, (BATCH, 1)), torch.rand(BATCH), torch.zeros(BATCH)

    def work():
        with torch.no_grad():
            goal = rewards + DISCOUNT * target(following).max(1)[0] * (1 - terminated)
        loss = F.mse_loss(net(states).gather(1, actions).squeeze(1), goal)
        opt.zero_grad()
        loss.backward()
        opt.step()
    return work


def pixels():
    return nn.Sequential(
        nn.Conv2d(5, 32, 4, 2, 2), nn.BatchNorm2d(32), nn.ReLU(), nn.Conv2d(32, 32, 2, 2), nn.BatchNorm2d(32), nn.ReLU(), nn.Flatten(),
        nn.Linear(3520, 512), nn.ReLU(), nn.Linear(512, 128), nn.ReLU(), nn.Linear(128, 5))


def conv_step():
    net, target = pixels(), pixels()
    opt = torch.optim.SGD(net.parameters(), lr=2.5e-4, momentum=0.95, nesterov=True)
    states, following = torch.rand(BATCH, 5, 44, 40), torch.rand(BATCH, 5, 44, 40)
    actions, rewards = torch.randint(0, 5, (BATCH, 1)), torch.rand(BATCH)

    def work():
        with torch.no_grad():
            goal = rewards + DISCOUNT * target(following).max(1)[0]
        loss = F.smooth_l1_loss(net(states).gather(1, actions), goal[:, None])
        opt.zero_grad()
        loss.backward()
        for parameter in net.parameters():
            parameter.grad.clamp_(-1, 1)
        opt.step()
    return work


def conv_act():
    net, state = pixels().eval(), torch.rand(1, 5, 44, 40)

    def work():
        with torch.inference_mode():
            net(state).max(1)[1].item()
    return work


class CartPoles:
    """CartPole-v1, several at once as NumPy arrays, each begun anew within the step that ends it."""

    def __init__(self, count, seed=1):
        self.random = np.random.default_rng(seed)
        self.state, self.age = self.begin(count), np.zeros(count, np.int64)

    def begin(self, count):
        return self.random.uniform(-0.05, 0.05, (count, 4))

    def step(self, actions):
        x, v, a, w = self.state.T
        cos, sin = np.cos(a), np.sin(a)
        push = (np.where(actions == 1, 10.0, -10.0) + 0.05 * w * w * sin) / 1.1
        angular = (9.8 * sin - cos * push) / (0.5 * (4 / 3 - 0.1 * cos * cos / 1.1))
        linear = push - 0.05 * angular * cos / 1.1
        self.state = np.stack([x + 0.02 * v, v + 0.02 * linear, a + 0.02 * w, w + 0.02 * angular], axis=1)
        self.age += 1
        terminated = (np.abs(self.state[:, 0]) > 2.4) | (np.abs(self.state[:, 2]) > 0.20943951)
        truncated = ~terminated & (self.age >= 500)
        ended, last = terminated | truncated, self.state
        if ended.any():
            last = last.copy()
            self.state[ended], self.age[ended] = self.begin(int(ended.sum())), 0
        return terminated, truncated, last


def ppo(rollouts=8, worlds=8, length=128, minibatches=4, epochs=4, lam=0.95, clip=0.2):
    def layer(inputs, outputs, gain=2 ** 0.5):
        linear = nn.Linear(inputs, outputs)
        nn.init.orthogonal_(linear.weight, gain)
        nn.init.zeros_(linear.bias)
        return linear

    def network(outputs, gain):
        return nn.Sequential(layer(4, 64), nn.Tanh(), layer(64, 64), nn.Tanh(), layer(64, outputs, gain))

    rows = length * worlds

    def work():
        policy, value = network(2, 0.01), network(1, 1)
        parameters = [*policy.parameters(), *value.parameters()]
        opt = adam(parameters, lr=2.5e-4, eps=1e-5)
        poles = CartPoles(worlds)
        seen, acted = torch.empty(length, worlds, 4), torch.empty(length, worlds, dtype=torch.int64)
        logs, values = torch.empty(length, worlds), np.empty((length + 1, worlds), np.float32)
        for rollout in range(rollouts):
            opt.param_groups[0]["lr"] = 2.5e-4 * (1 - rollout / rollouts)
            following, over = np.zeros((length, worlds), np.float32), np.zeros((length, worlds), bool)
            cut = []
            with torch.inference_mode():
                for t in range(length):
                    seen[t] = torch.from_numpy(poles.state.astype(np.float32))
                    logarithms = policy(seen[t]).log_softmax(1)
                    acted[t] = actions = torch.multinomial(logarithms.exp(), 1).squeeze(1)
                    logs[t] = logarithms.gather(1, actions[:, None]).squeeze(1)
                    values[t] = value(seen[t]).squeeze(1).numpy()
                    terminated, truncated, last = poles.step(actions.numpy())
                    over[t] = terminated | truncated
                    cut += [(t, i, last[i]) for i in np.flatnonzero(truncated)]
                values[length] = value(torch.from_numpy(poles.state.astype(np.float32))).squeeze(1).numpy()
                following[:] = np.where(over, 0, values[1:])
                for t, i, state in cut:
                    following[t, i] = value(torch.from_numpy(state.astype(np.float32))).item()
            advantages, later = np.empty((length, worlds), np.float32), np.zeros(worlds, np.float32)
            for t in reversed(range(length)):
                later = 1 + DISCOUNT * following[t] - values[t] + DISCOUNT * lam * ~over[t] * later
                advantages[t] = later
            a_all, v_all = torch.from_numpy(advantages).view(-1), torch.from_numpy(values[:length]).reshape(-1)
            s_all, act_all, log_all, g_all = seen.view(-1, 4), acted.view(-1), logs.view(-1), a_all + v_all
            for _ in range(epochs):
                for part in torch.randperm(rows).view(minibatches, -1):
                    logarithms = policy(s_all[part]).log_softmax(1)
                    ratio = (logarithms.gather(1, act_all[part][:, None]).squeeze(1) - log_all[part]).exp()
                    entropy = -(logarithms.exp() * logarithms).sum(1).mean()
                    a = a_all[part]
                    a = (a - a.mean()) / (a.std() + 1e-8)
                    policy_loss = torch.max(-a * ratio, -a * ratio.clamp(1 - clip, 1 + clip)).mean()
                    v, old, goal = value(s_all[part]).squeeze(1), v_all[part], g_all[part]
                    clipped = old + (v - old).clamp(-clip, clip)
                    value_loss = 0.5 * torch.max((v - goal) ** 2, (clipped - goal) ** 2).mean()
                    opt.zero_grad()
                    (policy_loss - 0.01 * entropy + 0.5 * value_loss).backward()
                    nn.utils.clip_grad_norm_(parameters, 0.5)
                    opt.step()
    return work


def batched(policies=64, steps=16):
    w1, b1, w2, b2 = [torch.randn(policies, *s, requires_grad=True) for s in [(4, 32), (1, 32), (32, 2), (1, 2)]]
    opt = adam([w1, b1, w2, b2])
    states, actions = torch.randn(policies, steps, 4), torch.randint(0, 2, (policies, steps, 1))
    returns = torch.rand(policies, steps, 1)

    def work():
        hidden = torch.sigmoid(torch.baddbmm(b1, states, w1))
        logarithms = torch.baddbmm(b2, hidden, w2).log_softmax(2)
        loss = -(logarithms.gather(2, actions) * returns).mean((1, 2)).sum()
        opt.zero_grad()
        loss.backward()
        opt.step()
    return work


def gemm(size=1024):
    a, b = torch.rand(size, size), torch.rand(size, size)
    return lambda: torch.mm(a, b)


def median_seconds(work, warm_up=1.0, measured=2.0, block=0.002, fewest=15):
    start, calls = time.perf_counter(), 0
    while time.perf_counter() - start < warm_up or calls < 5:
        work()
        calls += 1
    per_block = max(1, int(calls * block / (time.perf_counter() - start)))
    times, start = [], time.perf_counter()
    while time.perf_counter() - start < measured or len(times) < fewest:
        t = time.perf_counter()
        for _ in range(per_block):
            work()
        times.append((time.perf_counter() - t) / per_block)
    return float(np.median(times))


ROWS = {"forward": forward, "reinforce-update": reinforce_update, "ste": ste, "bandit": bandit, "dqn-update": dqn_update,
        "conv-step-1": conv_step, "conv-step-2": conv_step, "conv-act": conv_act, "ppo": ppo, "batched": batched, "gemm": gemm}

if __name__ == "__main__":
    row, threads = sys.argv[1], int(sys.argv[2])
    torch.set_num_threads(threads)
    torch.manual_seed(0)
    print(json.dumps({"row": row, "seconds": median_seconds(ROWS[row]()), "threads": torch.get_num_threads(),
                      "torch": torch.__version__}), flush=True)
