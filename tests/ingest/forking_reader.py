"""A process that has loaded the reading program and forks it for each file it is sent.

Over a socket, its standard input, come a pipe to write to and, as JSON, the program's arguments.
"""

import importlib.util
import json
import os
import signal
import socket
import sys
from pathlib import Path


def main(program: Path) -> None:
    spec = importlib.util.spec_from_file_location("reading_program", program)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    import pyarrow as pa

    pa.array(["warm"])
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # children leave nothing behind
    with socket.socket(fileno=0) as orders:
        while True:
            order, pipes, _, _ = socket.recv_fds(orders, 1 << 16, 1)
            if not order:
                return
            if os.fork() == 0:
                os.dup2(pipes[0], 1)
                sys.argv = ["", *json.loads(order)]
                module.main()
                os._exit(0)
            os.close(pipes[0])


if __name__ == "__main__":
    main(Path(sys.argv[1]))
