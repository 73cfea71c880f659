"""A world with spaces of every kind, which tells in its info what it was given. Imported by the tests through GymnasiumOptions.Modules."""
import gymnasium, numpy as np
from gymnasium import spaces

SEEN = {
    "Box": (spaces.Box(0, 1, (2,)), np.float32([0.25, 0.5])),
    "float64": (spaces.Box(0, 1, (2,), np.float64), np.array([0.25, 0.5])),
    "int64": (spaces.Box(-9, 9, (2,), np.int64), np.array([-9, 9])),
    "scalar": (spaces.Box(0, 1, ()), np.float32(0.5)),
    "list": (spaces.Box(0, 1, (2,)), [0.25, 0.5]),
    "transposed": (spaces.Box(0, 9, (3, 2)), np.arange(6, dtype=np.float32).reshape(2, 3).T),
    "outside": (spaces.Box(0, 1, (2,)), np.float32([7, np.nan])),
    "Discrete": (spaces.Discrete(3, start=1), 3),
    "MultiDiscrete": (spaces.MultiDiscrete([2, 3]), np.array([1, 0])),
    "MultiBinary": (spaces.MultiBinary(3), np.array([1, 0, 1])),
    "Tuple": (spaces.Tuple((spaces.Discrete(2), spaces.Box(0, 1, (1,)))), (1, np.float32([0.5]))),
    "Dict": (spaces.Dict(b=spaces.Discrete(2), a=spaces.Box(0, 1, (1,))), {"b": 0, "a": np.float32([0.5])}),
    "Sequence": (spaces.Sequence(spaces.Discrete(2)), (1,)),
    "Dict of a Sequence": (spaces.Dict(a=spaces.Sequence(spaces.Discrete(2))), {"a": (1,)}),
    "longer": (spaces.Box(0, 1, (2,)), np.zeros(3, np.float32)),
    "column": (spaces.Box(0, 1, (2,)), np.zeros((2, 1), np.float32)),
    "nothing": (spaces.Box(0, 1, (2,)), None),
    "byte": (spaces.Box(0, 255, (2,), np.uint8), np.array([3.0, 4.0])),
    "beyond a byte": (spaces.Box(0, 255, (2,), np.uint8), np.array([3.0, 300.0])),
}
ACTIONS = {
    "Discrete": spaces.Discrete(2),
    "int64": spaces.Box(-5, 5, (2,), np.int64),
    "float64": spaces.Box(-0.1, 0.1, (2,), np.float64),
    "MultiDiscrete": spaces.MultiDiscrete([2, 3], start=[0, 5]),
    "MultiBinary": spaces.MultiBinary(2),
    "Tuple": spaces.Tuple((spaces.Discrete(2), spaces.Discrete(3))),
}
FRAMES = {
    "grey": np.full((4, 6), 9, np.uint8),
    "transparent": np.full((4, 6, 4), 9, np.uint8),
    "wide": np.full((4, 6, 3), 9, np.int64),
    "none": None,
    "text": "a picture",
    "shares": np.full((4, 6, 3), 0.5),
    "several": [np.zeros((4, 6, 3), np.uint8)],
}


class Echo(gymnasium.Env):
    metadata = {"render_modes": ["rgb_array"]}

    def __init__(self, render_mode=None, seen="Box", actions="Discrete", frame="grey", number=1):
        self.observation_space, self.shown = SEEN[seen]
        self.action_space, self.frame, self.number = ACTIONS[actions], FRAMES[frame], number

    def reset(self, seed=None, options=None):
        return self.shown, {}

    def step(self, action):
        assert action in self.action_space, action
        action = {i: number for i, number in enumerate(np.ravel(action))}
        return self.shown, np.array([1.5]), np.bool_(False), False, {
            "action": action, "episode": {"r": np.float32(2.5), "l": 3}, "array": np.arange(3), "one": np.array([4]), "huge": 10**400,
            "nan": np.nan, "float": isinstance(self.number, float)}

    def render(self):
        return self.frame


gymnasium.register("RlLab/Echo-v0", Echo, disable_env_checker=True, order_enforce=False)
