"""The figures that a street published about its one-stop family-planning service in 2002, as the records behind them.

Every number stands in the published document; no person is in it, and what it does not state is left empty. Where only a
total to the end of September is given, the row is dated 2002-09-30. Women surveyed and screened are totals through the
years up to then. "每年咨询服务达2000人次以上" is said of a usual year: no record of 2002 can hold it.
"""

from __future__ import annotations

from datetime import date
from pathlib import Path

from pipelines.example.files import Record, Sheet, write_csv, write_xlsx

FOLDER = "一门式服务街道_2002"
STREET = "YMS-2002"  # a label: the document does not name the street
STATION = "计划生育生殖保健综合服务站"
NOTE = "注：按一份公开文献中的数字整理，不含个人信息；文献未载明者留空，只有1至9月累计数的记在2002-09-30，弱势妇女调查和妇科检查人数为历年累计"
TO_DATE = date(2002, 9, 30)
ROOMS, ROOMS_UP_TO_STANDARD = 24, 20
EMERGENCY_CLIENTS = 6

# kind, topic, held on, sessions, attendances, speaker
ACTIVITIES = (
    ("讲座", "孕产期", TO_DATE, 9, 140, ""),
    ("公开辅导课", "胎教", TO_DATE, 3, 32, ""),
    ("讲座", "生育后时期", TO_DATE, 3, 49, ""),
    ("讲座", "中老年保健知识", date(2002, 7, 31), 2, 120, ""),  # one in March and one in July; 120 is given for both
    ("专题报告", "婚恋观", TO_DATE, 1, 60, "外请专家"),
)
RETURNS = {
    "活动场次": 20,
    "参加人次": 445,
    "规章制度数": 12,
    "婚嫁外来妹人数": 916,
    "享受优质服务人数": 52,
    "生育后期妇女占比": 80,
    "弱势妇女调查人数": 240,
    "妇科检查受益人数": 674,
}


def write(folder: Path) -> None:
    """Write the 2002 files under `folder`."""
    write_csv(folder, f"{FOLDER}/区划.csv", _area(), "utf-8")
    write_xlsx(folder, f"{FOLDER}/综合服务室.xlsx", [_sites()])
    write_xlsx(folder, f"{FOLDER}/人口学校活动_2002年1-9月.xlsx", [_activities()])
    write_csv(folder, f"{FOLDER}/紧急避孕随访.csv", _followups(), "gb18030")
    write_csv(folder, f"{FOLDER}/汇总数.csv", _returns())


def _area() -> Sheet:
    headers = {"area": "区划代码", "name": "区划名称", "level": "级别"}
    records = [Record(area=STREET, name="一门式服务街道(2002)", level="街道")]
    return Sheet(name="区划", headers=headers, records=records, footer=NOTE)


def _sites() -> Sheet:
    headers = {"area": "所在地", "name": "场所名称", "kind": "场所类别", "standard_met": "是否达到规范化要求"}
    rooms = [
        Record(
            area=STREET,
            name=f"居委综合服务室{n:02}",
            kind="综合服务室",
            standard_met="是" if n <= ROOMS_UP_TO_STANDARD else "否",
        )
        for n in range(1, ROOMS + 1)
    ]
    station = Record(area=STREET, name=STATION, kind="综合服务站")
    title = "居委计划生育生殖保健综合服务室名册"
    return Sheet(name="服务室", headers=headers, records=[*rooms, station], title=title, footer=NOTE)


def _activities() -> Sheet:
    headers = {
        "held_on": "举办时间",
        "kind": "活动类别",
        "topic": "主题",
        "area": "地区",
        "site": "主办单位",
        "sessions": "期数",
        "attendances": "参加人数",
        "speaker": "师资",
    }
    records = [
        Record(zip(headers, (day, kind, topic, STREET, STATION, sessions, attendances, speaker), strict=True))
        for kind, topic, day, sessions, attendances, speaker in ACTIVITIES
    ]
    return Sheet(
        name="活动",
        headers=headers,
        records=records,
        title="2002年人口学校讲座、报告会、培训班",
        dates=("chinese",),
        total=("sessions", "attendances"),
        footer=NOTE,
    )


def _followups() -> Sheet:
    headers = {
        "case_no": "个案编号",
        "service": "服务项目",
        "area": "地区",
        "served_on": "服务日期",
        "followed_up_on": "随访日期",
        "success": "是否成功",
    }
    records = [
        Record(zip(headers, (f"2002-{n:02}", "紧急避孕", STREET, TO_DATE, TO_DATE, "是"), strict=True))
        for n in range(1, EMERGENCY_CLIENTS + 1)
    ]
    return Sheet(name="随访", headers=headers, records=records, footer=NOTE)


def _returns() -> Sheet:
    headers = {"unit": "填报单位", "area": "地区", "period": "报告期", "item": "上报项目", "value": "累计数"}
    records = [
        Record(unit=STATION, area=STREET, period="2002年第三季度", item=item, value=value)
        for item, value in RETURNS.items()
    ]
    return Sheet(name="汇总", headers=headers, records=records, footer=NOTE)
