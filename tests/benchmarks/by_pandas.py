"""The same work as a careful pandas script: what an analyst would write, vectorised where pandas can be."""

from __future__ import annotations

import hashlib
import hmac
from pathlib import Path

import pandas as pd
from records import HEADERS, WEIGHTS

SERVICES = {
    "高血压": "hypertension",
    "糖尿病随访": "diabetes",
    "紧急避孕": "emergency_contraception",
    "产后访视": "postpartum",
}
MODES = {"面访": "face_to_face", "入户": "home_visit", "电话随访": "phone", "门诊": "clinic"}
YES = {"是": True, "√": True, "否": False, "×": False}


def take_in(path: Path, key: bytes) -> tuple[pd.DataFrame, pd.DataFrame]:
    """The clean follow-ups of a file, and the rows that come back with their reasons."""
    return cleaned(pd.read_csv(path, dtype=str, keep_default_na=False), key)


def take_in_workbook(path: Path, key: bytes) -> tuple[pd.DataFrame, pd.DataFrame]:
    """The same of an XLSX, read by openpyxl."""
    return cleaned(pd.read_excel(path, dtype=str, keep_default_na=False, engine="openpyxl"), key)


def cleaned(raw: pd.DataFrame, key: bytes) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Cells of text → clean rows and the reasons of the others."""
    text = raw.apply(lambda column: column.str.normalize("NFKC").str.strip())
    id_, served, due, done = (text[HEADERS[i]] for i in (1, 5, 6, 7))
    clean = pd.DataFrame(
        {"service": text[HEADERS[3]].map(SERVICES), "area": text[HEADERS[4]], "mode": text[HEADERS[8]].map(MODES)}
    )
    clean["success"] = text[HEADERS[9]].map(YES)
    clean["served_on"], clean["due_on"], clean["followed_up_on"] = days(served), days(due), days(done)
    good_id = valid(id_)
    reasons = pd.DataFrame(
        {"resident_id": ~good_id, "served_on": clean["served_on"].isna(), "service": clean["service"].isna()}
    )
    reasons["followed_up_on"] = clean["followed_up_on"] < clean["served_on"]
    wrong = reasons.any(axis=1)
    returned = reasons[wrong].stack().loc[lambda s: s].reset_index()
    clean = clean[~wrong].copy()
    clean["person"] = [hmac.new(key, b"id:" + t.encode(), hashlib.sha256).hexdigest()[:32] for t in id_[~wrong]]
    return clean.drop_duplicates(), returned


def days(text: pd.Series) -> pd.Series:
    """Days written in four styles."""
    plain = text.str.replace(r"[年月/.]", "-", regex=True).str.rstrip("日")
    plain = plain.str.replace(r"^(\d{4})(\d{2})(\d{2})$", r"\1-\2-\3", regex=True)
    return pd.to_datetime(plain, format="%Y-%m-%d", errors="coerce")


def valid(ids: pd.Series) -> pd.Series:
    """GB 11643: the check digit of 18."""
    shaped = ids.str.fullmatch(r"[1-9]\d{16}[\dX]")
    padded = ids.where(shaped, "0" * 18)
    total = sum(padded.str[i].astype("int64") * weight for i, weight in enumerate(WEIGHTS))
    return shaped & (padded.str[17] == (total % 11).map(dict(enumerate("10X98765432"))))
