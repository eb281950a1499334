"""Text for Numba on disk: files named by what they depend on, beside which Numba keeps its code.

They lie in ``SRCAD_CACHE``, by default in srcad's folder of the user's cache; ``SRCAD_CACHE=off`` keeps nothing. What is there is
run, so the folder is the user's alone. A file is written whole or not at all; what cannot be read or written is done without.
"""
from __future__ import annotations

import functools
import hashlib
import warnings
from pathlib import Path

from ..cache import root, write_whole


def place(name: str, *parts: str) -> Path | None:
    """Return the file for what depends on these texts, None where nothing is kept."""
    base = root()
    if base is None:
        return None
    digest = hashlib.sha256("\0".join([str(len(part)) + part for part in parts]).encode()).hexdigest()
    return base / "numba" / f"{name}_{digest[:24]}.py"


def read(path: Path | None) -> str | None:
    """Return a text as it was written; None where there is none, or another one."""
    if path is None:
        return None
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError):
        return None
    body, _, seal = text.rpartition("# ")
    return body if seal.strip() == _seal(body) else None


def write(path: Path | None, text: str) -> bool:
    """Write a text, and say whether that went well."""
    if path is None:
        return False
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        write_whole(path, f"{text}# {_seal(text)}\n")
    except OSError as error:
        warn(path.parent, str(error))
        return False
    return True


def _seal(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


@functools.cache
def warn(folder: Path, reason: str) -> None:
    """Say once that compiled code is not kept."""
    warnings.warn(f"srcad keeps no compiled code in {folder}: {reason}", RuntimeWarning, stacklevel=2)
