"""The same functions, budgets and figures as SamplerBenchmarks.cs, for Optuna's samplers.

    apt-get install python3-optuna
    /usr/bin/python3 optuna_peer.py quality 0-29 [--problems branin,...] [--samplers tpe,cma-es,gp]
    /usr/bin/python3 optuna_peer.py time tpe 1000
"""
import argparse
import math
import multiprocessing
import time
import warnings

import numpy as np
import optuna

optuna.logging.set_verbosity(optuna.logging.ERROR)
warnings.filterwarnings("ignore")
MARKS = [50, 100, 200]

A = np.array([[10, 3, 17, 3.5, 1.7, 8], [0.05, 10, 17, 0.1, 8, 14], [3, 3.5, 1.7, 10, 17, 8], [17, 8, 0.05, 10, 0.1, 14]])
P = 1e-4 * np.array([[1312, 1696, 5569, 124, 8283, 5886], [2329, 4135, 8307, 3736, 1004, 9991],
                     [2348, 1451, 3522, 2883, 3047, 6650], [4047, 8828, 8732, 5743, 1091, 381]])


def cube(trial, n, low, high):
    return np.array([trial.suggest_float(f"x{i}", low, high) for i in range(n)])


def branin(x, y):
    return (y - 5.1 / (4 * math.pi**2) * x * x + 5 / math.pi * x - 6) ** 2 + 10 * (1 - 1 / (8 * math.pi)) * math.cos(x) + 10


def branin_problem(t):
    return branin(t.suggest_float("x", -5, 10), t.suggest_float("y", 0, 15))


def hartmann6(t):
    x = cube(t, 6, 0, 1)
    return -float(np.array([1, 1.2, 3, 3.2]) @ np.exp(-np.sum(A * (x - P) ** 2, axis=1)))


def ackley10(t):
    x = cube(t, 10, -16, 32)
    return float(-20 * np.exp(-0.2 * np.sqrt(np.mean(x * x))) - np.exp(np.mean(np.cos(2 * np.pi * x))) + 20 + np.e)


def mixed(t):
    x, y = t.suggest_float("x", -5, 10), t.suggest_float("y", 0, 15)
    rate, units = t.suggest_float("rate", 1e-5, 1, log=True), t.suggest_int("units", 1, 64)
    kind = "abcd".index(t.suggest_categorical("kind", ["a", "b", "c", "d"]))
    return (branin(x, y) / 10 + (math.log10(rate) - [-3, -2, -4, -1][kind]) ** 2 + ((units - 24) / 16) ** 2
            + [0.5, 0, 1, 2][kind])


def conditional(t):
    rate, discount = t.suggest_float("rate", 1e-5, 1, log=True), t.suggest_float("discount", 0.9, 1)
    common = (math.log10(rate) + 2.5) ** 2 + ((discount - 0.97) * 40) ** 2
    if t.suggest_categorical("exploration", ["greedy", "boltzmann"]) == "greedy":
        end, steps = t.suggest_float("end", 1e-4, 1, log=True), t.suggest_int("steps", 10, 10_000, log=True)
        return common + (math.log10(end) + 2) ** 2 + (math.log10(steps) - 2.5) ** 2
    return common + 0.3 + 0.5 * math.log10(t.suggest_float("temperature", 1e-3, 10, log=True)) ** 2


def wide(t):
    return float(np.sum((cube(t, 40, -1, 1) - 0.3) ** 2))


PROBLEMS = {"branin": (branin_problem, 0), "hartmann6": (hartmann6, 0), "ackley10": (ackley10, 0), "mixed": (mixed, 0),
            "conditional": (conditional, 0), "noisy": (hartmann6, 0.3)}
SAMPLERS = {
    "random": lambda seed: optuna.samplers.RandomSampler(seed=seed),
    "tpe": lambda seed: optuna.samplers.TPESampler(seed=seed, multivariate=True, group=True),
    "cma-es": lambda seed: optuna.samplers.CmaEsSampler(seed=seed),
    "gp": lambda seed: optuna.samplers.GPSampler(seed=seed, deterministic_objective=False),
}


def minimise(job):
    problem, sampler, seed = job
    loss, noise = PROBLEMS[problem]
    random, truths = np.random.default_rng(seed), []

    def observe(trial):
        truths.append(loss(trial))
        return truths[-1] + noise * random.standard_normal()

    study = optuna.create_study(sampler=SAMPLERS[sampler](seed))
    study.optimize(observe, n_trials=MARKS[-1])
    observed = [t.value for t in study.trials]
    return [truths[int(np.argmin(observed[:mark]))] for mark in MARKS]


def quality(seeds, problems, samplers):
    with multiprocessing.Pool(2) as pool:
        for problem in problems:
            for sampler in samplers:
                began = time.time()
                found = np.array(pool.map(minimise, [(problem, sampler, seed) for seed in seeds], chunksize=1))
                q1, q2, q3 = np.quantile(found, [0.25, 0.5, 0.75], axis=0)
                cells = "  ".join(f"{q2[m]:10.4g} ({q1[m]:.4g} to {q3[m]:.4g})".ljust(34) for m in range(len(MARKS)))
                print(f"{problem:12} {sampler:8} {cells}  {time.time() - began:.1f} s", flush=True)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("what", choices=["quality", "time"])
    parser.add_argument("arguments", nargs="*")
    parser.add_argument("--problems", default=",".join(PROBLEMS))
    parser.add_argument("--samplers", default=",".join(name for name in SAMPLERS if name != "gp" or hasattr(optuna.samplers, "GPSampler")))
    options = parser.parse_args()
    if options.what == "quality":
        print(f"Optuna {optuna.__version__}")
        first, last = map(int, options.arguments[0].split("-"))
        quality(range(first, last + 1), options.problems.split(","), options.samplers.split(","))
    else:
        sampler, trials = options.arguments[0], int(options.arguments[1])
        study = optuna.create_study(sampler=SAMPLERS[sampler](0))
        began = time.time()
        study.optimize(wide, n_trials=trials)
        print(f"Optuna {optuna.__version__} {sampler} {trials} trials of 40 parameters: {time.time() - began:.2f} s, "
              f"of the processor {time.process_time():.2f} s")


if __name__ == "__main__":
    main()
