"""A long sheet is cleaned text by text where a column repeats: same rows, same order, other speed."""

from __future__ import annotations

from pipelines.cleaning import records, staging, statement


def test_long_sheets_are_cleaned_as_short_ones_are(office, monkeypatch):
    """Every kind of cell that a dictionary could get wrong: blank, NULL, bad, spelt in several ways, repeated; and the same where
    the rows looked at come back for the most part."""
    head = "编号,服务项目,村(社区),服务日期,随访日期,是否成功\n"
    rows = [
        "1,高血压,柳园社区,2024-07-05,2024-07-06,是",
        "2,,枫香,2024年13月2日,,无",
        "3, 高血压 ,320812010001,２０２４．７．５,/,×",
        "合 计,,,,,",
        "4,糖尿病,不存在村,2024-07-05,2024-07-01,也许",
        "5,糖尿病,黄码村,20240705,N/A,/",
        "6,糖尿病,黄码村,20240705,#N/A,√",
        "7,糖尿病,黄码村,7.05,7.3,-2",
        "8,糖尿病,黄码村,7.1,7.30,-2",
        "9,不详,黄码村,7.3,7.30,√",
        ",,,,,",
        "1,高血压,柳园社区,2024/7/5,2024-07-06,是",
    ]
    office.write("甲/随访2024.csv", head + "\n".join(rows * 3) + "\n")
    found = []
    for limit, one_in in ((10**9, 1), (1, 10**9), (1, 1)):
        monkeypatch.setattr(staging, "LONG", limit)
        monkeypatch.setattr(records, "ONE_IN", one_in)
        monkeypatch.setattr(statement, "REPEATED", 1)
        office.workspace.warehouse.unlink(missing_ok=True)
        office.build()
        found.append(
            [office.rows(f"FROM {table}") for table in ("clean.followups", "intake.returned", "intake.ledger")]
        )
    assert found[0] == found[1] == found[2]
    kept, returned, _ = found[0]
    assert [row[-1] for row in kept] == sorted(row[-1] for row in kept) and len(kept) == 4 and returned
