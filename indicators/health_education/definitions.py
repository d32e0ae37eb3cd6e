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
    numerator="correct", denominator="kind = 'knowledge' AND correct IS NOT NULL",
    breakdowns=(*_WHO, "topic", *_SURVEY),
    source="楚州区2010年健康教育工作实施方案 二（一）4–6；清江浦区健康教育实施方案 一1、一4、一8",
    definition_zh="本期调查中知识题答对题数 ÷ 知识题应答题数（按题合并，空白计为未答对；跳过的题和无法辨认的答案不计，后者由数据接收时另行列出）",
    definition_en="Knowledge items answered correctly / knowledge items asked in the period's surveys, pooled over "
    "respondents; a blank was asked and is not correct; questions passed over are not counted, nor answers that cannot be read, "
    "which intake lists",
)  # fmt: skip

knowledge_pass_rate = Proportion(
    zh="健康知识合格率（按人）", en="Knowledge pass rate (by person)",
    counts="persons", table="respondents", data_basis="sample",
    numerator="passed",
    breakdowns=(*_WHO, *_SURVEY),
    source="与知晓率并列：方案未写明按题还是按人",
    definition_zh="知识和技能题得分达到问卷合格线的人数 ÷ 调查人数（未设合格线的问卷不计；是否合格取决于无法辨认的答案的人不计）",
    definition_en="Respondents whose points on knowledge and skill items reach the questionnaire's pass mark / "
    "respondents; questionnaires without a pass mark are left out, and respondents whose pass hangs on an answer that cannot "
    "be read",
)  # fmt: skip

behaviour_formation_rate = Proportion(
    zh="健康行为形成率", en="Health behaviour formation rate",
    counts="items", person="respondent", table="survey_items", data_basis="sample",
    numerator="correct", denominator="kind = 'behaviour' AND correct IS NOT NULL",
    breakdowns=(*_WHO, "topic", *_SURVEY),
    source="楚州区2010年健康教育工作实施方案 二（一）4–6；清江浦区健康教育实施方案 一1、一4",
    definition_zh="本期调查中行为题选择健康做法的题数 ÷ 行为题应答题数（跳过的题和无法辨认的答案不计）",
    definition_en="Behaviour items answered with the healthy practice / behaviour items asked in the period's surveys; questions "
    "passed over and answers that cannot be read are not counted",
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
    definition_zh="按时更新的次数 ÷ 应更新次数。医院院内宣传栏“逢双月更新”按严格口径：须在双月（2、4、6……月）当月更换，"
    "单月更换的不算；门诊、病区、卫生服务站、社区和行政村文件未定周期，每季度看是否更换过。未注明有无宣传栏的计入",
    definition_en="Windows in which the board was changed / windows due. A hospital's board is changed in each even month, "
    "read strictly: on a day of February, April, June … itself; for halls, wards, health stations, communities and "
    "villages the documents set no cadence, and a quarter asks whether it was changed at all. Sites that do not say "
    "whether they have a board stay in",
)  # fmt: skip

household_material_coverage = Proportion(
    zh="健康教育资料入户率", en="Household coverage of health-education material",
    counts="households", table="village_households", window="year_so_far",
    numerator="households_reached", denominator="households",
    source="楚州区2010年健康教育工作实施方案 二（二）3",
    definition_zh="年内至季末资料入户的户次 ÷ 农户数（重复发放会使比率超过100%，照实显示）",
    definition_en="Households given material in the year up to the quarter's end / village households; delivering "
    "twice can make it exceed 100 %, which is shown as it is",
)  # fmt: skip

household_delivery_arranged_rate = Proportion(
    zh="资料入户安排率", en="Villages with this year's delivery of material arranged",
    counts="areas", table="village_arrangements", window="as_at",
    numerator="arranged",
    source="楚州区2010年健康教育工作实施方案 二（二）3",
    definition_zh="季末已报告本年度资料入户安排的村数 ÷ 村数（没有报告的村计入，视为没有安排）",
    definition_en="Villages that have reported an arrangement for this year's delivery by the quarter's end / villages; "
    "one that reports nothing has none",
)  # fmt: skip

induction_training_rate = Proportion(
    zh="岗前培训率", en="Induction training rate",
    counts="persons", at_work=True, table="inductees", rostered=True, window="year_so_far",
    numerator="trained_before_post",
    breakdowns=("population_group",),
    source="楚州区2010年健康教育工作实施方案 二（一）6；清江浦区健康教育实施方案 一1",
    definition_zh="本年至季末上岗前参加岗前培训的人数 ÷ 应参加岗前培训的人数",
    definition_en="Persons who came to induction training before taking up post / persons due for it, in the year up to "
    "the quarter's end",
)  # fmt: skip

