"""Random CODEOWNERS files and paths that they are about, the same for each seed."""

from __future__ import annotations

from random import Random

NAMES = ("a", "b", "docs", "src", "api", "x.js", "y.test.js", "readme.md", ".github", "c.d", "app")
GLOBS = ("*", "**", "*.js", "x*", "*a*", "a?", "?.js", "*.d", "a**", "**.js", "*.test.*")


def random_pattern(random: Random, globs: tuple[str, ...] = GLOBS) -> str:
    """Return a pattern: one to four segments, with a slash in front and behind or without."""
    segments = [random.choice(NAMES if random.random() < 0.7 else globs) for _ in range(random.randint(1, 4))]
    front, back = random.choice(("", "", "/")), random.choice(("", "", "/"))
    return f"{front}{'/'.join(segments)}{back}"


def random_file(random: Random, lines: int = 12, globs: tuple[str, ...] = GLOBS) -> str:
    """Return a CODEOWNERS: each line has owners of its own, or none; comments and blank lines between."""
    made = []
    for number in range(random.randint(1, lines)):
        owners = ("", f"@u{number}", f"@org/t{number} u{number}@example.com")[random.randint(0, 2)]
        made.append(f"{random_pattern(random, globs)}  {owners}".rstrip())
        made += random.choice(([], [], ["", "# a comment @nobody"]))
    return "\n".join(made) + "\n"


def random_path(random: Random) -> str:
    """Return a path of one to five names, some of which no pattern has."""
    return "/".join(random.choice((*NAMES, "aa", "ab", "x")) for _ in range(random.randint(1, 5)))
