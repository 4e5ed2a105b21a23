"""Saves are recorded, and undone byte for byte, never over somebody else's words."""

from __future__ import annotations

from pathlib import Path

import pytest

from partnercheck.storage.journal import recording
from partnercheck.storage.save import SaveError, remove_text, save_text
from partnercheck.storage.undo import undo_changes

OLD = "# a comment\na = 1\n"


def test_several_files_get_their_texts_back(tmp_path: Path) -> None:
    changed, new, removed = (tmp_path / name for name in ("a.toml", "b.toml", "c.toml"))
    changed.write_text(OLD)
    removed.write_text(OLD)
    with recording() as changes:
        save_text(tmp_path, changed, "a = 2\n", OLD)
        save_text(tmp_path, changed, "a = 3\n", "a = 2\n")
        save_text(tmp_path, new, "b = 1\n", None)
        remove_text(tmp_path, removed, OLD)
    undo_changes(tmp_path, changes)
    assert (changed.read_text(), removed.read_text(), new.exists()) == (OLD, OLD, False)


def test_if_one_file_was_changed_since_none_is_written(tmp_path: Path) -> None:
    first, second = tmp_path / "a.toml", tmp_path / "b.toml"
    with recording() as changes:
        save_text(tmp_path, first, "a = 1\n", None)
        save_text(tmp_path, second, "b = 1\n", None)
    first.write_text("a = 4\n")
    with pytest.raises(SaveError, match=r"a\.toml has been changed since"):
        undo_changes(tmp_path, changes)
    assert (first.read_text(), second.read_text()) == ("a = 4\n", "b = 1\n")


def test_what_changes_nothing_is_not_recorded(tmp_path: Path) -> None:
    path = tmp_path / "a.toml"
    path.write_text(OLD)
    with recording() as changes:
        save_text(tmp_path, path, OLD, OLD)
    assert changes == []
