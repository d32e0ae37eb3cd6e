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
    text = NUMBERED.sub("", unicodedata.normalize("NFKC", header).lower().translate(SQUARE))
    text = re.sub(r"[\s*:。._\"'“”‘’、,-]", "", text)
    return re.sub(r"^[((]?\d{1,2}[))](?=\D)", "", text)


@lru_cache(KEPT)
def without_unit(header: str) -> str:
    """The header without a trailing bracket or measure: 参加人数(人) → 参加人数, 身高cm → 身高."""
    return re.sub(rf"\([^()]*\)$|\[[^\[\]]*\]$|{MEASURE}", "", header)


SQUARE = str.maketrans("【】〔〕", "[][]")  # brackets by another name
# The number of a question, before its punctuation is taken out: 1.姓名, (2)性别, 3、村居.
NUMBERED = re.compile(r"^[\s*]*(?:\(\d{1,2}\)|\d{1,2}[.、:)]|[一二三四五六七八九十]{1,3}、)\s*(?=\D)")
# Whom a column is about, where it is whom the record is about: 儿童姓名, 本人电话, 所在村.
OF_WHOM = re.compile(
    r"^(?:您的|您|你的|本人|居民|村民|服务对象|调查对象|受访者|被访者|患者|病人|学生|儿童|孩子|留守儿童|老人|老年人|留守老人|妇女|育龄妇女|孕产妇|产妇|孕妇"
    r"|申请人|参加者|参加人员|现?居住|所在|所属|行政)+的?(?=.)|(?<=.)(?:所在地|所属地)$"
)


@lru_cache(KEPT)
def of_whom(label: str) -> list[str]:
    """What a header may be known as without the word for whom it is about."""
    plain = names(label)[-1]
    short = OF_WHOM.sub("", plain)
    return [short] if short and short != plain else []


@lru_cache(KEPT)
def names(label: str) -> list[str]:
    """What a header may be known as: without what varies, also without its unit, in simplified characters."""
    plain = normal(simplified(label))
    return [plain, without_unit(plain)]
