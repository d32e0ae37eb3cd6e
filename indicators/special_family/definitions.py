"""Care for families that keep to family planning, above all those who lost their only child: what its indicators count."""

from indicators.model import Count, Proportion

zh = "计划生育特殊家庭暖心关怀"
en = "Warm-heart care for special families"

_WARM = "计划生育特殊家庭暖心行动方案（某市）"
_TOWNSHIP = "生育关怀行动实施方案（某乡）"
_DUTY = ("plan", "occasion")

warm_home_coverage = Proportion(
    zh="暖心家园覆盖率", en="Towns with a Warm Home",
    counts="areas", table="warm_home_towns", window="as_at",
    numerator="has_warm_home",
    source=f"{_WARM} 三（一）1",
    definition_zh="季末建有暖心家园（含依托其他场所建立的）的街道、乡镇数 ÷ 街道、乡镇数",
    definition_en="Streets and towns with a Warm Home open at the quarter's end, within another site or by itself / all of them",
)  # fmt: skip

warm_home_standard_rate = Proportion(
    zh="暖心家园达标率", en="Warm Homes up to standard",
    counts="sites", table="warm_homes", window="as_at",
    numerator="standard_met",
    source=f"{_WARM} 三（一）1：具体标准另行制定",
    definition_zh="季末达到标准的暖心家园数 ÷ 单独登记的暖心家园数（未填是否达标的计入，不算达标）",
    definition_en="Warm Homes that meet the standard at the quarter's end / those with a register entry of their own; one "
    "that does not say stays in",
)  # fmt: skip

demonstration_warm_home_count = Count(
    zh="示范暖心家园数", en="Demonstration Warm Homes",
    counts="sites", table="warm_homes", window="as_at",
    quantity="is_demonstration",
    source=f"{_WARM} 三（一）1",
    definition_zh="季末已命名为示范点的暖心家园数",
    definition_en="Warm Homes named as demonstrations by the quarter's end",
)  # fmt: skip

activity_area_coverage = Proportion(
    zh="暖心活动街道（乡镇）覆盖率", en="Towns that held an activity",
    counts="areas", table="activity_areas",
    numerator="held", denominator="level = 'street'",
    source=f"{_WARM} 三（一）2",
    definition_zh="本季为特殊家庭举办过活动的街道、乡镇数 ÷ 街道、乡镇数（村居办的算其街道、乡镇办过）",
    definition_en="Streets and towns in which an activity for special families was held in the quarter, by themselves or by "
    "a village of theirs / all of them",
)  # fmt: skip

activity_committee_coverage = Proportion(
    zh="暖心活动居（村）委覆盖率", en="Committees that held an activity",
    counts="areas", table="activity_areas",
    numerator="held", denominator="level = 'village'",
    source=f"{_WARM} 三（一）2",
    definition_zh="本季为特殊家庭举办过活动的居（村）委数 ÷ 居（村）委数",
    definition_en="Residents' and village committees that held an activity for special families in the quarter / all of them",
)  # fmt: skip

warm_activity_session_count = Count(
    zh="暖心活动场次", en="Activities for special families",
    counts="sessions", table="warm_activities", window="ytd",
    quantity="sessions", breakdowns=("kind", "topic"),
    source=f"{_WARM} 三（一）2",
    definition_zh="本年为特殊家庭举办的活动场次（注明对象为特殊家庭，或未注明对象而在暖心家园举办）",
    definition_en="Activities this year that are said to be for special families, or are a Warm Home's and said to be for nobody else",
)  # fmt: skip

warm_activity_attendance_count = Count(
    zh="暖心活动参加人次", en="Attendances at activities for special families",
    counts="person_times", table="warm_activities", window="ytd",
    quantity="attendances", breakdowns=("kind", "topic"),
    source=f"{_WARM} 三（一）2",
    definition_zh="本年参加为特殊家庭举办的活动的人次",
    definition_en="Attendances this year at activities for special families",
)  # fmt: skip

warm_activity_participation_rate = Proportion(
    zh="特殊家庭成员活动参与率", en="Members who took part in an activity",
    counts="persons", table="members_active", rostered=True,
    numerator="took_part",
    source=f"{_WARM} 三（一）2",
    definition_zh="本季有参加集体活动记录的特殊家庭成员数 ÷ 季末特殊家庭成员数",
    definition_en="Members of special families recorded as taking part in the quarter / members at its end",
)  # fmt: skip

mental_health_talk_reach = Count(
    zh="心理健康科普参加人次", en="Attendances at talks on mental health",
    counts="person_times", table="warm_activities", window="ytd",
    quantity="CASE topic WHEN 'mental_health' THEN attendances END",
    source=f"{_WARM} 三（一）3",
    definition_zh="本年参加为特殊家庭举办的心理健康科普活动的人次",
    definition_en="Attendances this year at activities for special families on mental health",
)  # fmt: skip

