"""Two runners on a line of five cells, whose ends they must not leave: their observations say so. It is over when they meet, or after 9 steps."""
import numpy as np
from gymnasium import spaces
from gymnasium.utils import seeding


class parallel_env:
    possible_agents, metadata = ["left", "right"], {"render_fps": 5}

    def __init__(self, render_mode=None):
        pass

    def observation_space(self, agent):
        return spaces.Dict({"observation": spaces.Box(0, 4, (2,), np.float32), "action_mask": spaces.MultiBinary(3)})

    def action_space(self, agent):
        return spaces.Discrete(3)

    def show(self):
        masks = [np.array([cell > 0, True, cell < 4], np.int8) for cell in self.cells]
        return {agent: {"observation": np.array(self.cells, np.float32), "action_mask": mask} for agent, mask in zip(self.possible_agents, masks)}

    def reset(self, seed=None, options=None):
        if seed is not None:
            self.random, _ = seeding.np_random(seed)
        self.agents, self.steps = list(self.possible_agents), 0
        self.cells = [int(self.random.integers(2)), int(3 + self.random.integers(2))]
        return self.show(), {agent: {} for agent in self.agents}

    def step(self, actions):
        self.steps += 1
        self.cells = [cell + actions[agent] - 1 for cell, agent in zip(self.cells, self.possible_agents)]
        assert all(0 <= cell <= 4 for cell in self.cells), "someone left the cells"
        met, acted = self.cells[0] == self.cells[1], list(self.agents)
        late = not met and self.steps == 9
        self.agents = [] if met or late else acted
        return self.show(), dict.fromkeys(acted, self.random.random()), dict.fromkeys(acted, met), dict.fromkeys(acted, late), {agent: {} for agent in acted}

    def render(self):
        frame = np.zeros((4, 5, 3), np.uint8)
        frame[0, self.cells[0]] = frame[1, self.cells[1]] = 255
        return frame

    def close(self):
        pass
