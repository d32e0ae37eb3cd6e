"""Large invented files: follow-ups with mixed dates, ids, codes, about 2 % of the rows wrong; check-ups that never repeat a person."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import polars as pl

WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
HEADERS = [
    "编号",
    "身份证号",
    "联系电话",
    "服务项目",
    "村(社区)",
    "服务日期",
    "应随访日期",
    "随访日期",
    "随访方式",
    "是否成功",
]
FOLLOWED_UP = 8  # times each patient, as in two years of quarterly follow-ups
VILLAGES = ["320812010001", "320812010002", "320812011001", "320812103201"]


def write_followups(path: Path, rows: int, seed: int = 1) -> None:
    """`rows` rows under HEADERS; ids have the county's prefix, serials 900–999, and a right check digit but in 1 % of the rows."""
    rng = np.random.default_rng(seed)
    days = np.datetime64("2023-01-01") + rng.integers(0, 600, rows).astype("timedelta64[D]")
    frame = pl.DataFrame(
        {"n": np.arange(rows), "style": rng.integers(0, 4, rows), "served": days, "bad": rng.random(rows)}
    )
    frame = frame.with_columns(
        ids(rng, rows), due=pl.col("served") + pl.duration(days=14), done=pl.col("served") + pl.duration(days=15)
    )
    pick = lambda words: pl.Series(np.array(words, dtype=object)[rng.integers(0, len(words), rows)], dtype=pl.String)  # noqa: E731
    frame.select(
        pl.format("F{}", "n").alias(HEADERS[0]),
        pl.col("id").alias(HEADERS[1]),
        pl.format("138{}", (pl.col("n") % 100_000_000).cast(pl.String).str.zfill(8)).alias(HEADERS[2]),
        pick(["高血压", "糖尿病随访", "紧急避孕", "产后访视"]).alias(HEADERS[3]),
        pick(VILLAGES).alias(HEADERS[4]),
        pl.when(pl.col("bad") < 0.01).then(pl.lit("2024年13月2日")).otherwise(written("served")).alias(HEADERS[5]),
        written("due").alias(HEADERS[6]),
        written("done").alias(HEADERS[7]),
        pick(["面访", "入户", "电话随访", "门诊"]).alias(HEADERS[8]),
        pick(["是", "否", "√", "×"]).alias(HEADERS[9]),
    ).write_csv(path)


CHECKUP_HEADERS = ["姓名", "身份证号", "出生日期", "联系电话", "村(社区)", "体检日期", "体检类别", "血压"]
WIDE = str.maketrans("0123456789", "０１２３４５６７８９")
GIVEN_NAMES = list("安北辰春达恩方国海和建江金军康乐林明宁平琪荣山世天伟文欣雅永玉月云泽志忠子")


def write_checkups(path: Path, rows: int, right: bool, seed: int = 2) -> None:
    """`rows` different persons, each with a telephone number in full-width digits; of no id, or of all, the check digit is wrong."""
    rng = np.random.default_rng(seed)
    n = rng.permutation(rows)
    births = pl.Series(np.datetime64("1950-01-01") + (n // 100 % 18_000).astype("timedelta64[D]"))
    bodies = "320812" + births.dt.strftime("%Y%m%d") + pl.Series(n % 100 + 900).cast(pl.String)
    checks = check_digits(bodies)
    if not right:
        checks = np.where(checks == "1", "2", "1")
    pick = lambda words: pl.Series(np.array(words, dtype=object)[rng.integers(0, len(words), rows)], dtype=pl.String)  # noqa: E731
    frame = pl.DataFrame({"style": rng.integers(0, 4, rows), "born": births})
    frame = frame.with_columns(
        checked=pl.Series(np.datetime64("2023-01-01") + rng.integers(0, 600, rows).astype("timedelta64[D]")),
        high=rng.integers(100, 180, rows),
        low=rng.integers(55, 95, rows),
    )
    frame.select(
        (pick(list("王李张刘陈杨黄赵吴周")) + pick(GIVEN_NAMES) + pick(GIVEN_NAMES)).alias(CHECKUP_HEADERS[0]),
        (bodies + pl.Series(checks.astype(object), dtype=pl.String)).alias(CHECKUP_HEADERS[1]),
        written("born").alias(CHECKUP_HEADERS[2]),
        pl.Series([f"138{i:08}".translate(WIDE) for i in n.tolist()]).alias(CHECKUP_HEADERS[3]),
        pick(VILLAGES).alias(CHECKUP_HEADERS[4]),
        written("checked").alias(CHECKUP_HEADERS[5]),
        pick(["老年人体检", "半年体检", "儿童体检", "其他"]).alias(CHECKUP_HEADERS[6]),
        pl.when(pl.col("style") == 0)
        .then(pl.format("{}／{}mmHg", "high", "low"))
        .otherwise(pl.format("{}/{}", "high", "low"))
        .alias(CHECKUP_HEADERS[7]),
    ).write_csv(path)


def check_digits(bodies: pl.Series) -> np.ndarray:
    """GB 11643, of the first 17 digits."""
    digits = np.frombuffer("".join(bodies).encode(), dtype=np.uint8).reshape(len(bodies), 17) - 48
    return np.array(list("10X98765432"))[(digits.astype(int) @ np.array(WEIGHTS)) % 11]


def written(day: str) -> pl.Expr:
    """A day in one of four styles."""
    day = pl.col(day)
    styles = ["%Y-%m-%d", "%Y/%-m/%-d", "%Y年%-m月%-d日", "%Y%m%d"]
    return pl.coalesce(pl.when(pl.col("style") == i).then(day.dt.strftime(style)) for i, style in enumerate(styles))


def ids(rng, rows: int) -> pl.Series:
    patients = max(rows // FOLLOWED_UP, 1)
    births = np.datetime64("1950-01-01") + rng.integers(0, 18_000, patients).astype("timedelta64[D]")
    serials = rng.integers(900, 1000, patients).astype(str).astype(object)
    bodies = "320812" + pl.Series(births).dt.strftime("%Y%m%d") + pl.Series(serials, dtype=pl.String)
    checks = check_digits(bodies)
    patient = rng.integers(0, patients, rows)
    shown, wrong = checks[patient], rng.random(rows) < 0.01
    shown[wrong] = np.where(shown[wrong] == "1", "2", "1")
    return (bodies.gather(patient) + pl.Series(shown.astype(object), dtype=pl.String)).alias("id")