mental_assessment_coverage = Proportion(
    zh="心理健康评估覆盖率", en="Mental assessments among those who have not declined",
    counts="persons", table="members_assessed", window="year_so_far", rostered=True,
    numerator="assessed", denominator="NOT declined",
    source=f"{_WARM} 三（一）3：按照自愿原则",
    definition_zh="本年做过心理健康评估的人数 ÷ 季末特殊家庭成员数（表示不同意的不计，未说明的计入）",
    definition_en="Members assessed this year / members at the quarter's end; those who declined are left out, those who "
    "have not said stay in",
)  # fmt: skip

mental_record_rate = Proportion(
    zh="心理健康档案建档率", en="Mental-health records among those who have not declined",
    counts="persons", table="members_with_record", window="as_at", rostered=True,
    numerator="has_record", denominator="NOT declined",
    source=f"{_WARM} 三（一）3：按照自愿原则",
    definition_zh="季末已建心理健康档案的人数 ÷ 季末特殊家庭成员数（表示不同意的不计，未说明的计入）",
    definition_en="Members with a mental-health record / members at the quarter's end; those who declined are left out, "
    "those who have not said stay in",
)  # fmt: skip

crisis_intervention_rate = Proportion(
    zh="心理危机干预率", en="Help given after a sudden event",
    counts="cases", table="family_crises", person="household",
    numerator="helped", denominator="wants_help",
    source=f"{_WARM} 三（一）3：根据当事人需要",
    definition_zh="得到干预或援助的突发变故数 ÷ 本季特殊家庭突发变故数（当事人表示不需要的不计，未说明的计入）",
    definition_en="Sudden events after which help was given / those of the quarter; where none was wanted the event is left "
    "out, where nobody said it stays in",
)  # fmt: skip

dual_contact_rate = Proportion(
    zh="双岗联系人落实率", en="Families with contacts on two posts",
    counts="households", table="family_contacts", window="as_at",
    numerator="has_two_posts",
    source=f"{_WARM} 三（二）1",
    definition_zh="季末有两名以上身份、层级或岗位不同的联系人的特殊家庭数 ÷ 特殊家庭数（亲属、邻居、监护人不算）",
    definition_en="Special families with two contacts or more who differ in role, level or post at the quarter's end / all "
    "of them; kin, neighbours and guardians are no contacts",
)  # fmt: skip

contact_adherence_rate = Proportion(
    zh="经常联系落实率", en="Contact kept up",
    counts="windows", table="family_windows", person="household",
    numerator="done", denominator="cadence NOT IN ('festival', 'theme_day', 'event', 'birthday')",
    breakdowns=("plan", "cadence"),
    source=f"{_WARM} 三（二）1：频次由方案定",
    definition_zh="按方案规定的频次联系到的户次 ÷ 本季应联系的户次",
    definition_en="Times a family was called on as often as the plan asks / times due in the quarter, once a family",
)  # fmt: skip

problem_resolution_rate = Proportion(
    zh="困难问题解决率", en="Problems solved",
    counts="cases", table="family_problems", person="household",
    numerator="solved",
    source=f"{_WARM} 三（二）1",
    definition_zh="已解决的问题数 ÷ 本季走访特殊家庭发现的问题数（未填是否解决的不算解决）",
    definition_en="Problems solved / problems found on calls at special families in the quarter; one of which nobody says is not",
)  # fmt: skip

event_visit_timeliness = Proportion(
    zh="重大变故走访及时率", en="Visits in time after an event",
    counts="windows", table="family_windows", person="household",
    numerator="done", denominator="cadence = 'event'",
    breakdowns=_DUTY,
    source=f"{_WARM} 三（二）2：天数由单位定",
    definition_zh="在方案规定天数内走访的户次 ÷ 本季到期的重大变故户次（文件只说及时，天数是单位所定）",
    definition_en="Events after which the family was visited within the days of the plan / events whose days end in the "
    "quarter; the document says only “in time”, the number of days is the office's",
)  # fmt: skip

festival_visit_rate = Proportion(
    zh="节日走访慰问率", en="Visits at festivals",
    counts="windows", table="family_windows", person="household",
    numerator="done", denominator="cadence = 'festival'",
    breakdowns=_DUTY,
    source=f"{_WARM} 三（二）2",
    definition_zh="节日走访慰问到的户次 ÷ 本季应走访慰问的户次（节日当天是特殊家庭的，每个节日每户一次）",
    definition_en="Families visited for a festival / families due, which are those that are special families on the day",
)  # fmt: skip

volunteer_count = Count(
    zh="志愿者人数", en="Volunteers",
    counts="persons", table="volunteers", window="as_at", at_work=True,
    quantity="true", breakdowns=("kind", "level"),
    source=f"{_WARM} 三（三）1",
    definition_zh="季末在志愿者库的人数，按类别和层级分",
    definition_en="Volunteers in the register at the quarter's end, by profession and level",
)  # fmt: skip

special_family_volunteer_count = Count(
    zh="特殊家庭成员志愿者人数", en="Volunteers who are members of special families",
    counts="persons", table="volunteers", window="as_at",
    quantity="special_family", breakdowns=("level",),
    source=f"{_WARM} 三（三）1",
    definition_zh="季末在志愿者库、本人是特殊家庭成员的人数",
    definition_en="Volunteers in the register at the quarter's end who are members of special families themselves",
)  # fmt: skip

