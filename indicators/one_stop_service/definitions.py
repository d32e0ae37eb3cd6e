"""The one-stop family-planning and reproductive-health service of a street: what its indicators count."""

from indicators.model import Count, Proportion, Verification

zh = "一门式计划生育优质服务"
en = "One-stop family-planning service"

_SOURCE = "一门式计划生育优质服务总结（某街道，2002年）"
_LECTURE = ("kind", "topic", "speaker")

service_room_standard_rate = Proportion(
    zh="综合服务室达标率", en="Service rooms up to standard",
    counts="sites", table="service_rooms", window="as_at",
    numerator="standard_met",
    source=f"{_SOURCE} 一",
    definition_zh="季末达到规范化要求的居委综合服务室数 ÷ 综合服务室数",
    definition_en="Community service rooms that meet the standard at the quarter's end / service rooms",
)  # fmt: skip

emergency_contraception_followup_rate = Proportion(
    zh="紧急避孕随访率", en="Emergency contraception: follow-up rate",
    counts="person_times", table="emergency_contraception", rostered=True, window="ytd",
    numerator="followed_up",
    source=f"{_SOURCE} 一",
    definition_zh="已随访的紧急避孕服务人次 ÷ 本年应随访的服务人次",
    definition_en="Emergency contraception clients followed up / clients whose follow-up fell due this year",
)  # fmt: skip

emergency_contraception_success_rate = Proportion(
    zh="紧急避孕成功率", en="Emergency contraception: success rate",
    counts="person_times", table="emergency_contraception", rostered=True, window="ytd",
    numerator="succeeded",
    source=f"{_SOURCE} 一",
    definition_zh="随访证实成功的人次 ÷ 本年应随访的服务人次（未随访、结果未注明的不算成功）",
    definition_en="Clients with success confirmed at follow-up / clients whose follow-up fell due this year; without a "
    "follow-up or an outcome no success is shown",
)  # fmt: skip

consultation_count = Count(
    zh="咨询服务人次", en="Consultations",
    counts="person_times", table="consultations", window="ytd",
    quantity="consultations",
    source=f"{_SOURCE} 一",
    definition_zh="服务站本年累计上报的咨询服务人次",
    definition_en="Consultations that the station reports for the year so far",
)  # fmt: skip

service_rule_count = Count(
    zh="规章制度项数", en="Service rules in force",
    counts="rules", table="service_rules", window="as_at",
    quantity="rules",
    source=f"{_SOURCE} 一",
    definition_zh="服务站上报的现行规章制度项数",
    definition_en="Rules in force as the station reports them",
)  # fmt: skip

lecture_session_count = Count(
    zh="讲座期数", en="Lecture sessions",
    counts="sessions", table="lectures", window="ytd",
    quantity="sessions", breakdowns=_LECTURE,
    source=f"{_SOURCE} 三1",
    definition_zh="本年服务站（室）举办的讲座、公开课和报告会期数",
    definition_en="Lectures, open classes and talks held by stations and service rooms this year",
)  # fmt: skip

lecture_attendance_count = Count(
    zh="讲座参加人次", en="Lecture attendances",
    counts="person_times", table="lectures", window="ytd",
    quantity="attendances", breakdowns=_LECTURE,
    source=f"{_SOURCE} 三1",
    definition_zh="本年参加服务站（室）讲座、公开课和报告会的人次",
    definition_en="Attendances at lectures, open classes and talks of stations and service rooms this year",
)  # fmt: skip

session_verification = Verification(
    zh="讲座期数核对", en="Lecture sessions: records against reports",
    counts="sessions", table="activity_returns", window="as_at",
    reported="reported_sessions", recounted="recounted_sessions",
    source=f"{_SOURCE} 三1：合计与分项核对",
    definition_zh="按活动记录重新计数的本年期数 ÷ 上报期数，两者不符即列为问题",
    definition_en="Sessions of the year recounted from the records / sessions reported; a difference is a finding",
)  # fmt: skip

attendance_verification = Verification(
    zh="讲座参加人次核对", en="Lecture attendances: records against reports",
    counts="person_times", table="activity_returns", window="as_at",
    reported="reported_attendances", recounted="recounted_attendances",
    source=f"{_SOURCE} 三1：合计与分项核对",
    definition_zh="按活动记录重新计数的本年参加人次 ÷ 上报人次，两者不符即列为问题",
    definition_en="Attendances of the year recounted from the records / reported; a difference is a finding",
)  # fmt: skip

