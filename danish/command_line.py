"""Command lines in Danish: help, complaints and exit codes.

Exit codes: 0 fine, 1 the data has problems (they are printed), 2 wrong use.
"""

import argparse
import os
import sys
from collections.abc import Callable, Sequence

from danish.errors import DanishError

_TEXTS = {
    "usage: ": "brug: ",
    "positional arguments": "argumenter",
    "options": "valg",
    "show this help message and exit": "vis denne hjælp",
    "the following arguments are required: %s": "der mangler: %s",
    "unrecognized arguments: %s": "ukendte argumenter: %s",
    "expected one argument": "der skal stå én værdi",
    "expected at least one argument": "der skal stå mindst én værdi",
    "invalid choice: %(value)r (choose from %(choices)s)": (
        "kender ikke %(value)r (vælg mellem %(choices)s)"
    ),
    "invalid %(type)s value: %(value)r": "%(value)r er ikke et tal",
    "argument %(argument_name)s: %(message)s": "%(argument_name)s: %(message)s",
    "%(prog)s: error: %(message)s\n": "%(prog)s: fejl: %(message)s\n",
    "ambiguous option: %(option)s could match %(matches)s": (
        "%(option)s kan betyde flere ting: %(matches)s"
    ),
    "subcommands": "kommandoer",
}

# argparse looks its texts up under this name; it has no Danish catalogue of its own.
argparse._ = lambda text: _TEXTS.get(text, text)  # type: ignore[attr-defined]


class Parser(argparse.ArgumentParser):
    """A parser whose help keeps the line breaks of its description."""

    def __init__(self, **options: object) -> None:
        options.setdefault("formatter_class", argparse.RawDescriptionHelpFormatter)
        super().__init__(**options)  # type: ignore[arg-type]


def run(main: Callable[[Sequence[str]], int], report_fault: Callable[[BaseException], str]) -> None:
    """Run a command line and end the process with its exit code.

    Parameters
    ----------
    main
        Gets the arguments and returns the exit code.
    report_fault
        Writes an unexpected exception down and returns a Danish sentence on where.
    """
    try:
        code = main(sys.argv[1:])
    except DanishError as error:
        print(error, file=sys.stderr)
        code = 1
    except BrokenPipeError:
        # Whoever read our output has had enough ("| head").
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        code = 0
    except KeyboardInterrupt:
        print("Afbrudt. Intet er ændret.", file=sys.stderr)
        code = 1
    except Exception as error:
        print(report_fault(error), file=sys.stderr)
        code = 1
    sys.exit(code)
