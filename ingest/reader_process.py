"""Run the reading process (`ingest.reader`) and pass on what it answers."""

import json
import os
import select
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import asdict
from enum import Enum
from pathlib import Path

from ingest import reader
from ingest.reader.blocks import Limits

PROGRAM = Path(reader.__file__).with_name("__main__.py")
_PIECE = 1 << 20
_HEAD = 9
_MOST_IN_A_HEAD = 50_000_000
# Arrow's own allocators reserve address space that counts against the limit.
SURROUNDINGS = {
    "ARROW_DEFAULT_MEMORY_POOL": "system",
    "MALLOC_ARENA_MAX": "1",
    "LC_ALL": "C.UTF-8",
}


class Block(Enum):
    """What a block holds."""

    SHEET = b"S"
    ROWS = b"R"
    END = b"E"


class NoAnswerError(Exception):
    """The process ended without an answer; `what` is the finding: `memory` or `time`."""

    def __init__(self, what: str):
        self.what = what
        super().__init__(what)


def blocks_of(path: Path, limits: Limits) -> Iterator[tuple[Block, bytes]]:
    """Start the process on a file and yield its blocks.

    Raises
    ------
    NoAnswerError
        If it takes too long, is stopped for its use of memory, or writes more than it may.
    ValueError
        If it writes what is no block.
    """
    command = [sys.executable, "-I", str(PROGRAM), str(path.resolve()), json.dumps(asdict(limits))]
    with subprocess.Popen(
        command,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        cwd="/",
        env=SURROUNDINGS,
    ) as process:
        assert process.stdout is not None
        try:
            yield from passed_on(process.stdout.fileno(), limits)
        finally:
            process.kill()
    if process.returncode == -24:
        raise NoAnswerError("time")


def passed_on(pipe: int, limits: Limits) -> Iterator[tuple[Block, bytes]]:
    """What a process writes to a pipe, block by block; raises as `blocks_of` does."""
    end = time.monotonic() + limits.seconds
    left = limits.result + _MOST_IN_A_HEAD
    while head := _read(pipe, _HEAD, end):
        letter, length = head[:1], int.from_bytes(head[1:])
        left -= length
        if left < 0 or (letter != Block.ROWS.value and length > _MOST_IN_A_HEAD):
            raise NoAnswerError("memory")
        content = _read(pipe, length, end)
        if len(content) < length:
            raise NoAnswerError("memory")
        yield Block(letter), content


def _read(pipe: int, length: int, end: float) -> bytes:
    """So many bytes; fewer when the process ends in the middle, none when it has ended."""
    pieces = []
    ready = select.poll()  # unlike select it takes a file number above 1023
    ready.register(pipe)
    while length:
        if not ready.poll(1000 * max(end - time.monotonic(), 0)):
            raise NoAnswerError("time")
        piece = os.read(pipe, min(length, _PIECE))
        if not piece:
            break
        pieces.append(piece)
        length -= len(piece)
    return b"".join(pieces)
