"""What a header may be known as: without what varies from office to office."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from pipelines.recognising.simplified import simplified

MEASURE = r"(?<=[^\W\d_a-z])/?(?:mmol/l|mg/dl|mmhg|kpa|cm|kg)$"  # written straight after the name, in small letters

KEPT = 1 << 16  # texts whose names are remembered: every cell near the top of a sheet is asked about by every form


@lru_cache(KEPT)
def normal(header: str) -> str:
    """A header without what varies: width, case, spaces, asterisks, punctuation and numbering."""
    text = unicodedata.normalize("NFKC", CIRCLED.sub("", header)).lower().translate(SQUARE)
    text = NUMBERED.sub("", text)
    text = re.sub(r"[\s*:。._\"'“”‘’、,-]", "", text)
    return REMARK.sub("", re.sub(r"^[((]?\d{1,2}[))](?=\D)", "", text))


@lru_cache(KEPT)
def without_unit(header: str) -> str:
    """The header without a trailing bracket or measure: 参加人数(人) → 参加人数, 身高cm → 身高."""
    return re.sub(rf"\([^()]*\)$|\[[^\[\]]*\]$|{MEASURE}", "", header)


SQUARE = str.maketrans("【】〔〕", "[][]")  # brackets by another name
# The number of a question, before its punctuation is taken out: 1.姓名, (2)性别, 3、村居, (四)住址, ⑤电话, 第6题 年龄, Q7：病种, 1.2 姓名; but
# 3.8妇女节 is a day.
CIRCLED = re.compile(r"^[\s*]*[①-⑳⑴-⒇⒈-⒛㈠-㈩]\s*")
NUMBERED = re.compile(
    r"^[\s*]*(?:(?:\((?:\d{1,2}|[一二三四五六七八九十]{1,3})\)|\d{1,2}[.、:)]|[一二三四五六七八九十]{1,3}、|第\d{1,2}[题问])[\s.、:]*(?=\D)"
    r"|(?:(?:问?题|[A-Za-z])\d{1,2}[.、:)_]|\d{1,2}(?:\.\d{1,2}){1,2})[\s.、:)]*(?=[^\x00-\x7f])(?!.{0,3}节))"
)
# What numbers stand for, behind the name or on lines below it: 活动形式 ①讲座 ②咨询.
WORD = r"[.、:=)）-]?\s*[^\d\s①-⑳.、:=)）(（年月日次季-]+"
LEGEND = re.compile(rf"(?<=[^\s\d(（])\s*(?:①|0?1){WORD}[\s,;，；]*(?:②|0?2){WORD}.*$", re.DOTALL)
# What only tells how to fill a column in.
REMARK = re.compile(
    r"(?<=.)[(\[]?(?:必填项?|必答|选填|可不填|单选题?|可?多选题?|请(?:选择|填写|输入)|\d{1,2}位)+[)\]]?$|^[(\[](?:必填|选填)[)\]]|^请(?:填写|输入|选择)"
)


@lru_cache(KEPT)
def names(label: str) -> list[str]:
    """What a header may be known as: without what varies, also without its unit and what explains its numbers, in simplified
    characters."""
    plain = simplified(label)
    return [normal(plain), without_unit(normal(LEGEND.sub("", plain)))]
