"""Chinese glyphs for printed figures: a font of the machine where it has one, else the packaged one."""

from __future__ import annotations

from functools import cache

PACKAGED = "Noto Sans CJK SC"  # the simplified-Chinese face of the collection; its first face is Japanese
INSTALLED = (
    "Source Han Sans SC", "Noto Sans SC", PACKAGED, "Microsoft YaHei", "PingFang SC", "Hiragino Sans GB",
    "WenQuanYi Micro Hei", "WenQuanYi Zen Hei", "SimHei", "Heiti SC", "Arial Unicode MS",
)  # fmt: skip
SYMBOLS = "DejaVu Sans"  # comes with matplotlib; knows the arrows and marks that Chinese fonts leave out


@cache
def families() -> tuple[str, ...]:
    """Font families for matplotlib, best first; it looks each glyph up in them in turn.

    The packaged font stands behind an installed one, which may lack a rare character of a place name.
    """
    from matplotlib.font_manager import fontManager
    from noto_cjk_sans_otc import FONT_PATH

    known = set(fontManager.get_font_names())
    if PACKAGED not in known:
        fontManager.addfont(FONT_PATH)
    first = next((name for name in INSTALLED if name in known), PACKAGED)
    return tuple(dict.fromkeys((first, PACKAGED, SYMBOLS)))
