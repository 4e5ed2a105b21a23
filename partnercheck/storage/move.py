"""Moving a folder or a file of a workspace to another place in it, in one step.

Invariant: the folder or file is in the old place or in the new one, whatever fails, and nothing is
overwritten. No link is followed, so it never leaves the workspace.
"""

from __future__ import annotations

import os
import stat
from pathlib import Path, PurePosixPath

from partnercheck.storage.folder import flush_names, open_folder
from partnercheck.storage.save import SaveError, locked, os_error_reason


def move(root: Path, source: PurePosixPath, target: PurePosixPath) -> None:
    """Move a folder or a file; both places are relative to the workspace.

    Raises SaveError, with nothing moved, if the source no longer exists or is a link, if the target
    already exists, or if the disk fails.
    """
    base = root.resolve()
    with locked(root):
        try:
            with (
                open_folder(base, source.parent.parts) as old,
                open_folder(base, target.parent.parts, create=True) as new,
            ):
                if stat.S_ISLNK(os.lstat(source.name, dir_fd=old.descriptor).st_mode):
                    raise SaveError(f"{source} is a link, so it was not moved. Move it yourself")
                if _exists(target.name, new.descriptor):
                    raise SaveError(f"{target} already exists, so nothing was moved")
                os.rename(
                    source.name,
                    target.name,
                    src_dir_fd=old.descriptor,
                    dst_dir_fd=new.descriptor,
                )
                flush_names(new)
                flush_names(old)
        except FileNotFoundError:
            raise SaveError(f"{source} no longer exists") from None
        except OSError as error:
            raise SaveError(f"{source} cannot be moved: {os_error_reason(error)}") from error


def _exists(name: str, folder: int) -> bool:
    try:
        os.lstat(name, dir_fd=folder)
    except FileNotFoundError:
        return False
    return True
