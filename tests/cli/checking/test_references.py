"""``check`` says of links and pictures what a page would."""

from __future__ import annotations

from pathlib import Path

import pytest

from sphinx_roles.cli.project import opened

DATA = """\
roles:
  dev:
    image: {image}
    links: [{link}, https://example.com, 'mailto:a@example.com', guide.md, '#part']
    holders: [{{name: Ana, link: {link}}}, {{name: Bo, link: https://example.com/bo}}, {{name: Cy}}]
    past_holders: [{{name: Di, link: {link}}}]
responsibilities: {{r: {{assign: {{dev: A/R}}, links: [{{text: x, url: {link}}}]}}}}
"""


def problems(folder: Path, image: str = "ok.png", link: str = "index.md", conf: str | None = "") -> list[str]:
    (folder / "ok.png").write_bytes(b"")
    (folder / "roles.yaml").write_text(DATA.format(image=image, link=link))
    if conf is not None:
        (folder / "conf.py").write_text(conf)
    return [str(one) for one in opened([str(folder)]).problems]


@pytest.mark.parametrize("image", ["nope.png", "roles.yaml", "../ok.png", "/nope.svg"])
def test_a_picture_that_is_not_there(tmp_path: Path, image: str) -> None:
    (one,) = problems(tmp_path, image=image)
    assert one.startswith(
        f"roles.yaml:3:12: no picture {image!r}; expected a file in the source folder that ends in .png"
    )
    assert problems(tmp_path, image="/ok.png") == []


def test_without_conf_no_folder_is_that_of_pictures(tmp_path: Path) -> None:
    assert problems(tmp_path, image="nope.png", conf=None) == []


@pytest.mark.parametrize("link", ["javascript:alert(1)", "data:x", "//server/x", "C:/x", "mailto:/"])
def test_a_link_that_may_not_lead_there(tmp_path: Path, link: str) -> None:
    found = problems(tmp_path, link=link)
    said = f"the link to {link!r} is shown as plain text; a link leads to http://"
    places = [one.partition(f": {said}")[0] for one in found]
    assert sorted(places) == ["roles.yaml:4:13", "roles.yaml:5:33", "roles.yaml:6:37", "roles.yaml:7:67"]
