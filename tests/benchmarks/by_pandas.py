"""The same work as a careful pandas script: what an analyst would write, vectorised where pandas can be."""

from __future__ import annotations

import hashlib
import hmac
from pathlib import Path

import pandas as pd
from records import HEADERS, VILLAGES, WEIGHTS

from pipelines.accounting.returns import MOST_ROWS
from pipelines.divisions import COUNTIES

SERVICES = {
    "高血压": "hypertension",
    "糖尿病随访": "diabetes",
    "紧急避孕": "emergency_contraception",
    "产后访视": "postpartum",
}
MODES = {"面访": "face_to_face", "入户": "home_visit", "电话随访": "phone", "门诊": "clinic"}
YES = {"是": True, "√": True, "否": False, "×": False}
NOTHING = ("", "/", "-", "--", "—", "——", "无", "不详", "未填", "未填写", "空", "-2", "N/A", "NA", "NULL")
SPACES = r"[\s\x00-\x1f\x7f\u00a0\ufeff\u200b]+"
NO_RECORD = r"^(?:合|总|小|共|累) ?计:?[\d ]*$|^(?:填表|填报|制表|审核|复核|负责人|联系电话|备注|注|说明)[^:]{0,6}:"
CELL_ERROR = r"#(?:N/A|NAME\?|.*!)"
PHONE = r"1(3\d|4[579]|5[0-35-9]|6[2567]|7[0-35-8]|8\d|9[0-35-9])\d{8}|0\d{2,3}[1-9]\d{6,7}|[2-9]\d{6,7}"


def take_in(path: Path, key: bytes, to: Path) -> tuple[int, int]:
    """Clean the follow-ups of a CSV file into `to`; how many rows are kept and how many come back."""
    return cleaned(pd.read_csv(path, dtype=str, keep_default_na=False), key, to)


def take_in_workbook(path: Path, key: bytes, to: Path) -> tuple[int, int]:
    """The same of an XLSX, read by openpyxl."""
    return cleaned(pd.read_excel(path, dtype=str, keep_default_na=False, engine="openpyxl"), key, to)


def cleaned(raw: pd.DataFrame, key: bytes, to: Path) -> tuple[int, int]:
    """Cells of text → `clean.parquet`, `returned.parquet` with a line for every reason, and a workbook of rows to correct."""
    text = raw.apply(lambda column: column.str.normalize("NFKC").str.replace(SPACES, " ", regex=True).str.strip())
    number = text[HEADERS[0]]
    records = ~number.str.contains(NO_RECORD) & (number != HEADERS[0]) & (text != "").any(axis=1)
    raw, text = raw[records], text[records]
    text = text.mask(text.isin(NOTHING))
    failed = text.apply(lambda column: column.str.fullmatch(CELL_ERROR).fillna(False).astype(bool))
    number, id_, phone, service, area, served, due, done, mode, success = (text[header] for header in HEADERS)
    clean = pd.DataFrame(
        {"service": service.map(SERVICES), "area": area.where(area.isin(VILLAGES)), "mode": mode.map(MODES)}
    )
    clean["success"] = success.map(YES)
    clean["served_on"], clean["due_on"], clean["followed_up_on"] = days(served), days(due), days(done)
    today = pd.Timestamp.today()
    reasons = pd.DataFrame(
        {
            HEADERS[1]: id_.notna() & ~valid(id_),
            HEADERS[2]: phone.notna() & ~phone.str.fullmatch(PHONE).astype(bool),
            HEADERS[3]: clean["service"].isna(),
            HEADERS[4]: clean["area"].isna(),
            HEADERS[5]: clean["served_on"].isna() | (clean["served_on"] > today),
            HEADERS[6]: (due.notna() & clean["due_on"].isna()) | (clean["due_on"] < clean["served_on"]),
            HEADERS[7]: (done.notna() & clean["followed_up_on"].isna())
            | (clean["followed_up_on"] > today)
            | (clean["followed_up_on"] < clean["served_on"]),
            HEADERS[8]: mode.notna() & clean["mode"].isna(),
            HEADERS[9]: success.notna() & clean["success"].isna(),
        }
    )
    reasons |= failed[reasons.columns]
    wrong = reasons.any(axis=1) | (id_.isna() & number.isna())
    returned = reasons[wrong].stack().loc[lambda s: s].reset_index()
    returned.columns = ["row", "column", "wrong"]
    returned["row"] += 2
    clean = clean[~wrong].copy()
    known_by = {t: hmac.new(key, b"id:" + t.encode(), hashlib.sha256).hexdigest()[:32] for t in id_[~wrong].unique()}
    clean.insert(0, "person", id_[~wrong].map(known_by))
    clean["row"] = clean.index + 2
    kept = clean.drop_duplicates(subset=[c for c in clean.columns if c != "row"], keep="last")
    kept.to_parquet(to / "clean.parquet")
    returned.to_parquet(to / "returned.parquet")
    why = returned.groupby("row")["column"].agg("、".join).head(MOST_ROWS)
    raw.loc[why.index - 2].assign(reason=why.to_numpy(), key=why.index).to_excel(
        to / "returned.xlsx", engine="xlsxwriter"
    )
    return len(kept), int(wrong.sum())


def days(text: pd.Series) -> pd.Series:
    """Days written in four styles."""
    plain = text.str.replace(r"[年月/.]", "-", regex=True).str.rstrip("日")
    plain = plain.str.replace(r"^(\d{4})(\d{2})(\d{2})$", r"\1-\2-\3", regex=True)
    return pd.to_datetime(plain, format="%Y-%m-%d", errors="coerce")


def valid(ids: pd.Series) -> pd.Series:
    """GB 11643: the check digit of 18, a birthday that is one, a county that was one then."""
    shaped = ids.str.fullmatch(r"[1-9]\d{16}[\dX]").fillna(False).astype(bool)
    padded = ids.where(shaped, "0" * 18)
    total = sum(padded.str[i].astype("int64") * weight for i, weight in enumerate(WEIGHTS))
    checked = padded.str[17] == (total % 11).map(dict(enumerate("10X98765432")))
    born = pd.to_datetime(padded.str[6:14], format="%Y%m%d", errors="coerce")
    counties = pd.read_csv(COUNTIES, dtype={"code": str})
    ended = counties.assign(to_year=counties["to_year"].fillna(9999)).groupby("code")["to_year"].max()
    return shaped & checked & born.notna() & (padded.str[:6].map(ended) >= born.dt.year)
