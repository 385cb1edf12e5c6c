"""What it costs to find the owners of every file of a repository: ``python -m tests.bench.owners``.

The index stands beside the loop that comes to mind: each path against each line, compiled once, and the last match
wins. Both get the same lines and paths, and must find the same.
"""

from __future__ import annotations

import argparse
import time
from random import Random

from sphinx_roles.owners import Pattern, PatternIndex, github_pattern

BOUND = 0.05
"""How much of the loop the index may cost."""
_ENDINGS = (".py", ".js", ".md", ".yaml", ".test.js", ".go", ".txt")


def lines_and_paths(lines: int, paths: int, seed: int = 7) -> tuple[list[Pattern], list[str]]:
    """Return patterns as a large repository has them, and its paths: folders, files, endings and globs."""
    random = Random(seed)
    folders = _folders(random, max(20, paths // 12))
    found = [f"{random.choice(folders)}/f{number}{random.choice(_ENDINGS)}" for number in range(paths)]
    made = ["*"]
    while len(made) < lines:
        folder, ending = random.choice(folders), random.choice(_ENDINGS)
        name = folder.rpartition("/")[2]
        made.append(
            random.choices(
                (
                    f"/{folder}/",
                    f"/{random.choice(found)}",
                    f"/{folder}/*{ending}",
                    f"/{folder}/**/*{ending}",
                    f"{name}/",
                    f"*{ending}",
                    f"**/{name}/*{ending}",
                    f"*{name[:3]}*",
                ),
                (40, 20, 12, 10, 6, 2, 6, 1),
            )[0]
        )
    return [pattern for line in made if (pattern := github_pattern(line)) is not None], found


def _folders(random: Random, count: int) -> list[str]:
    folders = [f"top{number}" for number in range(12)]
    while len(folders) < count:
        folders.append(f"{random.choice(folders[-400:])}/{random.choice('abcdefgh')}{len(folders)}")
    return folders


def ratio(lines: int = 2000, paths: int = 50_000, looped: int | None = None) -> tuple[float, float, float]:
    """Return index / loop, and the seconds of both.

    ``looped`` is how many of the paths the loop gets, whose cost then stands for all.
    """
    patterns, found = lines_and_paths(lines, paths)
    some = found[:: max(1, paths // (looped or paths))]
    start = time.process_time()
    index = PatternIndex(patterns)
    ours = [index.last(path) for path in found]
    indexed = time.process_time() - start
    start = time.process_time()
    tests = [pattern.test() for pattern in patterns]
    theirs = []
    for path in some:
        last = -1
        for number, test in enumerate(tests):
            if test(path):
                last = number
        theirs.append(last)
    loop = (time.process_time() - start) * len(found) / len(some)
    if ours[:: max(1, paths // (looped or paths))] != theirs:
        raise AssertionError("the index finds something else than the loop")
    return indexed / loop, indexed, loop


def main() -> None:
    """Print the ratio for all 50,000 paths under 2,000 lines."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench.owners", description=__doc__)
    parser.add_argument("--looped", type=int, metavar="N", help="so many of the paths for the loop, not all")
    found, indexed, loop = ratio(looped=parser.parse_args().looped)
    print(f"owners of 50,000 paths, 2,000 lines: index / loop: {found:.4f} (bound {BOUND})")
    print(f"index {indexed:.2f} s, loop {loop:.2f} s of CPU")


if __name__ == "__main__":
    main()
