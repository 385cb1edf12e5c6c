"""Reading under atheris, which follows the code to inputs that reach more of it: ``tox -e fuzz``.

Not collected by pytest. It stops at the first input for which something does not hold, and prints it.
"""

from __future__ import annotations

import os
import sys

import atheris

with atheris.instrument_imports(include=["sphinx_roles.catalog.load"]):
    from robustness.checking import BODIES, SUFFIXES, read_as_body, read_as_file, read_as_role

from robustness.inputs import own_files


def one(data: bytes) -> None:
    """Read some bytes: the first says how."""
    if not data:
        return
    how, rest = data[0], data[1:]
    if how < 128:
        read_as_file(rest, SUFFIXES[how % len(SUFFIXES)])
    elif how < 240:
        read_as_body(rest.decode("utf-8", "replace"), BODIES[how % len(BODIES)])
    else:
        read_as_role(rest.decode("utf-8", "replace"))


def main() -> None:
    """Fuzz, beginning with our own examples."""
    folder = os.path.join(os.environ.get("TMPDIR", "/tmp"), "roles-fuzz")
    os.makedirs(folder, exist_ok=True)
    for number, path in enumerate(own_files()):
        for how in (
            SUFFIXES.index(path.suffix) if path.suffix in SUFFIXES else 0,
            128 + number % len(BODIES),
        ):
            with open(os.path.join(folder, f"{number}-{how}"), "wb") as file:
                file.write(bytes([how]) + path.read_bytes()[:4_000])
    runs = os.environ.get("FUZZ_RUNS", "20000")
    seed = ["-seed=1"] if "SAME_EXAMPLES" in os.environ else []
    given = [f"-runs={runs}", "-max_len=6000", "-timeout=60", *seed, *sys.argv[1:]]
    atheris.Setup([sys.argv[0], *given, folder], one)
    atheris.Fuzz()


if __name__ == "__main__":
    main()
