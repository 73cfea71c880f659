"""Agents that come late, leave and come back; observations as in rock-paper-scissors, masks in the infos, names that are no texts."""
import numpy as np
from gymnasium import spaces

THERE = [{1, 2}, {1, 2, 3}, {1, 3}, {1, 2}, set()]  # who takes part after each step


class parallel_env:
    possible_agents, metadata = [1, 2, 3], {}

    def __init__(self, mask=(0, 1, 1), **_):
        self.mask = np.array(mask, np.int8)

    def observation_space(self, agent):
        return spaces.Discrete(4)

    def action_space(self, agent):
        return spaces.Discrete(3)

    def show(self, agents):
        return {agent: self.count % 4 for agent in agents}, {agent: {"action_mask": self.mask if agent == 1 else np.zeros(3)} for agent in agents}

    def reset(self, seed=None, options=None):
        self.count, self.agents = 0, sorted(THERE[0])
        return self.show(self.agents)

    def step(self, actions):
        if self.count == 0 and actions[1] == 2:
            raise ValueError("agent 1 fell over")
        assert set(actions) == THERE[self.count], actions
        self.count += 1
        told = THERE[self.count - 1] | THERE[self.count]
        self.agents = sorted(THERE[self.count])
        seen, infos = self.show(told)
        gone = {agent: agent not in THERE[self.count] for agent in told}
        return seen, dict.fromkeys(told, 1), gone if self.count < 4 else {}, gone if self.count == 4 else {}, infos

    def close(self):
        pass
