"""Files as a browser sent them: they stand on disk only while they are read, and are gone after.

Reading needs a path, since another process does it. The folder is this user's alone.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from ingest import marked_copy, workbook
from ingest.frame import Table
from ingest.problem import Problem

Files = Sequence[tuple[str, bytes]]
"""The name that the user gives each file, and its content."""


@contextmanager
def on_disk(files: Files) -> Iterator[list[tuple[str, Path]]]:
    """The files under names of our own, for as long as it takes."""
    with TemporaryDirectory(prefix="tryghed-") as folder:
        paths = []
        for number, (name, content) in enumerate(files):
            path = Path(folder) / str(number)
            path.write_bytes(content)
            paths.append((name, path))
        yield paths


def marked(files: Files, problems: Sequence[Problem], tables: Sequence[Table]) -> bytes:
    """A copy of the file with the cells marked; of a pair the larger one, which has the answers."""
    with on_disk(sorted(files, key=lambda file: -len(file[1]))[:1]) as [(name, path)]:
        book = workbook.read(path, name)
    headers = {table.sheet: table.frame.header_last for table in tables}
    return marked_copy.marked(book, problems, headers)
