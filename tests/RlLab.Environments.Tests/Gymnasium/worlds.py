"""Worlds that misbehave, or that show what crosses the bridge. Imported by the tests through GymnasiumOptions.Modules."""
import ctypes, os, signal, sys, time
import gymnasium, numpy as np
from gymnasium import spaces


class Teller(gymnasium.Env):
    """Shows its last action and its step; ends by termination on action 1 and by truncation on action 2."""
    metadata = {"render_modes": ["rgb_array"], "render_fps": 12}
    observation_space, action_space = spaces.Box(-9, 9, (2,), np.float64), spaces.Discrete(3, start=5)

    def __init__(self, render_mode=None, gain=1.0):
        self.gain = sum(gain) if isinstance(gain, tuple) else gain

    def reset(self, seed=None, options=None):
        super().reset(seed=seed)
        self.count = 0
        print("a word on standard output")
        return np.array([seed or 0, 0.0]), {"lives": 3, "ignored": "text", "seeds": (1, 2)}

    def step(self, action):
        self.count += 1
        return np.array([action, self.count]), self.gain * self.count, action == 6, action == 7, {"lives": np.int64(3 - self.count), "fresh": 0.5}

    def render(self):
        frame = np.zeros((4, 6, 3), np.uint8)
        frame[1, 2] = 10, 20, 30
        return frame


class Pixels(Teller):
    observation_space = spaces.Box(0, 255, (2, 3, 1), np.uint8)

    def reset(self, seed=None, options=None):
        super().reset(seed=seed)
        return np.arange(6, dtype=np.uint8).reshape(2, 3, 1), {}


class Continuous(Teller):
    action_space = spaces.Box(np.array([-1, -2], np.float32), np.array([1, 2], np.float32))

    def step(self, action):
        return np.asarray(action, np.float64), 0.0, False, False, {}


class Cells(Teller):
    observation_space = spaces.Discrete(4)

    def reset(self, seed=None, options=None):
        return 2, {}


class Tuples(Teller):
    action_space = spaces.MultiDiscrete([2, 3])


class Raiser(Teller):
    def step(self, action):
        raise ValueError("the world fell over")


class Sleeper(Teller):
    def step(self, action):
        time.sleep(600)


class Quitter(Teller):
    def step(self, action):
        os.write(2, b"these were my last words\n")
        os._exit(7)


class Leaver(Teller):
    def step(self, action):
        sys.exit("enough")


class Crasher(Teller):
    def step(self, action):
        ctypes.string_at(0)


class Meddler(Teller):
    """Reads and prints as a program does that a library starts; gets the Ctrl+C that is meant for its parent."""
    def step(self, action):
        os.system("cat; echo a word of another program")
        os.kill(os.getpid(), signal.SIGINT)
        return super().step(action)


class Garbler(Teller):
    def step(self, action):
        error = ValueError("a file named \udcff")
        error.name = 7
        raise error


class Closer(Teller):
    """Leaves a file behind as it closes."""
    def __init__(self, render_mode=None, path=None):
        super().__init__()
        self.path = path

    def close(self):
        open(self.path, "w").close()


class Walker(gymnasium.Env):
    """Walks at random along five cells, whose ends it must not leave: its info says so. It falls over at random, or has had enough after 12 steps."""
    metadata = {"render_modes": ["rgb_array"], "render_fps": 4}
    observation_space, action_space = spaces.Box(np.float32([0, 0]), np.float32([4, 1])), spaces.Discrete(3)

    def __init__(self, render_mode=None, forgets=False):
        self.forgets = forgets

    def show(self):
        mask = {} if self.forgets and self.steps else {"action_mask": np.array([self.cell > 0, True, self.cell < 4], np.int8)}
        return np.array([self.cell, self.np_random.random()], np.float32), {"cell": self.cell, "steps": self.steps, "word": "a text", **mask}

    def reset(self, seed=None, options=None):
        super().reset(seed=seed)
        self.cell, self.steps = int(self.np_random.integers(5)), 0
        return self.show()

    def step(self, action):
        self.cell, self.steps = self.cell + action - 1, self.steps + 1
        assert 0 <= self.cell <= 4, "it left its cells"
        fallen = self.np_random.random() < 0.05
        observation, info = self.show()
        return observation, self.np_random.random(), fallen, not fallen and self.steps == 12, info

    def render(self):
        frame = np.zeros((4, 5, 3), np.uint8)
        frame[:, self.cell] = 255
        return frame


for kind in (Walker, Leaver, Crasher, Meddler, Garbler, Closer, Teller, Pixels, Continuous, Cells, Tuples, Raiser, Sleeper, Quitter):
    gymnasium.register(f"RlLab/{kind.__name__}-v0", kind, disable_env_checker=True, order_enforce=False)


class parallel_env:
    """Two agents in PettingZoo's parallel interface: the first leaves after two steps, the second after three."""
    possible_agents, metadata = ["ann", "bob"], {"render_fps": 5}

    def __init__(self, render_mode=None):
        pass

    def observation_space(self, agent):
        inner = spaces.Box(0, 9, (1,), np.float32)
        return spaces.Dict({"observation": inner, "action_mask": spaces.MultiBinary(2)}) if agent == "bob" else inner

    def action_space(self, agent):
        return spaces.Discrete(2)

    def show(self):
        seen = {"ann": np.array([self.count], np.float32), "bob": {"observation": np.array([self.seed], np.float32), "action_mask": np.array([1, 0], np.int8)}}
        return {agent: seen[agent] for agent in self.agents}

    def reset(self, seed=None, options=None):
        self.agents, self.count, self.seed = list(self.possible_agents), 0, seed or 0
        return self.show(), {agent: {} for agent in self.agents}

    def step(self, actions):
        assert set(actions) == set(self.agents)
        self.count += 1
        acted, observations = list(self.agents), self.show()
        ended = {agent: self.count == {"ann": 2, "bob": 3}[agent] for agent in acted}
        self.agents = [agent for agent in acted if not ended[agent]]
        return observations, {agent: float(actions[agent] + self.count) for agent in acted}, ended, {agent: False for agent in acted}, {agent: {"count": self.count} for agent in acted}

    def close(self):
        pass
