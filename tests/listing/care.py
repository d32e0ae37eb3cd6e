"""A small office that cares for elders, its files and its plan: everybody in it is invented."""

from __future__ import annotations

from pathlib import Path

from tests.conftest import AREAS, Office

# Name, id (or birth date), village, telephone, address; the last has no id.
ELDERS = (
    ("赵甲英", "320812194003150023", "黄码村委会", "13800000001", "一组1号"),
    ("钱乙福", "320812193812120014", "黄码村委会", "13800000002", "二组2号"),
    ("孙丙贵", "320812194507010032", "柳园社区居委会", "13800000003", "三幢3室"),
    ("李丁芳", "", "枫香社区居委会", "13800000004", "四幢4室"),
)
ROSTER = "姓名,身份证号,出生日期,性别,所在村居,街道,联系电话,家庭住址\n"
VISITS = "姓名,身份证号,所在村居,走访日期,走访类别,走访人,走访人身份\n"
PLAN = """
zh = "关爱老人工作计划（示例）"
en = "Care of elders (invented)"
document = "虚构的文件"
[[duties]]
group = "elder_65"
service = "greeting"
every = "week"
clause = "三1"
[[duties]]
group = "elder_65"
service = "event_visit"
every = "event"
within_days = 7
clause = "三2"
[[tasks]]
zh = "制定年度工作计划"
en = "Draw up the year's plan"
due_yearly = "03-31"
clause = "四1"
owner = "区卫健委"
evidence = "year_plan"
"""
STREETS = {"黄码村委会": "黄码镇", "柳园社区居委会": "柳树湾街道", "枫香社区居委会": "水渡口街道"}
PRIVATE = [text for name, id_, _, phone, address in ELDERS for text in (name, id_, phone, address) if text] + [
    "周到家",
    "吴进步",
]


def office(root: Path) -> Office:
    """The office with its files and plan, not taken in yet."""
    made = Office(root)
    made.write("区卫健委/区划.csv", AREAS)
    (root / "jiping.toml").write_text('name = "清江浦区"\nroot_area = "320812"\n', encoding="utf-8")
    (root / "plans").mkdir()
    (root / "plans" / "care.toml").write_text(PLAN, encoding="utf-8")
    born = {"李丁芳": "1941-05-06"}
    lines = [
        f"{name},{id_},{born.get(name, '')},女,{village},{STREETS[village]},{phone},{address}\n" if name in born
        else f"{name},{id_},,,{village},{STREETS[village]},{phone},{address}\n"
        for name, id_, village, phone, address in ELDERS
    ]  # fmt: skip
    made.write("民政办/名册.csv", ROSTER + "".join(lines))
    made.write(
        "民政办/走访.csv",
        VISITS + "赵甲英,320812194003150023,黄码村委会,2024-09-16,问候,周到家,志愿者\n"
        "赵甲英,320812194003150023,黄码村委会,2024-07-01,问候,周到家,志愿者\n"
        "钱乙福,320812193812120014,黄码村委会,2024-08-01,问候,周到家,志愿者\n",
    )
    made.write(
        "民政办/变故.csv",
        "姓名,身份证号,所在村居,变故日期,变故类型,报告日期\n孙丙贵,320812194507010032,柳园社区居委会,2024-09-02,住院,2024-09-03\n",
    )
    made.write(
        "民政办/结对.csv",
        "姓名,身份证号,所在村居,联系人姓名,联系人身份,结对日期\n"
        "赵甲英,320812194003150023,黄码村委会,周到家,志愿者,2024-01-01\n赵甲英,320812194003150023,黄码村委会,吴进步,村干部,2024-02-01\n"
        "钱乙福,320812193812120014,黄码村委会,吴进步,村干部,2024-02-01\n钱乙福,320812193812120014,黄码村委会,钱小福,亲属,2023-02-01\n",
    )
    return made
