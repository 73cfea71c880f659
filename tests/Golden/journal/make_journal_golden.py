#!/usr/bin/env python3
"""Writes journals as src/RlLab.Journal/README.md describes them, without RlLab. Usage: make_journal_golden.py [FOLDER]

v1.journal       records of 0, 1, 5 and 300 bytes, and one that is itself the beginning of a journal
v1-damaged.journal  the same with one bit of the third payload and one of the fourth frame turned over, and a torn tail
run-v1.journal   the events of a run, as src/RlLab.Tracking/Recording/README.md describes them

These files are frozen: a newer format gets files of its own beside them, and these stay readable for ever.
"""
import json, pathlib, struct, sys


def crc32c(data: bytes) -> int:
    crc = 0xFFFFFFFF
    for byte in data:
        crc ^= byte
        for _ in range(8):
            crc = (crc >> 1) ^ (0x82F63B78 if crc & 1 else 0)
    return crc ^ 0xFFFFFFFF


def header() -> bytes:
    start = b"\x89RLJ\r\n\x1a\n" + struct.pack("<I", 1)
    return start + struct.pack("<I", crc32c(start))


def journal(payloads) -> bytes:
    file = header()
    for payload in payloads:
        frame = struct.pack("<II", len(payload), crc32c(payload))
        file += frame + struct.pack("<I", crc32c(frame + struct.pack("<Q", len(file)))) + payload
    return file


PAYLOADS = [b"", b"\x00", b"hello", bytes(range(256)) + b"x" * 44, journal([b"inner"])]

RUN = [
    {"type": "run", "format": 1, "id": "0123456789abcdef0123456789abcdef", "experiment": "cartpole-reinforce", "name": "trial 1, seed 7",
     "time": 1700000000000, "parent": "fedcba9876543210fedcba9876543210", "seed": 7, "tags": {"mlflow.user": "ada", "rllab.backend": "managed"}},
    {"type": "parameter", "name": "learning_rate", "value": "0.001"},
    {"type": "metrics", "step": 100, "time": 1700000001000, "values": {"train/return": 21.5, "train/loss": "NaN"}},
    {"type": "metrics", "step": 200, "time": 1700000002000, "values": {"train/return": 0.1, "train/loss": "-Infinity", "train/entropy": "Infinity"}},
    {"type": "a kind of a later version", "whatever": [1, {"a": None}]},
    {"type": "tag", "name": "colour", "value": "blue"},
    {"type": "tag", "name": "colour", "value": "red"},
    {"type": "artifact", "path": "notes/summary.md", "size": 6, "sha256": "5891b5b522d5df086d0ff0b110fbd9d21bb4fc7163af34d08286a2e846f6be03", "time": 1700000003000},
    {"type": "end", "status": "FINISHED", "time": 1700000004000},
]

if __name__ == "__main__":
    folder = pathlib.Path(sys.argv[1] if len(sys.argv) > 1 else pathlib.Path(__file__).parent)
    sound = journal(PAYLOADS)
    (folder / "v1.journal").write_bytes(sound)
    damaged = bytearray(sound)
    damaged[16 + 12 + (12 + 1) + 12 + 2] ^= 0x10        # within "hello"
    damaged[16 + 12 + (12 + 1) + (12 + 5) + 1] ^= 0x01  # within the frame behind it
    (folder / "v1-damaged.journal").write_bytes(bytes(damaged) + sound[16:16 + 7])
    (folder / "run-v1.journal").write_bytes(journal(json.dumps(e, separators=(",", ":")).encode() for e in RUN))
