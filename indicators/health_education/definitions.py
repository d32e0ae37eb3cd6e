"""Health education and promotion: what its indicators count."""

from indicators.model import Count, Proportion, Verification

zh = "健康教育与健康促进"
en = "Health education and promotion"

_WHO = ("population_group", "urban_rural", "sex", "age_band")
_SURVEY = ("survey", "questionnaire", "arm")
_OWES_A_BOARD = "kind IN ('outpatient_hall', 'ward', 'health_station', 'community', 'administrative_village')"

knowledge_awareness_rate = Proportion(
    zh="健康知识知晓率", en="Health knowledge awareness rate",
    counts="items", person="respondent", table="survey_items", data_basis="sample",
    numerator="correct", denominator="kind = 'knowledge'",
    breakdowns=(*_WHO, "topic", *_SURVEY),
    source="楚州区2010年健康教育工作实施方案 二（一）4–6；清江浦区健康教育实施方案 一1、一4、一8",
    definition_zh="本期调查中知识题答对题数 ÷ 知识题应答题数（按题合并，空白或无效答案计为未答对）",
    definition_en="Knowledge items answered correctly / knowledge items asked in the period's surveys, pooled over "
    "respondents; a blank or invalid answer was asked and is not correct",
)  # fmt: skip

knowledge_pass_rate = Proportion(
    zh="健康知识合格率（按人）", en="Knowledge pass rate (by person)",
    counts="persons", table="respondents", data_basis="sample",
    numerator="passed",
    breakdowns=(*_WHO, *_SURVEY),
    source="与知晓率并列：方案未写明按题还是按人",
    definition_zh="知识和技能题得分达到问卷合格线的人数 ÷ 调查人数（未设合格线的问卷不计）",
    definition_en="Respondents whose points on knowledge and skill items reach the questionnaire's pass mark / "
    "respondents; questionnaires without a pass mark are left out",
)  # fmt: skip

behaviour_formation_rate = Proportion(
    zh="健康行为形成率", en="Health behaviour formation rate",
    counts="items", person="respondent", table="survey_items", data_basis="sample",
    numerator="correct", denominator="kind = 'behaviour'",
    breakdowns=(*_WHO, "topic", *_SURVEY),
    source="楚州区2010年健康教育工作实施方案 二（一）4–6；清江浦区健康教育实施方案 一1、一4",
    definition_zh="本期调查中行为题选择健康做法的题数 ÷ 行为题应答题数",
    definition_en="Behaviour items answered with the healthy practice / behaviour items asked in the period's surveys",
)  # fmt: skip

education_network_coverage = Proportion(
    zh="健康教育网络覆盖率", en="Health-education network coverage",
    counts="sites", table="places.sites_as_at", window="as_at",
    numerator="in_network", denominator="kind IN ('community', 'hospital', 'school', 'enterprise')",
    breakdowns=("kind", "urban_rural"),
    source="楚州区2010年健康教育工作实施方案 二（一）2",
    definition_zh="季末已配健康教育联络员、纳入网络的社区、医院、学校、企业数 ÷ 季末在册数",
    definition_en="Communities, hospitals, schools and enterprises with a health-education liaison at the quarter's "
    "end / those on the register",
)  # fmt: skip

bulletin_board_setup_rate = Proportion(
    zh="宣传栏设置率", en="Bulletin-board set-up rate",
    counts="sites", table="places.sites_as_at", window="as_at",
    numerator="has_board", denominator=_OWES_A_BOARD,
    breakdowns=("kind", "urban_rural"),
    source="清江浦区健康教育实施方案 一2；楚州区2010年健康教育工作实施方案 二（二）2",
    definition_zh="季末设有健康教育宣传栏的门诊、病区、卫生服务站、社区和行政村数 ÷ 季末在册数",
    definition_en="Out-patient halls, wards, health stations, communities and villages with a bulletin board at the "
    "quarter's end / those on the register",
)  # fmt: skip

bulletin_board_update_rate = Proportion(
    zh="宣传栏更新率", en="Bulletin-board update rate",
    counts="windows", table="board_windows",
    numerator="updated", denominator=f"kind = 'hospital' OR {_OWES_A_BOARD}",
    breakdowns=("kind", "urban_rural"),
    source="楚州区2010年健康教育工作实施方案 二（二）2、四11",
    definition_zh="按时更新的次数 ÷ 应更新次数：医院、门诊、病区、卫生服务站、社区和行政村的宣传栏自设置起"
    "每两个月一次，逢双月月底到期",
    definition_en="Two-month windows in which the board was changed / windows due, on the last day of each even month "
    "from its set-up, for the boards of hospitals, halls, wards, health stations, communities and villages",
)  # fmt: skip

household_material_coverage = Proportion(
    zh="健康教育资料入户率", en="Household coverage of health-education material",
    counts="households", table="village_households", window="as_at",
    numerator="households_reached", denominator="households",
    source="楚州区2010年健康教育工作实施方案 二（二）3",
    definition_zh="本年至季末资料入户的户次 ÷ 农户数（重复发放会使比率超过100%，照实显示）",
    definition_en="Households given material this year up to the quarter's end / village households; delivering "
    "twice can make it exceed 100 %, which is shown as it is",
)  # fmt: skip