own_lecture_completion_rate = Proportion(
    zh="自有师资每月讲座完成率", en="Monthly lectures by own teachers: completion",
    counts="windows", table="lecture_windows",
    numerator="held", denominator="speaker = 'own'",
    source=f"{_SOURCE} 三",
    definition_zh="由自有师资举办过讲座的月数 ÷ 应举办的月数（没有记录的服务站计入；只有累计数、无法按月判断的月份不计）",
    definition_en="Months with a lecture by own teachers / months due, of stations without any record too; months known "
    "only as part of a total are left out",
)  # fmt: skip

expert_lecture_completion_rate = Proportion(
    zh="专家每季讲座完成率", en="Quarterly lectures by outside experts: completion",
    counts="windows", table="lecture_windows",
    numerator="held", denominator="speaker = 'outside'",
    source=f"{_SOURCE} 三",
    definition_zh="请专家授过课的季度数 ÷ 应请的季度数（没有记录的服务站计入；只有累计数、无法按季判断的季度不计）",
    definition_en="Quarters with a lecture by an outside expert / quarters due, of stations without any record too; "
    "quarters known only as part of a total are left out",
)  # fmt: skip

evaluated_lecture_rate = Proportion(
    zh="讲座评估率", en="Lectures evaluated",
    counts="sessions", table="evaluated_lectures", window="ytd",
    numerator="sessions_evaluated", denominator="sessions",
    breakdowns=(*_LECTURE, "evaluation"),
    source=f"{_SOURCE} 三2",
    definition_zh="发放了评估卷的讲座期数 ÷ 讲座期数（未填报评估卷发放数的计入，不算评估过）",
    definition_en="Sessions after which evaluation sheets went out / sessions; one for which their number is not stated "
    "stays in and was not shown to be evaluated",
)  # fmt: skip

evaluation_return_rate = Proportion(
    zh="评估卷回收率", en="Evaluation sheets returned",
    counts="sheets", table="evaluated_lectures", window="ytd",
    numerator="sheets_in", denominator="sheets_out",
    breakdowns=_LECTURE,
    source=f"{_SOURCE} 三2",
    definition_zh="收回的评估卷数 ÷ 发放的评估卷数",
    definition_en="Evaluation sheets that came back / that went out",
)  # fmt: skip

married_in_women_guided_count = Count(
    zh="分类指导的婚嫁外来妇女人数", en="Married-in migrant women guided by stage",
    counts="persons", table="women_guided", window="as_at",
    quantity="women", breakdowns=("stage",),
    source=f"{_SOURCE} 二1",
    definition_zh="季末按孕育阶段（孕早期、孕中期、孕晚期、哺乳期）分类指导的婚嫁外来妇女人数（上报数；未分阶段上报的只计入总数）",
    definition_en="Married-in migrant women guided at the quarter's end, as reported, by stage of childbearing (early, mid, "
    "late pregnancy, lactation); those reported without a stage are in the total only",
)  # fmt: skip

past_childbearing_share = Proportion(
    zh="生育后期妇女占比", en="Share past childbearing",
    counts="persons", table="women_guided", window="as_at", better="equal",
    numerator="women_past_childbearing", denominator="women_of_stated_stage",
    source=f"{_SOURCE} 二1",
    definition_zh="上报的生育后期百分比 × 婚嫁外来妇女人数 ÷ 婚嫁外来妇女人数（占比为估计数，人数由占比折算）",
    definition_en="Married-in migrant women past childbearing / guided; the share itself is what is reported (an "
    "estimate) and the number is worked out from it",
)  # fmt: skip

married_in_women_served_count = Count(
    zh="享受优质服务的婚嫁外来妇女人数", en="Married-in migrant women served",
    counts="persons", table="women_served", window="ytd",
    quantity="women",
    source=f"{_SOURCE} 二1",
    definition_zh="本年享受优质生殖保健服务的婚嫁外来妇女人数（上报数）",
    definition_en="Married-in migrant women given reproductive-health service this year, as reported",
)  # fmt: skip

vulnerable_women_surveyed_count = Count(
    zh="弱势妇女调查人数", en="Vulnerable women surveyed",
    counts="persons", table="women_surveyed", window="as_at",
    quantity="women",
    source=f"{_SOURCE} 二2",
    definition_zh="截至季末历年累计调查的下岗、待业、病残育龄妇女人数（上报数；文件未载年份，不是本年数）",
    definition_en="Laid-off, unemployed, ill or disabled women surveyed up to the quarter's end, all years together, as "
    "reported; the document gives no year",
)  # fmt: skip

women_screened_count = Count(
    zh="妇科检查受益人数", en="Women screened",
    counts="persons", table="women_screened", window="as_at",
    quantity="women",
    source=f"{_SOURCE} 二2",
    definition_zh="截至季末历年累计接受妇科、B超等检查的妇女人数（上报数；不是本年数）",
    definition_en="Women given gynaecological or ultrasound screening up to the quarter's end, all years together, as reported",
)  # fmt: skip
