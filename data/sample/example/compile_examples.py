"""Write the example files: invented figures in the shape of real files.

    python data/sample/example/compile_examples.py [FOLDER]

Without FOLDER they are written beside this script. The same seed gives the same files. Nothing in
them is true; every file says EKSEMPELDATA in its first row and EKSEMPEL in its name.
"""

import sys
from pathlib import Path
from random import Random

import citizens
import registers
import schools

SEED = 183
WRITERS = (
    citizens.write_2021,
    citizens.write_2023,
    citizens.write_2025,
    schools.write_youth,
    schools.write_well_being,
    schools.write_absence,
    registers.write_street_groups,
    registers.write_goal_d,
)


def main(folder: Path) -> None:
    """Write every file; each has draws of its own, so that one may change alone."""
    for number, write in enumerate(WRITERS):
        write(folder, Random(SEED + number))


if __name__ == "__main__":
    if len(sys.argv) > 2:
        raise SystemExit(__doc__)
    main(Path(sys.argv[1]) if len(sys.argv) == 2 else Path(__file__).resolve().parent)