induction_training_rate = Proportion(
    zh="岗前培训率", en="Induction training rate",
    counts="persons", at_work=True, table="inductees", window="ytd",
    numerator="trained_before_post",
    breakdowns=("population_group",),
    source="楚州区2010年健康教育工作实施方案 二（一）6；清江浦区健康教育实施方案 一1",
    definition_zh="上岗前参加岗前培训的人数 ÷ 本年应参加岗前培训的人数",
    definition_en="Persons who came to induction training before taking up post / persons due for it this year",
)  # fmt: skip

training_participation_rate = Proportion(
    zh="在职培训参与率", en="In-service training participation rate",
    counts="person_times", at_work=True, table="trainees", window="ytd",
    numerator="attended", denominator="kind = 'in_service'",
    breakdowns=("population_group",),
    source="清江浦区健康教育实施方案 一1",
    definition_zh="健康教育理论及技能培训实到人次 ÷ 应到人次（本年累计）",
    definition_en="Attendances at in-service training / attendances expected, year to date",
)  # fmt: skip

prescription_use_rate = Proportion(
    zh="健康教育处方使用率", en="Health-education prescription use rate",
    counts="encounters", table="prescription_tallies",
    numerator="given", denominator="encounters",
    breakdowns=("setting",),
    source="清江浦区健康教育实施方案 一1",
    definition_zh="发放健康教育处方的诊疗人次 ÷ 诊疗人次",
    definition_en="Encounters in which a health-education prescription was given / encounters",
)  # fmt: skip

health_promoting_hospital_count = Count(
    zh="创建健康促进医院数", en="Health-promoting hospitals created",
    counts="sites", table="places.sites_as_at", window="ytd",
    quantity="became_health_promoting AND kind = 'hospital'",
    source="清江浦区健康教育实施方案 一3",
    definition_zh="本年命名为健康促进医院的医疗机构数",
    definition_en="Hospitals and centres named health-promoting this year",
)  # fmt: skip

online_assessment_count = Count(
    zh="居民健康素养网上测评人数", en="Persons in the online health-literacy assessment",
    counts="persons", returned=True, table="online_assessments", window="ytd",
    quantity="persons", by_unit="unit",
    source="清江浦区健康教育实施方案 一6",
    definition_zh="各医疗单位本年累计上报的网上测评人数",
    definition_en="Persons that each medical unit reports to have brought to the online assessment this year",
)  # fmt: skip

article_submission_count = Count(
    zh="投稿篇数", en="Articles submitted",
    counts="articles", table="article_quarters",
    quantity="articles", by_unit="unit",
    source="楚州区2010年健康教育工作实施方案 二（五）2",
    definition_zh="本季度投稿篇数；逐单位考核时含未投稿的医疗单位",
    definition_en="Articles submitted in the quarter; unit by unit, medical units that submitted none are judged too",
)  # fmt: skip

supervision_completion_rate = Proportion(
    zh="督导完成率", en="Supervision completion rate",
    counts="windows", table="supervision_windows",
    numerator="visited",
    breakdowns=("kind",),
    source="楚州区2010年健康教育工作实施方案 四4、四6、四7",
    definition_zh="完成的督导次数 ÷ 应督导次数：乡镇3–10月每月、医院和防保所每季、学校每学期一次",
    definition_en="Supervision visits made / due: towns monthly from March to October, hospitals and prevention "
    "stations quarterly, schools once a term",
)  # fmt: skip

report_timeliness_rate = Proportion(
    zh="信息平台填报及时率", en="Report timeliness rate",
    counts="reports", table="reports.expected_reports",
    numerator="on_time",
    breakdowns=("kind",),
    source="清江浦区健康教育实施方案 一7",
    definition_zh="按期收到的工作报表份数 ÷ 应报份数（未注明收到日期的不算按期）",
    definition_en="Work reports received by their due day / due; one without a date of receipt is not on time",
)  # fmt: skip

report_completeness_rate = Proportion(
    zh="信息平台填报完整率", en="Report completeness rate",
    counts="reports", table="reports.expected_reports",
    numerator="received",
    breakdowns=("kind",),
    source="清江浦区健康教育实施方案 一7",
    definition_zh="收到的工作报表份数 ÷ 应报份数",
    definition_en="Work reports received / due",
)  # fmt: skip

activity_session_verification = Verification(
    zh="活动场次核对", en="Activity sessions: records against reports",
    counts="sessions", table="reports.activity_returns", window="as_at",
    reported="reported_sessions", recounted="recounted_sessions",
    breakdowns=("kind",),
    source="数据质量：上报数与活动记录核对",
    definition_zh="按活动记录重新计数的本年场次 ÷ 上报场次，两者不符即列为问题",
    definition_en="Sessions of the year recounted from the records / sessions reported; a difference is a finding",
)  # fmt: skip

activity_attendance_verification = Verification(
    zh="活动参加人次核对", en="Activity attendances: records against reports",
    counts="person_times", table="reports.activity_returns", window="as_at",
    reported="reported_attendances", recounted="recounted_attendances",
    breakdowns=("kind",),
    source="数据质量：上报数与活动记录核对",
    definition_zh="按活动记录重新计数的本年参加人次 ÷ 上报人次，两者不符即列为问题",
    definition_en="Attendances of the year recounted from the records / reported; a difference is a finding",
)  # fmt: skip
