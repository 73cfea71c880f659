"""Holds Gymnasium or PettingZoo worlds for RlLab. Started by RlLab itself; it talks over its standard input and output.

A message is a 4-byte little-endian length, a byte, and the payload. Requests have an operation in that byte:
  M make (JSON)   R reset (flag, int64 seed)   S step (actions)   F render (int32 index)
Answers have 0 for a result or 1 for an exception (JSON: type, message, traceback). Numbers are little-endian.
"""
import json, os, struct, sys, threading, time, traceback

requests, answers = os.dup(0), os.dup(1)
os.dup2(2, 1)  # whatever a library prints must not land between the answers
sys.stdin = open(os.devnull)
try:
    import fcntl
    fcntl.fcntl(answers, 1031, 1 << 20)  # F_SETPIPE_SZ: a frame crosses in one write
except (ImportError, OSError):
    pass


def die_with_parent():
    """Ends this process when its parent, named by its number, is gone: also while a world hangs in a step."""
    parent = int(sys.argv[1])
    if os.name == "nt":
        import ctypes
        handle = ctypes.windll.kernel32.OpenProcess(0x00100000, False, parent)
        ctypes.windll.kernel32.WaitForSingleObject(handle, 0xFFFFFFFF)
    else:
        while os.getppid() == parent:
            time.sleep(0.5)
    os._exit(1)


threading.Thread(target=die_with_parent, daemon=True).start()


def send(status, *parts):
    parts = [struct.pack("<IB", sum(len(p) for p in parts), status), *parts]
    data = b"".join(parts)
    view = memoryview(data)
    while view:
        view = view[os.write(answers, view):]


buffered = bytearray()


def receive(count):
    while len(buffered) < count:
        data = os.read(requests, 1 << 16)
        if not data:
            os._exit(0)
        buffered.extend(data)
    taken = bytes(buffered[:count])
    del buffered[:count]
    return taken


def describe(space):
    """A space as JSON; bounds that are all alike as one number."""
    import numpy as np
    name = type(space).__name__
    if name == "Discrete":
        return {"type": name, "count": int(space.n)}
    if name == "Box":
        bounds = {}
        for side in ("low", "high"):
            values = np.asarray(getattr(space, side), dtype=np.float64).reshape(-1)
            values = values[:1] if values.size and (values == values[0]).all() else values
            bounds[side] = [repr(float(v)) for v in values]
        return {"type": name, "shape": list(space.shape), "element": "byte" if space.dtype == np.uint8 else "float", **bounds}
    return {"type": name}


def arguments(options):
    """What a world is made with. An array becomes a tuple: Atari's games take a range of frame skips as nothing else."""
    mode = {"render_mode": "rgb_array"} if options["render"] else {}
    return {**mode, **{name: tuple(value) if isinstance(value, list) else value for name, value in options["arguments"].items()}}


def element_type(space):
    import numpy as np
    return np.uint8 if type(space).__name__ == "Box" and space.dtype == np.uint8 else np.float32


def decode(space, data, offset):
    """One action from a request, and where the next one begins."""
    import numpy as np
    if type(space).__name__ == "Discrete":
        return int(struct.unpack_from("<i", data, offset)[0]) + int(space.start), offset + 4
    count = int(np.prod(space.shape))
    action = np.frombuffer(data, np.float32, count, offset).reshape(space.shape).astype(space.dtype)
    return action, offset + 4 * count


class Infos:
    """The numbers of the infos, in columns; their names cross only when they change."""

    def __init__(self):
        self.names = []

    def encode(self, infos):
        changed = False
        for info in infos:
            for name, value in info.items():
                if name not in self.names and self.number(value) is not None:
                    self.names.append(name)
                    changed = True
        head = json.dumps(self.names).encode() if changed else b""
        rows = [float("nan") if (v := self.number(info.get(n))) is None else v for info in infos for n in self.names]
        return struct.pack("<I", len(head)) + head + struct.pack(f"<{len(rows)}d", *rows)

    @staticmethod
    def number(value):
        if isinstance(value, (bool, int, float)):
            return float(value)
        if hasattr(value, "dtype") and getattr(value, "size", 0) == 1 and value.dtype.kind in "biuf":
            return float(value.item() if hasattr(value, "item") else value)
        return None


