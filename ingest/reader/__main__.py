"""The program: `python -I ingest/reader/__main__.py FILE LIMITS`.

It sets its own limits on memory, processor time and writing before it opens the file.
"""

import json
import resource
import sys
from pathlib import Path

# Isolated from its surroundings, Python looks for modules only where packages are installed.
sys.path.append(str(Path(__file__).resolve().parents[2]))


class WithoutPandas:
    """Hides pandas: Arrow would import it to see whether a list is a Series, for half a second."""

    @staticmethod
    def find_spec(name: str, path: object = None, target: object = None) -> None:
        """Refuse pandas and leave the rest to others."""
        if name == "pandas":
            raise ImportError(name)


sys.meta_path.insert(0, WithoutPandas)

import python_calamine as calamine  # noqa: E402

from ingest.reader.blocks import Limits, Output, RefusedError  # noqa: E402
from ingest.reader.recognise import read  # noqa: E402


def main() -> None:
    """Read the file named on the command line."""
    limits = Limits(**json.loads(sys.argv[2]))
    for what, most in (
        (resource.RLIMIT_AS, limits.memory),
        (resource.RLIMIT_CPU, limits.seconds),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_CORE, 0),
    ):
        resource.setrlimit(what, (most, most))
    output = Output(limits)
    try:
        output.end(read(Path(sys.argv[1]), output, limits))
    except RefusedError as refused:
        output.end("", refused.finding)
    except calamine.PasswordError:
        output.end("", {"what": "password"})
    except MemoryError:
        output.end("", {"what": "memory"})
    except BaseException as error:  # a panic in the library for spreadsheets is no Exception
        output.end("", {"what": "broken", "error": type(error).__name__})
    sys.stdout.buffer.flush()


if __name__ == "__main__":
    main()
