"""Usage: weaken-symbol-version.py LIBRARY VERSION

Marks a version that a shared library needs (ELF, 64 bits, little-endian) as weak, so that an older library without it is accepted. For tests only: what the
version stands for must not be used.
"""

import struct
import sys

VERSION_NEEDS = 0x6FFFFFFE  # SHT_GNU_verneed
WEAK = 2  # VER_FLG_WEAK


def sections(elf):
    offset, = struct.unpack_from("<Q", elf, 0x28)
    size, count = struct.unpack_from("<HH", elf, 0x3A)
    for index in range(count):
        _, kind, _, _, start, _, link, _, _, _ = struct.unpack_from("<IIQQQQIIQQ", elf, offset + index * size)
        yield kind, start, link


def text(elf, at):
    return bytes(elf[at:elf.index(0, at)]).decode()


def weaken(elf, version):
    table = list(sections(elf))
    for kind, start, link in table:
        if kind != VERSION_NEEDS:
            continue
        names = table[link][1]
        need = start
        while True:
            _, _, _, first, next_need = struct.unpack_from("<HHIII", elf, need)
            entry = need + first
            while True:
                _, flags, _, name, next_entry = struct.unpack_from("<IHHII", elf, entry)
                if text(elf, names + name) == version:
                    struct.pack_into("<H", elf, entry + 4, flags | WEAK)
                    return True
                if not next_entry:
                    break
                entry += next_entry
            if not next_need:
                break
            need += next_need
    return False


if __name__ == "__main__":
    path, version = sys.argv[1:]
    with open(path, "rb") as file:
        library = bytearray(file.read())
    if not weaken(library, version):
        sys.exit(f"{path} does not ask for {version}.")
    with open(path, "wb") as file:
        file.write(library)
