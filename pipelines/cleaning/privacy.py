"""What may be kept of persons: pseudonyms, which nobody can tell whose they are without the key, and no text that may name one."""

from __future__ import annotations

import hashlib
import os
import secrets
from pathlib import Path
from typing import TYPE_CHECKING

from indicators.sql import literal
from indicators.workspace import Fault

if TYPE_CHECKING:
    import duckdb

KEY_FILE = "jiping.key"
SHORTEST_KEY = 16  # bytes; with fewer, pseudonyms could be worked out from all the ids there can be
BLOCK = 64  # bytes of a SHA-256 block
MASK = "***"
# A wrong cell is shown only where it is no name and no number of a person: a day, a number of up to six digits, an error of
# a spreadsheet program.
DAY = r"^((19|20)\d{2}[01]\d[0-3]\d|(1[89]|2[01])\d{2}[-/.年]\d{1,2}([-/.月]\d{1,2}日?|月)?|(19|20)\d{2}年?第?[\dQ]{1,2}季度?|\d{1,2}[-/.月]\d{1,2}([-/.]\d{2}|[-/.](19|20)\d{2}|日)?)$"
NUMBER = r"^[-+¥￥]?[\d.,/-]+ ?([亿万千百十人次名户份场期岁周张个对元角分项盒斤公两吨美天年月日尺寸米厘毫克升度%/]{0,6}|[A-Za-z/]{1,6})$"
MOST_DIGITS = 6  # a local telephone number has seven
ERROR = "^#[A-Z/0]+[!?]?$"
# What units number their papers with: up to six digits, a few letters before them. It names nobody.
SHORT_CODE = rf"^[A-Za-z]{{0,3}}([-_]?\d){{1,{MOST_DIGITS}}}$"
# A place that is not in the register: no name of a person ends like this.
PLACE = (
    r"^\p{Han}{1,18}(社区|居委会|委员会|村|街道|办事处|镇|乡|县|区|市|省|医院|学校|小学|中学|幼儿园|中心|站|单位|公司)$"
)


def load_key(folder: Path, warehouse: Path) -> bytes:
    """The workspace's secret key, made on first use in a file only its owner can read. Raises Fault where it is none, or not
    there although a `warehouse` was made with it."""
    path = folder / KEY_FILE
    if not path.exists():
        if warehouse.exists():
            raise Fault(
                f"{path}: the key is not there, and {warehouse.name} was made with it. Put the office's key back, or delete {warehouse.name} to begin with new pseudonyms.",
                f"{path}：密钥不见了，而 {warehouse.name} 是用它生成的。请放回原密钥文件；如删除 {warehouse.name}，则重新生成假名。",
            )
        _make_key(path)
    if os.name == "posix" and path.stat().st_mode & 0o077:
        raise Fault(
            f"{path}: others can read the key. Run `chmod 600 {path.name}`.",
            f"{path}：其他用户可读取密钥，请执行 chmod 600。",
        )
    try:
        key = bytes.fromhex(path.read_text().strip())
    except ValueError:
        key = b""
    if len(key) < SHORTEST_KEY:
        raise Fault(
            f"{path}: not a key. Put the office's key back, or delete it and {warehouse.name} to begin with new pseudonyms.",
            f"{path}：不是有效密钥，请恢复原密钥文件；将它与 {warehouse.name} 一并删除则重新生成假名。",
        )
    return key


def _make_key(path: Path) -> None:
    """Whole or not at all."""
    new = path.with_name(f".{path.name}-new")
    new.unlink(missing_ok=True)
    descriptor = os.open(new, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w") as stream:
        stream.write(secrets.token_hex(32))
        stream.flush()
        os.fsync(descriptor)
    new.replace(path)


def fingerprint(key: bytes) -> str:
    """Tells keys apart without giving them away."""
    return hashlib.sha256(b"jiping key" + key).hexdigest()[:16]


def add_macros(con: duckdb.DuckDBPyConnection, key: bytes) -> None:
    """`pseudonym(text)`: HMAC-SHA-256 (RFC 2104) in SQL, the first 128 bits as a UUID; temporary, so never in the warehouse.
    `shown(text, is_known, is_place)`: what may be told of a wrong cell; a word that is known, a code or what people write for one, is."""
    padded = (hashlib.sha256(key).digest() if len(key) > BLOCK else key).ljust(BLOCK, b"\0")
    inner, outer = (bytes(byte ^ pad for byte in padded).hex() for pad in (0x36, 0x5C))
    con.execute(
        f"""CREATE OR REPLACE TEMP MACRO pseudonym(t) AS
        unhex(left(sha256(unhex('{outer}') || unhex(sha256(unhex('{inner}') || encode(t)))), 32))::UUID"""
    )
    day, number, error, place = map(literal, (DAY, NUMBER, ERROR, PLACE))
    digits = f"length(regexp_replace(t, '\\D', '', 'g')) <= {MOST_DIGITS}"
    con.execute(f"""CREATE OR REPLACE TEMP MACRO shown(t, is_known, is_place) AS
        CASE WHEN t IS NULL OR t = '' THEN '' WHEN is_known OR t = {literal(MASK)} THEN t
            WHEN strlen(t) <= 24 AND (regexp_matches(t, {day}) OR (regexp_matches(t, {number}) AND {digits}) OR regexp_matches(t, {error})) THEN t
            WHEN is_place AND regexp_matches(t, {place}) THEN t ELSE {literal(MASK)} END""")


def sealed(column: str) -> str:
    """SQL of what is kept of a free text: a short code and the name of a site of the register as they stand; of any other
    what is the same for the same text, and nobody can tell what it was."""
    is_code = f"strlen({column}) <= 15 AND regexp_matches({column}, {literal(SHORT_CODE)})"
    is_site = f"{column} IN (SELECT name FROM clean.sites)"
    return f"CASE WHEN {is_code} OR {is_site} THEN {column} ELSE pseudonym('text:' || {column})::VARCHAR END"
