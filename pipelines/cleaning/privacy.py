"""Pseudonyms: the same person always gets the same one, and without the key nobody can tell whose it is."""

from __future__ import annotations

import hashlib
import os
import secrets
from pathlib import Path
from typing import TYPE_CHECKING

from indicators.workspace import Fault

if TYPE_CHECKING:
    import duckdb

KEY_FILE = "jiping.key"
BLOCK = 64  # bytes of a SHA-256 block
MASK = "***"


def load_key(folder: Path) -> bytes:
    """The workspace's secret key, made on first use in a file only its owner can read."""
    path = folder / KEY_FILE
    if not path.exists():
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "w") as stream:
            stream.write(secrets.token_hex(32))
    if os.name == "posix" and path.stat().st_mode & 0o077:
        raise Fault(
            f"{path}: others can read the key. Run `chmod 600 {path.name}`.",
            f"{path}：其他用户可读取密钥，请执行 chmod 600。",
        )
    try:
        return bytes.fromhex(path.read_text().strip())
    except ValueError:
        raise Fault(
            f"{path}: not a key. Put the office's key back, or delete the file to begin with new pseudonyms.",
            f"{path}：不是有效密钥，请恢复原密钥文件；删除它则重新生成假名。",
        ) from None


def fingerprint(key: bytes) -> str:
    """Tells keys apart without giving them away."""
    return hashlib.sha256(b"jiping key" + key).hexdigest()[:16]


def add_pseudonym_macro(con: duckdb.DuckDBPyConnection, key: bytes) -> None:
    """`pseudonym(text)`: HMAC-SHA-256 (RFC 2104) in SQL, the first 128 bits as a UUID; temporary, so never in the warehouse."""
    padded = (hashlib.sha256(key).digest() if len(key) > BLOCK else key).ljust(BLOCK, b"\0")
    inner, outer = (bytes(byte ^ pad for byte in padded).hex() for pad in (0x36, 0x5C))
    con.execute(
        f"""CREATE OR REPLACE TEMP MACRO pseudonym(t) AS
        sha256(unhex('{outer}') || unhex(sha256(unhex('{inner}') || encode(t))))[1:32]::UUID"""
    )
