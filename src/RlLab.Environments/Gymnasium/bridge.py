"""Holds Gymnasium or PettingZoo worlds for RlLab. Started by RlLab itself, behind crossing.py; it talks over its standard input and output.

A message is a 4-byte little-endian length, a byte, and the payload. Requests have an operation in that byte:
  M make (JSON)   R reset (flag, an int64 seed an instance)   S step (actions)   F render (int32 index)
Answers have 0 for a result or 1 for an exception (JSON: type, message, traceback, module). Numbers are little-endian.
"""
import faulthandler, importlib, json, os, pkgutil, re, signal, struct, sys, threading, time, traceback

requests, answers = os.dup(0), os.dup(1)
os.dup2(os.open(os.devnull, os.O_RDONLY), 0)  # what a library reads or prints, or a program that it starts, must not come
os.dup2(2, 1)                                 # between the requests and the answers
faulthandler.enable()  # a crash in C says in which line of Python
signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl+C is the parent's to answer: it may yet want the world to end its episode
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
            raise EOFError
        buffered.extend(data)
    taken = bytes(buffered[:count])
    del buffered[:count]
    return taken


def arguments(options):
    """What a world is made with. An array becomes a tuple: Atari's games take a range of frame skips as nothing else."""
    mode = {"render_mode": "rgb_array"} if options["render"] else {}
    return {**mode, **{name: tuple(value) if isinstance(value, list) else value for name, value in options["arguments"].items()}}


class GymnasiumWorlds:
    """One or more instances of a Gymnasium world, stepped together."""

    def __init__(self, options):
        import gymnasium
        self.autoreset = options["autoreset"]
        self.worlds = [gymnasium.make(options["id"], **arguments(options)) for _ in range(options["count"])]
        self.observations, self.actions = Observations(self.worlds[0].observation_space), self.worlds[0].action_space
        self.infos, self.masked = Infos(), options["masked"]
        if self.masked and not isinstance(self.actions, gymnasium.spaces.Discrete):
            raise Unusable(f"has actions in {self.actions}, and a mask is of those in a Discrete space: open it without GymnasiumOptions.ActionMask")

    def describe(self):
        fps = self.worlds[0].metadata.get("render_fps") or 30
        return {"observations": describe(self.observations.space), "actions": describe(self.actions), "frames_per_second": float(fps)}

    def encode(self, infos, finals):
        """Masks, then two rows of infos an instance: of the episode that it is in, and of the one that has just ended."""
        if not self.masked:
            return [self.infos.encode(infos + finals)]
        if not all("action_mask" in info for info in infos):
            raise Unusable("gave no action_mask in its info: open it without GymnasiumOptions.ActionMask")
        return [*(mask_bytes(info["action_mask"], self.actions, "") for info in infos), self.infos.encode(infos + finals)]

    def reset(self, seeds):
        parts, infos = [], []
        for world, seed in zip(self.worlds, seeds):
            observation, info = world.reset(seed=seed)
            parts.append(self.observations.encode(observation))
            infos.append(info)
        return [*parts, *self.encode(infos, [{}] * len(infos))]

    def step(self, data):
        offset, results, observations, endings, infos, finals = 0, [], [], [], [], []
        for world in self.worlds:
            action, offset = decode(self.actions, data, offset)
            observation, reward, terminated, truncated, info = world.step(action)
            results.append(struct.pack("<d??", float(reward), bool(terminated), bool(truncated)))
            over = terminated or truncated
            finals.append(info if over and self.autoreset else {})
            if over and self.autoreset:
                endings.append(self.observations.encode(observation))
                observation, info = world.reset()
            elif over:
                info = {"action_mask": None, **info}  # nothing follows that could be masked
            observations.append(self.observations.encode(observation))
            infos.append(info)
        return [*results, *observations, *endings, *self.encode(infos, finals)]

    def render(self, index):
        return self.worlds[index].render()

    def close(self):
        for world in self.worlds:
            world.close()


def world_module(name):
    """A PettingZoo world's module; where its package has no such world, what it has."""
    try:
        return importlib.import_module(name)
    except ModuleNotFoundError as e:
        package, _, missing = (e.name or "").rpartition(".")
        if not package or not f"{name}.".startswith(f"{e.name}."):
            raise
        there = [module.name for module in pkgutil.iter_modules(getattr(sys.modules[package], "__path__", []))]
        there = [module for module in there if re.search(r"_v\d+$", module)] or there
        raise Unusable(f"is not there: {package} has no {missing}, but {', '.join(there) or 'no modules at all'}") from None


