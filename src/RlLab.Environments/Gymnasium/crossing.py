"""What crosses between Python and RlLab, and as what: spaces, actions, observations, infos, frames. Runs in one script with bridge.py."""
import json, math, struct


class Unusable(Exception):
    """A world that breaks what Gymnasium or PettingZoo ask of it, or that cannot cross. The message goes on after the world's name."""


def bounds(space):
    """The bounds of a space whose values are arrays of numbers."""
    from gymnasium import spaces
    if isinstance(space, spaces.MultiBinary):
        return 0, 1
    if isinstance(space, spaces.MultiDiscrete):
        return space.start, space.start + space.nvec - 1
    return space.low, space.high


def describe(space):
    """A space as JSON; bounds that are all alike as one number."""
    import numpy as np
    from gymnasium import spaces
    name = type(space).__name__
    if isinstance(space, spaces.Discrete):
        return {"type": "Discrete", "name": name, "count": int(space.n)}
    if not isinstance(space, (spaces.Box, spaces.MultiDiscrete, spaces.MultiBinary)):
        return {"type": "other", "name": str(space)[:300]}
    description = {"type": "Box", "name": name, "shape": list(space.shape), "element": "byte" if space.dtype == np.uint8 else "float"}
    for side, bound in zip(("low", "high"), bounds(space)):
        values = np.broadcast_to(bound, space.shape).astype(np.float64).reshape(-1)
        values = values[:1] if values.size and (values == values[0]).all() else values
        description[side] = [repr(float(v)) for v in values]
    return description


def decode(space, data, offset):
    """One action from a request, and where the next one begins."""
    import numpy as np
    from gymnasium import spaces
    if isinstance(space, spaces.Discrete):
        return int(struct.unpack_from("<i", data, offset)[0]) + int(space.start), offset + 4
    count = math.prod(space.shape)
    action, offset = np.frombuffer(data, np.float32, count, offset).reshape(space.shape), offset + 4 * count
    if space.dtype != np.float32:
        # 0.1 as float32 lies beyond 0.1 as float64.
        whole = np.issubdtype(space.dtype, np.integer)
        action = np.clip(np.rint(action) if whole else action.astype(np.float64), *bounds(space))
    return action.astype(space.dtype), offset


def mask_bytes(mask, actions, who):
    """Which actions of a Discrete space are allowed, a byte each; all of them if mask is None. If none is, the first one, as in Gymnasium's own sample()."""
    import numpy as np
    mask = np.ones(actions.n, bool) if mask is None else np.array(mask, bool)
    if mask.shape != (actions.n,):
        raise Unusable(f"gave {who}an action_mask of shape {mask.shape} for {actions.n} actions: mend or wrap it in Python")
    mask[0] |= not mask.any()
    return mask.tobytes()


class Observations:
    """What is seen, as an array: flattened where it is none."""

    def __init__(self, space):
        import numpy as np
        from gymnasium import spaces
        self.given = space
        self.space = space if isinstance(space, spaces.Box) else spaces.flatten_space(space)
        self.element = np.uint8 if self.space.dtype == np.uint8 else np.float32
        self.nothing = bytes(math.prod(self.space.shape or ()) * np.dtype(self.element).itemsize)

    def encode(self, observation):
        """The bytes. An array of another shape would be read as what follows it."""
        import numpy as np
        if self.space is not self.given:
            from gymnasium import spaces
            observation = spaces.flatten(self.given, observation)
        array = np.asarray(observation)
        if array.shape != self.space.shape:
            raise Unusable(f"observed an array of shape {array.shape}, and its observation space is {self.given}: mend or wrap it in Python")
        if self.element == np.uint8 and array.dtype != np.uint8 and (array != array.astype(np.uint8)).any():
            raise Unusable(f"observed {array.dtype} from {array.min()} to {array.max()}, and its observation space is {self.given}: mend or wrap it in Python")
        return array.astype(self.element, copy=False).tobytes()


class Infos:
    """The numbers of the infos, in columns; their names cross only when they change. One in a dictionary is named outer.inner."""

    def __init__(self):
        self.names = {}

    def encode(self, infos):
        rows = [dict(self.numbers(info)) for info in infos]
        known = len(self.names)
        for row in rows:
            self.names.update(dict.fromkeys(row))
        head = json.dumps(list(self.names)).encode() if len(self.names) > known else b""
        values = [row.get(name, math.nan) for row in rows for name in self.names]
        return struct.pack("<I", len(head)) + head + struct.pack(f"<{len(values)}d", *values)

    def numbers(self, info, outer=""):
        for name, value in info.items():
            if isinstance(value, dict):
                yield from self.numbers(value, f"{outer}{name}.")
            elif isinstance(value, (bool, int, float)) or getattr(value, "size", 0) == 1 and value.dtype.kind in "biuf":
                try:
                    yield f"{outer}{name}", float(value.item() if hasattr(value, "item") else value)
                except OverflowError:
                    pass


def picture(frame):
    """A rendered frame as bytes: height, width, 3."""
    import numpy as np
    frame = np.asarray(frame)
    if frame.dtype.kind not in "iu" or frame.ndim not in (2, 3) or frame.ndim == 3 and frame.shape[2] not in (1, 3, 4):
        found = "nothing" if frame.dtype == object else f"{frame.dtype} of shape {frame.shape}"
        raise Unusable(f"rendered {found}, and not the whole numbers of shape (height, width, 3) that render_mode rgb_array stands for")
    frame = frame if frame.ndim == 3 else frame[..., None]
    return np.repeat(frame, 3, axis=2).astype(np.uint8) if frame.shape[2] == 1 else frame[..., :3].astype(np.uint8)
