"""The steps of the tutorial are gone as they are written: each build has nothing to warn of."""

from __future__ import annotations

import re
from pathlib import Path

import yaml
from sphinx.cmd.build import build_main

DOCS = Path(__file__).parents[2] / "docs"
PAGE = (DOCS / "tutorial.md").read_text("utf-8")


def test_its_steps_build_without_a_warning(tmp_path: Path) -> None:
    written = re.findall(r"^```\{code-block\} \w+\n:caption: workshop/(\S+)\n\n(.*?)^```", PAGE, re.M | re.S)
    assert [name for name, _ in written] == ["conf.py", "index.md"]
    for name, text in written:
        (tmp_path / name).write_text(text)
    data: dict[str, dict[str, object]] = {}
    steps = [text for text in re.split(r"^## ", PAGE, flags=re.M) if text.startswith("Step")]
    for step in steps:
        for block in re.findall(r"^```yaml\n(.*?)^```", step, re.M | re.S):
            for key, records in yaml.safe_load(block).items():
                assert data.get(key, {}).keys() <= records.keys()
                data[key] = records
            (tmp_path / "roles.yaml").write_text(yaml.safe_dump(data))
        # The references of the last step are said to be of another handbook.
        for name in [one for one in re.findall(r"^```\{example\} (\S+)", step, re.M) if one != "references"]:
            page = dict(written)["index.md"] + "\n" + (DOCS / "examples" / f"{name}.md").read_text("utf-8")
            (tmp_path / "index.md").write_text(page)
            assert build_main(["-q", "-W", str(tmp_path), str(tmp_path / "_build" / "html")]) == 0
    shown = (tmp_path / "_build" / "html" / "index.html").read_text("utf-8")
    assert shown.count('class="ro-card ') == 3
    assert "Knows it, and can say it" in shown