class PettingZooWorld:
    """A PettingZoo world with the parallel interface."""

    def __init__(self, options):
        module = world_module(options["id"])
        if not hasattr(module, "parallel_env"):
            raise Unusable(
                "has no parallel_env: only worlds in which all agents act at once can cross. Where they take turns, write a module of your own with "
                "def parallel_env(**arguments): return pettingzoo.utils.turn_based_aec_to_parallel(env(**arguments)), and open that")
        self.world = module.parallel_env(**arguments(options))
        if not hasattr(self.world, "possible_agents"):
            raise Unusable(
                "has no possible_agents: all agents that can ever take part must be known beforehand, each with its spaces. "
                "If they are, set the world's possible_agents in a parallel_env of your own and open that")
        self.agents = list(self.world.possible_agents)
        self.observations = [Observations(self.unmasked(self.world.observation_space(agent))) for agent in self.agents]
        self.actions = [self.world.action_space(agent) for agent in self.agents]
        self.infos = Infos()

    @staticmethod
    def unmasked(space):
        """The space of what is seen: worlds with masks put it into a dictionary beside the mask."""
        from gymnasium import spaces
        if not isinstance(space, spaces.Dict):
            return space
        seen = {name: part for name, part in space.spaces.items() if name != "action_mask"}
        return next(iter(seen.values())) if len(seen) == 1 else spaces.Dict(seen)

    def describe(self):
        fps = getattr(self.world, "metadata", {}).get("render_fps") or 30
        return {
            "agents": [str(agent) for agent in self.agents], "frames_per_second": float(fps),
            "observations": [describe(seen.space) for seen in self.observations], "actions": [describe(space) for space in self.actions]}

    def encode(self, observations, rewards, terminations, truncations, infos):
        from gymnasium import spaces
        parts = []
        for agent, seen, actions in zip(self.agents, self.observations, self.actions):
            parts.append(struct.pack(
                "<d???", float(rewards.get(agent, 0)), bool(terminations.get(agent, False)), bool(truncations.get(agent, False)), agent in self.world.agents))
            mask = infos.get(agent, {}).get("action_mask")
            observation = observations.get(agent)
            if isinstance(observation, dict):
                mask = observation.get("action_mask", mask)
                if not isinstance(seen.given, spaces.Dict):
                    observation = next(part for name, part in observation.items() if name != "action_mask")
            parts.append(seen.nothing if observation is None else seen.encode(observation))
            if isinstance(actions, spaces.Discrete):
                parts.append(mask_bytes(mask, actions, f"{agent} "))
        return [*parts, self.infos.encode([infos.get(agent, {}) for agent in self.agents])]

    def reset(self, seeds):
        observations, infos = self.world.reset(seed=seeds[0])
        return self.encode(observations, {}, {}, {}, infos)

    def step(self, data):
        offset, actions = 0, {}
        for agent, space in zip(self.agents, self.actions):
            action, offset = decode(space, data, offset)
            if agent in self.world.agents:
                actions[agent] = action
        return self.encode(*self.world.step(actions))

    def render(self, index):
        return self.world.render()

    def close(self):
        self.world.close()


def answer(held, operation, data):
    if operation == b"S":
        return held, held.step(data)
    if operation == b"R":
        seeded, *seeds = struct.unpack(f"<?{len(data) // 8}q", data)
        return held, held.reset([seed % 2**32 if seeded else None for seed in seeds])
    if operation == b"F":
        frame = picture(held.render(struct.unpack("<i", data)[0]))
        return held, [struct.pack("<ii", frame.shape[1], frame.shape[0]), frame.tobytes()]
    options = json.loads(data)
    sys.path[:0] = options["folders"]
    for module in options["modules"]:
        importlib.import_module(module)
    held = PettingZooWorld(options) if options["kind"] == "pettingzoo" else GymnasiumWorlds(options)
    return held, [json.dumps(held.describe()).encode()]


def tell(e):
    """An exception as JSON. Gymnasium raises anew what an import raised, without the module's name."""
    module = getattr(e, "name", None) or getattr(e.__cause__, "name", None) or ""
    message = {"type": type(e).__name__, "message": str(e), "traceback": traceback.format_exc(), "module": str(module)}
    return json.dumps(message, ensure_ascii=False).encode("utf-8", "replace")


def main():
    held = None
    while True:
        try:
            length, operation = struct.unpack("<Ic", receive(5))
            data = receive(length)
        except EOFError:
            break
        try:
            held, parts = answer(held, operation, data)
            send(0, *parts)
        except BaseException as e:
            send(1, tell(e))
    try:
        if held:
            held.close()
    finally:
        os._exit(0)


main()