on_post_safety_training_rate = Proportion(
    zh="岗位安全与健康培训率", en="On-the-post safety and health training rate",
    counts="persons", at_work=True, table="trainees", rostered=True, window="year_so_far",
    numerator="attended", denominator="kind = 'in_service' AND population_group IN ('new_worker', 'woman_worker', 'exposed_worker')",
    breakdowns=("population_group",),
    source="楚州区2010年健康教育工作实施方案 二（一）6",
    definition_zh="本年至季末参加过岗位（在岗）安全与健康培训的新职工、女工、接毒接尘工人数 ÷ 应参加的人数",
    definition_en="New workers, women workers and dust- or toxin-exposed workers who came to training on the post / those "
    "due for it, in the year up to the quarter's end",
)  # fmt: skip

training_participation_rate = Proportion(
    zh="在职培训参与率", en="In-service training participation rate",
    counts="persons", at_work=True, table="trainees", rostered=True, window="year_so_far",
    numerator="attended", denominator="kind = 'in_service'",
    breakdowns=("population_group",),
    source="清江浦区健康教育实施方案 一1",
    definition_zh="本年至季末至少参加过一次健康教育理论及技能培训的人数 ÷ 应参加的人数（按人计，不按人次）",
    definition_en="Persons who came to in-service training at least once / persons due for it, in the year up to the "
    "quarter's end: persons, not attendances",
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
    quantity="became_health_promoting AND kind = 'hospital'", by_unit="unit", breakdowns=("grade",),
    source="清江浦区健康教育实施方案 一3",
    definition_zh="本年命名为健康促进医院的医疗机构数（级别未注明的不算任何一级）",
    definition_en="Hospitals and centres named health-promoting this year; one named without a grade is of no grade",
)  # fmt: skip

online_assessment_count = Count(
    zh="居民健康素养网上测评人数", en="Persons in the online health-literacy assessment",
    counts="persons", returned=True, table="online_assessments", window="ytd",
    quantity="persons", by_unit="unit", breakdowns=("medical_level",),
    source="清江浦区健康教育实施方案 一6",
    definition_zh="各医疗单位本年累计上报的网上测评人数（登记表未注明层级的医疗单位按基层对待）",
    definition_en="Persons that each medical unit reports to have brought to the online assessment this year; one whose "
    "level the register does not state is taken for grassroots",
)  # fmt: skip

article_submission_count = Count(
    zh="投稿篇数", en="Articles submitted",
    counts="articles", table="article_quarters",
    quantity="articles", by_unit="unit",
    source="楚州区2010年健康教育工作实施方案 二（五）2",
    definition_zh="本季度投稿篇数；文件所称“每单位”此处指医疗单位，未投稿的也逐一考核",
    definition_en="Articles submitted in the quarter; the document's “each unit” is read as each medical unit, and those "
    "that submitted none are judged too",
)  # fmt: skip

supervision_completion_rate = Proportion(
    zh="督导完成率", en="Supervision completion rate",
    counts="windows", table="supervision_windows",
    numerator="visited", denominator="kind <> 'school'",
    breakdowns=("kind",),
    source="楚州区2010年健康教育工作实施方案 四4、四6、四7",
    definition_zh="完成的督导次数 ÷ 应督导次数：乡镇3–10月每月、医院和防保所每季、教育局每学期一次（对学校的督导由防保所进行，另列）",
    definition_en="Supervision visits made / due: towns monthly from March to October, hospitals and prevention stations "
    "quarterly, the education bureau once a term; schools are the prevention stations' to visit and stand apart",
)  # fmt: skip

school_supervised_by_station_rate = Proportion(
    zh="防保所督导学校率", en="Schools supervised by prevention stations",
    counts="windows", table="supervision_windows",
    numerator="visited", denominator="kind = 'school'",
    source="楚州区2010年健康教育工作实施方案 四7（了解防保所对辖区学校的督导情况；文件未定次数，按学期看）",
    definition_zh="防保所督导过的学校学期数 ÷ 学校学期数（他人的督导和未注明督导单位的不算）",
    definition_en="Terms in which a school was visited by a prevention station / terms; the document sets no cadence for "
    "it. Visits by others, or by nobody stated, do not count",
)  # fmt: skip

report_timeliness_rate = Proportion(
    zh="信息平台填报及时率", en="Report timeliness rate",
    counts="reports", table="reports.expected_reports",
    numerator="on_time",
    breakdowns=("kind",),
    source="清江浦区健康教育实施方案 一7",
    definition_zh="按期收到的工作报表份数 ÷ 应报份数（未注明收到日期的不算按期；未注明是否填报的医疗单位算应报）",
    definition_en="Work reports received by their due day / due; one without a date of receipt is not on time, and medical "
    "units that do not say whether they report are due",
)  # fmt: skip

report_completeness_rate = Proportion(
    zh="信息平台填报完整率", en="Report completeness rate",
    counts="reports", table="reports.expected_reports",
    numerator="received",
    breakdowns=("kind",),
    source="清江浦区健康教育实施方案 一7",
    definition_zh="收到的工作报表份数 ÷ 应报份数（未注明是否填报的医疗单位算应报）",
    definition_en="Work reports received / due; medical units that do not say whether they report are due",
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
