"""As PettingZoo's classic games: its agents take turns."""


def env():
    raise AssertionError("nobody shall open it")