volunteer_training_rate = Proportion(
    zh="志愿者培训率", en="Volunteers trained",
    counts="persons", table="volunteers", window="year_so_far", at_work=True,
    numerator="trained", breakdowns=("kind", "level"),
    source=f"{_WARM} 三（三）1",
    definition_zh="本年参加过培训的志愿者数 ÷ 季末在库志愿者数",
    definition_en="Volunteers trained this year / volunteers in the register at the quarter's end",
)  # fmt: skip

volunteer_pairing_rate = Proportion(
    zh="志愿者结对率", en="Families paired with a volunteer",
    counts="households", table="family_contacts", window="as_at",
    numerator="has_volunteer",
    source=f"{_WARM} 三（三）2",
    definition_zh="季末有志愿者结对的特殊家庭数 ÷ 特殊家庭数",
    definition_en="Special families paired with a volunteer at the quarter's end / all of them",
)  # fmt: skip

need_met_rate = Proportion(
    zh="服务需求满足率", en="Needs met",
    counts="cases", table="family_needs", person="household",
    numerator="met", breakdowns=("kind",),
    source=f"{_WARM} 三（三）2",
    definition_zh="已满足的需求数 ÷ 本季登记的特殊家庭需求数，按服务类别分",
    definition_en="Needs met / needs of special families found in the quarter, by kind of service",
)  # fmt: skip

hardship_census_completion_rate = Proportion(
    zh="贫困计生母亲摸底完成率", en="Villages that took their census of poor mothers",
    counts="areas", table="village_censuses", window="year_so_far",
    numerator="taken",
    source=f"{_TOWNSHIP} 四1（1）",
    definition_zh="本年11月30日以前完成摸底的村数 ÷ 村数（有完成记录，或名册登记了贫困母亲；迟于期限的不算）",
    definition_en="Villages that took this year's census by 30 November, shown by a task done or by a roster that names "
    "one / villages; later ones do not count",
)  # fmt: skip

poor_mother_aid_coverage = Proportion(
    zh="贫困计生母亲救助率", en="Poor mothers aided",
    counts="persons", table="poor_mothers", window="year_so_far", rostered=True,
    numerator="aided",
    source=f"{_TOWNSHIP} 四1（1）",
    definition_zh="本年本户得到帮扶救助的贫困计生母亲数 ÷ 季末贫困计生母亲数（低保另计）",
    definition_en="Poor mothers whose household was aided this year / poor mothers at the quarter's end; the minimum "
    "allowance is another indicator's",
)  # fmt: skip

hardship_assistance_coverage = Proportion(
    zh="计生困难家庭救助率", en="Family-planning households in hardship aided",
    counts="households", table="hardship_families_aided", window="year_so_far",
    numerator="aided", breakdowns=("family",),
    source=f"{_TOWNSHIP} 四1（2）",
    definition_zh="本年得到帮扶救助的户数 ÷ 季末计生困难家庭户数（名册登记低保、特困或贫困母亲，或本年受灾、意外、重病、陷入困境；低保另计）",
    definition_en="Households aided this year / family-planning households in hardship at the quarter's end: poor on the "
    "roster, or struck this year by disaster, accident, illness or plight; the minimum allowance is another indicator's",
)  # fmt: skip

minimum_allowance_coverage = Proportion(
    zh="计生困难家庭低保覆盖率", en="Family-planning households in hardship on the minimum allowance",
    counts="households", table="hardship_families", window="as_at",
    numerator="is_on_allowance", denominator="NOT is_destitute", breakdowns=("family",),
    source=f"{_TOWNSHIP} 四1（2）、4",
    definition_zh="季末享受低保的户数 ÷ 计生困难家庭户数（特困供养户不计）",
    definition_en="Households on the minimum allowance / family-planning households in hardship at the quarter's end, "
    "without the destitute, who are kept otherwise",
)  # fmt: skip

reproductive_check_coverage = Proportion(
    zh="育龄妇女检查覆盖率", en="Women of childbearing age checked",
    counts="persons", table="women_checked", window="year_so_far", rostered=True,
    numerator="checked",
    source=f"{_TOWNSHIP} 四2",
    definition_zh="本年做过妇科、两癌或避孕节育（双查）检查的人数 ÷ 季末育龄妇女数",
    definition_en="Women with a gynaecological check, a screening for the two cancers or a check of contraception this "
    "year / women of childbearing age at the quarter's end",
)  # fmt: skip

girl_dropout_return_rate = Proportion(
    zh="女童辍学返校率", en="Girls back at school",
    counts="persons", table="people.dropouts", window="year_so_far", rostered=True,
    numerator="returned", denominator="sex = 'female'",
    source=f"{_TOWNSHIP} 四4",
    definition_zh="至季末已返校的女童数 ÷ 本年至季末辍学的女童数",
    definition_en="Girls back at school by the quarter's end / girls who have left it this year",
)  # fmt: skip
