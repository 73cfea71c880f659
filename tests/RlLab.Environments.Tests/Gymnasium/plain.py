"""Plays a world in plain Python, with the actions of RealWorldsTests, and prints what it shows: one JSON array a step. plain.py KIND WORLD SEED STEPS"""
import importlib, json, sys
import gymnasium, numpy as np
from gymnasium import spaces

kind, name, seed, steps = sys.argv[1], sys.argv[2], int(sys.argv[3]), int(sys.argv[4])
answers, sys.stdout = sys.stdout, sys.stderr


def action(space, i):
    if isinstance(space, spaces.Discrete):
        return i % int(space.n)
    return space.low + (space.high - space.low) * np.float32(i % 5 / 4)


def tell(space, observation, *rest):
    print(json.dumps([np.asarray(spaces.flatten(space, observation), np.float32).tolist(), *map(float, rest)]), file=answers)


if kind == "gymnasium":
    world = gymnasium.make(name)
    space = world.observation_space
    tell(space, world.reset(seed=seed)[0])
    for i in range(steps):
        observation, reward, terminated, truncated, _ = world.step(action(world.action_space, i))
        tell(space, observation, reward, terminated, truncated)
        if terminated or truncated:
            tell(space, world.reset()[0])
else:
    world = importlib.import_module(name).parallel_env()
    observations, _ = world.reset(seed=seed)
    for agent in world.agents:
        tell(world.observation_space(agent), observations[agent])
    for i in range(steps):
        acting = list(world.agents)
        observations, rewards, terminations, truncations, _ = world.step(
            {agent: action(world.action_space(agent), i + place) for place, agent in enumerate(world.possible_agents) if agent in acting})
        for agent in world.possible_agents:
            if agent in acting:
                tell(world.observation_space(agent), observations[agent], rewards[agent], terminations[agent], truncations[agent])
        if not world.agents:
            break
