"""Editors with the settings of our page on them: Neovim from 0.11 on, and Helix, where they are installed."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parents[3]
PAGE = (ROOT / "docs/how-to/editor.md").read_text("utf-8")
ROLES = """\
roles:
  sre: {name: SRE, summary: Keeps it up}
  dev: {name: "Dév 🎉", next: [sre], reports_to: srr}
responsibilities:
  deploys: {name: Deployments, assign: {sre: A, dev: R}}
"""
SCRIPT = """
-- Builds without a parser for Markdown fail where a page is opened.
vim.treesitter.start = function() end
local found = {}
local function wait(what, test) if not vim.wait(30000, test, 20) then error(what) end end
local function ask(buffer, method, line, column, more)
  local given = { textDocument = { uri = vim.uri_from_bufnr(buffer) }, position = { line = line, character = column } }
  local answers = vim.lsp.buf_request_sync(buffer, method, vim.tbl_extend('force', given, more or {}), 30000)
  for _, answer in pairs(answers or {}) do return answer.result or answer.err end
end
vim.cmd.edit('roles.yaml')
local data = vim.api.nvim_get_current_buf()
wait('attached', function() return #vim.lsp.get_clients({ bufnr = data }) > 0 end)
found.encoding = vim.lsp.get_clients({ bufnr = data })[1].offset_encoding
wait('diagnostics', function() return #vim.diagnostic.get(data) > 0 end)
found.diagnostics = vim.tbl_map(function(one) return { one.lnum + 1, one.col, one.end_col, one.code } end, vim.diagnostic.get(data))
found.omnifunc, found.tagfunc = vim.bo.omnifunc, vim.bo.tagfunc
found.hover = ask(data, 'textDocument/hover', 4, 43).contents.value
found.definition = ask(data, 'textDocument/definition', 4, 43).range.start.line + 1
found.references = #ask(data, 'textDocument/references', 4, 43, { context = { includeDeclaration = true } })
vim.api.nvim_buf_set_lines(data, -1, -1, false, { '  alerts: {assign: {de' })
found.completion = vim.tbl_map(function(one) return one.label end, ask(data, 'textDocument/completion', 5, 22).items)
vim.cmd('silent undo')
vim.cmd.edit('index.md')
local page = vim.api.nvim_get_current_buf()
wait('page', function() return #vim.diagnostic.get(page) > 0 end)
found.page = vim.diagnostic.get(page)[1].code
vim.api.nvim_win_set_cursor(0, { 3, 15 })
vim.lsp.buf.rename('reliability')
local function renamed() return vim.api.nvim_buf_get_lines(page, 2, 3, false)[1]:find('reliability') end
wait('renamed', renamed)
found.texts = vim.tbl_map(function(one) return table.concat(vim.api.nvim_buf_get_lines(one, 0, -1, false), '\\n') end, { data, page })
io.stdout:write('\\nFOUND' .. vim.json.encode(found) .. '\\n')
vim.cmd('qa!')
"""


def block(language: str) -> str:
    """Return the settings of the page in a language."""
    found = re.search(rf"```{language}\n(.*?)```", PAGE, re.DOTALL)
    assert found
    return found[1]


@pytest.fixture
def environment(tmp_path: Path) -> dict[str, str]:
    (tmp_path / "conf.py").write_text('extensions = ["myst_parser", "sphinx_roles"]\n', "utf-8")
    (tmp_path / "roles.yaml").write_text(ROLES, "utf-8")
    page = "# Home\n\nAsk {org:role}`sre`.\n\n```{role-cards} nobody\n```\n"
    (tmp_path / "index.md").write_text(page, "utf-8")
    command = tmp_path / "bin" / "sphinx-roles"
    command.parent.mkdir()
    command.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m sphinx_roles "$@"\n', "utf-8")
    command.chmod(0o755)
    paths = {"PATH": f"{command.parent}{os.pathsep}{os.environ['PATH']}", "PYTHONPATH": str(ROOT)}
    folders = {f"XDG_{name}_HOME": str(tmp_path / "home") for name in ("CONFIG", "DATA", "STATE", "CACHE")}
    return {**os.environ, **paths, **folders}


def test_neovim(tmp_path: Path, environment: dict[str, str]) -> None:
    pytest.importorskip("pygls")
    version = (
        subprocess.run(["nvim", "--version"], capture_output=True, text=True, check=False)
        if shutil.which("nvim")
        else None
    )
    number = re.search(r"v(\d+)\.(\d+)", version.stdout if version else "")
    if number is None or (int(number[1]), int(number[2])) < (0, 11):
        pytest.skip("Neovim is not installed, or is older than 0.11")
    (tmp_path / "init.lua").write_text(block("lua"), "utf-8")
    (tmp_path / "script.lua").write_text(SCRIPT, "utf-8")
    run = subprocess.run(
        ["nvim", "--headless", "-u", "init.lua", "-l", "script.lua"],
        cwd=tmp_path, env=environment, capture_output=True, text=True, timeout=120, check=False,
    )  # fmt: skip
    lines = [one for one in run.stdout.splitlines() if one.startswith("FOUND")]
    assert lines, run.stderr
    found: dict[str, Any] = json.loads(lines[0].removeprefix("FOUND"))
    assert found["encoding"] == "utf-8"
    line = ROLES.splitlines()[2]
    column = len(line[: line.index("srr")].encode())
    assert [3, column, column + 3, "unknown-manager"] in found["diagnostics"]
    assert (found["omnifunc"], found["tagfunc"]) == ("v:lua.vim.lsp.omnifunc", "v:lua.vim.lsp.tagfunc")
    assert found["hover"].startswith("**SRE** `sre`")
    assert (found["definition"], found["references"], found["page"]) == (2, 4, "unknown-role")
    assert found["completion"][0] == "dev"
    data, page = found["texts"]
    assert "{org:role}`reliability`" in page
    assert data == ROLES.rstrip("\n").replace("  sre:", "  reliability:").replace(
        "[sre]", "[reliability]"
    ).replace("{sre: A", "{reliability: A")


def test_helix(tmp_path: Path, environment: dict[str, str]) -> None:
    settings = tomllib.loads(block("toml"))
    servers = settings["language-server"]
    assert all("sphinx-roles" in one["language-servers"] for one in settings["language"])
    assert servers["sphinx-roles"] == {"command": "sphinx-roles", "args": ["lsp"]}
    if not shutil.which("hx"):
        pytest.skip("Helix is not installed")
    (tmp_path / "home/helix").mkdir(parents=True)
    (tmp_path / "home/helix/languages.toml").write_text(block("toml"), "utf-8")
    for language in settings["language"]:
        run = subprocess.run(
            ["hx", "--health", language["name"]], env=environment, capture_output=True, text=True, check=True
        )
        assert re.search(r"✓\S* sphinx-roles: ", run.stdout)