class GymnasiumWorlds:
    """One or more instances of a Gymnasium world, stepped together."""

    def __init__(self, options):
        import gymnasium
        for module in options["modules"]:
            __import__(module)
        self.autoreset = options["autoreset"]
        self.worlds = [gymnasium.make(options["id"], **arguments(options)) for _ in range(options["count"])]
        if type(self.worlds[0].observation_space).__name__ != "Box":
            self.worlds = [gymnasium.wrappers.FlattenObservation(world) for world in self.worlds]
        self.space, self.actions = self.worlds[0].observation_space, self.worlds[0].action_space
        self.element = element_type(self.space)
        self.infos = Infos()

    def describe(self):
        fps = self.worlds[0].metadata.get("render_fps") or 30
        return {"observations": describe(self.space), "actions": describe(self.actions), "frames_per_second": float(fps)}

    def bytes_of(self, observation):
        import numpy as np
        return np.ascontiguousarray(observation, self.element).tobytes()

    def reset(self, seed):
        parts, infos = [], []
        for i, world in enumerate(self.worlds):
            observation, info = world.reset(seed=None if seed is None else (seed + i) % 2**32)
            parts.append(self.bytes_of(observation))
            infos.append(info)
        return [*parts, self.infos.encode(infos)]

    def step(self, data):
        offset, results, observations, finals, infos = 0, [], [], [], []
        for world in self.worlds:
            action, offset = decode(self.actions, data, offset)
            observation, reward, terminated, truncated, info = world.step(action)
            infos.append(info)
            results.append(struct.pack("<d??", float(reward), bool(terminated), bool(truncated)))
            if self.autoreset and (terminated or truncated):
                finals.append(self.bytes_of(observation))
                observation, _ = world.reset()
            observations.append(self.bytes_of(observation))
        return [*results, *observations, *finals, self.infos.encode(infos)]

    def render(self, index):
        return self.worlds[index].render()


class PettingZooWorld:
    """A PettingZoo world with the parallel interface."""

    def __init__(self, options):
        import importlib
        module = importlib.import_module(options["id"])
        self.world = module.parallel_env(**arguments(options))
        self.agents = list(self.world.possible_agents)
        self.observation_spaces = [self.inner(self.world.observation_space(agent)) for agent in self.agents]
        self.action_spaces = [self.world.action_space(agent) for agent in self.agents]
        self.infos = Infos()

    @staticmethod
    def inner(space):
        """The space of what is seen: worlds with masks put it into a dictionary beside the mask."""
        return space.spaces["observation"] if type(space).__name__ == "Dict" and "observation" in space.spaces else space

    def describe(self):
        fps = getattr(self.world, "metadata", {}).get("render_fps") or 30
        return {
            "agents": [str(agent) for agent in self.agents], "frames_per_second": float(fps),
            "observations": [describe(space) for space in self.observation_spaces], "actions": [describe(space) for space in self.action_spaces]}

    def encode(self, observations, rewards, terminations, truncations, infos):
        import numpy as np
        parts = []
        for agent, space, actions in zip(self.agents, self.observation_spaces, self.action_spaces):
            there = agent in observations
            parts.append(struct.pack(
                "<d???", float(rewards.get(agent, 0)), bool(terminations.get(agent, False)), bool(truncations.get(agent, False)), agent in self.world.agents))
            observation = observations[agent] if there else np.zeros(space.shape)
            mask = infos.get(agent, {}).get("action_mask")
            if isinstance(observation, dict):
                mask = observation.get("action_mask", mask)
                observation = observation["observation"]
            parts.append(np.ascontiguousarray(observation, element_type(space)).tobytes())
            if type(actions).__name__ == "Discrete":
                parts.append((np.ones(actions.n, bool) if mask is None else np.asarray(mask, bool)).tobytes())
        return [*parts, self.infos.encode([infos.get(agent, {}) for agent in self.agents])]

    def reset(self, seed):
        observations, infos = self.world.reset(seed=None if seed is None else seed % 2**32)
        return self.encode(observations, {}, {}, {}, infos)

    def step(self, data):
        offset, actions = 0, {}
        for agent, space in zip(self.agents, self.action_spaces):
            action, offset = decode(space, data, offset)
            if agent in self.world.agents:
                actions[agent] = action
        return self.encode(*self.world.step(actions))

    def render(self, index):
        return self.world.render()


def answer(held, operation, data):
    if operation == b"S":
        return held, held.step(data)
    if operation == b"R":
        seeded, seed = struct.unpack("<?q", data)
        return held, held.reset(seed if seeded else None)
    if operation == b"F":
        import numpy as np
        frame = held.render(struct.unpack("<i", data)[0])
        if frame is None:
            raise ValueError("the world rendered nothing; it has no render_mode rgb_array")
        frame = np.ascontiguousarray(frame, np.uint8)
        return held, [struct.pack("<ii", frame.shape[1], frame.shape[0]), frame[..., :3].tobytes()]
    options = json.loads(data)
    sys.path[:0] = options["folders"]
    held = PettingZooWorld(options) if options["kind"] == "pettingzoo" else GymnasiumWorlds(options)
    return held, [json.dumps(held.describe()).encode()]


def main():
    held = None
    while True:
        length, operation = struct.unpack("<Ic", receive(5))
        data = receive(length)
        try:
            held, parts = answer(held, operation, data)
            send(0, *parts)
        except BaseException as e:
            message = {"type": type(e).__name__, "message": str(e), "traceback": traceback.format_exc(), "module": getattr(e, "name", None) or ""}
            send(1, json.dumps(message).encode())


main()
