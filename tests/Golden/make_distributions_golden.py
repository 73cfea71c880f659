"""Writes distributions.json: errors of distributions of returns and their gradients, by plain loops over the papers' formulas.

    python3 tests/Golden/make_distributions_golden.py > tests/Golden/distributions.json

Nothing but Python: the projection is algorithm 1 of Bellemare, Dabney and Munos (2017), which goes atom by atom, where RlLab computes their
equation 7; gradients are differences of the errors in double precision.
"""

import json
import math
import random


def softmax(logits):
    highest = max(logits)
    powers = [math.exp(x - highest) for x in logits]
    return [x / sum(powers) for x in powers]


def project(probabilities, reward, weight, lowest, highest):
    atoms = len(probabilities)
    spacing = (highest - lowest) / (atoms - 1)
    projected = [0.0] * atoms
    for j, p in enumerate(probabilities):
        moved = min(highest, max(lowest, reward + weight * (lowest + j * spacing)))
        place = (moved - lowest) / spacing
        # What should lie on an atom lies beside it by rounding.
        place = round(place) if abs(place - round(place)) < 1e-9 else place
        low, high = math.floor(place), math.ceil(place)
        if low == high:
            projected[low] += p
        else:
            projected[low] += p * (high - place)
            projected[high] += p * (place - low)
    return projected


def categorical(logits, following, reward, weight, lowest, highest):
    target = project(softmax(following), reward, weight, lowest, highest)
    return sum(m * (math.log(m) - math.log(p)) for m, p in zip(target, softmax(logits)) if m > 0)


def quantile(values, following, reward, weight):
    count, total = len(values), 0.0
    for i, value in enumerate(values):
        for other in following:
            error = reward + weight * other - value
            huber = 0.5 * error * error if abs(error) <= 1 else abs(error) - 0.5
            total += abs((i + 0.5) / count - (1 if error < 0 else 0)) * huber / count
    return total


def gradient(error, numbers):
    def at(i, step):
        return error([x + (step if j == i else 0) for j, x in enumerate(numbers)])

    return [(at(i, 1e-5) - at(i, -1e-5)) / 2e-5 for i in range(len(numbers))]


def case(error, numbers, following, reward, weight, **more):
    def of(x):
        return error(x, following, reward, weight)

    return dict(
        numbers=numbers, next=following, reward=reward, weight=weight, error=of(numbers), gradient=gradient(of, numbers), **more)


def main():
    draw = random.Random(7)

    def numbers(count):
        return [round(draw.gauss(0, 1.5), 3) for _ in range(count)]

    # Inside the support, beyond either end, terminal between atoms and on one, several steps, and moved by whole atoms.
    moves = [(0.37, 0.99), (30.0, 0.9), (-25.0, 0.9), (1.234, 0.0), (2.0, 0.0), (-1.5, 0.970299), (0.8, 1.0)]
    cases = []
    for reward, weight in moves:
        logits, following = numbers(51), numbers(51)
        cases.append(case(
            lambda x, n, r, w: categorical(x, n, r, w, -10, 10), logits, following, reward, weight, lowest=-10, highest=10,
            projected=project(softmax(following), reward, weight, -10, 10)))
    quantiles = [case(quantile, numbers(count), numbers(count), reward, weight) for count in (1, 2, 11) for reward, weight in moves]
    print(json.dumps(dict(categorical=cases, quantile=quantiles), indent=1))


main()
