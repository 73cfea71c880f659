"""Worlds of several agents, laid out as PettingZoo's are: a package of modules whose names end in a version."""
