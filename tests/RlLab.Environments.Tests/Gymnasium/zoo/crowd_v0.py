"""As PettingZoo's generated_agents_parallel_v0: nobody knows who will come."""


class parallel_env:
    pass
