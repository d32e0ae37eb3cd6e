"""Care for left-behind elders, women and children, empty-nest elders and the destitute: what its indicators count."""

from functools import partial

from indicators.model import Count, Proportion

zh = "留守老人妇女儿童和特困群众关爱服务"
en = "Care for the left-behind and the destitute"

# Persons in care on the quarter's last day, where a definition names no other time.
_persons = partial(Proportion, counts="persons", rostered=True, window="as_at")

_VOLUNTEERS = "关爱老人志愿服务活动方案（65岁以上，篇三）"
_EMPTY_NEST = "关爱“空巢老人”志愿服务活动实施方案（某乡，篇四）"
_YUNNAN = "农村留守老年人关爱服务实施方案（云南某州，篇八、篇九）"
_LINZE = "农村留守老人妇女儿童和特困群众关爱服务方案（临泽县某镇，2022年，篇十）"
_TOWNSHIP = "空巢老人和留守儿童服务管理方案（某乡，篇十一）"
_PINGQUAN = "农村留守老人妇女儿童和特困群众关爱服务方案（镇原县平泉镇，篇十三）"
_DUTY = ("plan", "service", "cadence")
_BOTH_ZH, _BOTH_EN = "空巢老人和留守儿童", "empty-nest elders and left-behind children"

visit_adherence_rate = Proportion(
    zh="关爱服务落实率", en="Care services given when due", counts="windows", person="person", table="people.duty_quarters", rostered=True,
    numerator="windows_met", denominator="windows_due", breakdowns=(*_DUTY, "population_group"),
    source=f"{_VOLUNTEERS} 22–26行；{_TOWNSHIP} 145、148行；{_PINGQUAN} 187、203行",
    definition_zh="按时做到的服务次数 ÷ 方案规定本季应做的次数（每人每个周期一次；整个周期都在服务对象之列的才计；同一周期多次只算一次；服务首次有记录的季度起计）",
    definition_en="Windows in which the service was given / windows that a plan owes persons in the group from the window's first day to its last",
)  # fmt: skip

persons_with_every_window_met_rate = _persons(
    zh="服务次次到位人员占比", en="Persons given every service when due", table="persons_owed", window="quarter", numerator="every_window_met",
    breakdowns=("plan",), source=f"{_VOLUNTEERS} 22–26行；{_TOWNSHIP} 145、148行；{_PINGQUAN} 203行",
    definition_zh="本季一项方案规定的各项服务次次按时做到的人数 ÷ 应得到服务的人数（几项方案的对象按方案分别计）",
    definition_en="Persons given every service a plan owes them in the quarter, each time / persons owed any; who stands in two plans counts in each",
)  # fmt: skip

risk_visit_adherence_rate = Proportion(
    zh="特殊困难留守老人关爱服务落实率", en="Care services given when due: left-behind elders at risk", counts="windows", person="person", table="risk_windows",
    rostered=True, numerator="windows_met", denominator="windows_due", breakdowns=_DUTY, source=f"{_YUNNAN} 93行",
    definition_zh="独居、失能半失能、贫困（低保、特困）或80岁以上的留守老人：按时做到的服务次数 ÷ 应做的次数",
    definition_en="Windows met / windows owed, of left-behind elders living alone, half or quite disabled, poor, or of 80 and over",
)  # fmt: skip

guardianship_rate = _persons(
    zh="生活不能自理老人监护率", en="Elders unable to care for themselves who have a guardian", table="guardians", numerator="guarded",
    source=f"{_VOLUNTEERS} 29行", definition_zh="季末结对登记中有监护人的人数 ÷ 60岁以上生活不能自理的人数",
    definition_en="Those with a guardian in the register of pairings at the quarter's end / people of 60 and over unable to care for themselves",
)  # fmt: skip

pairing_rate = _persons(
    zh="结对联系率", en="Persons with a contact or volunteer", table="pairings_as_at", numerator="paired",
    source=f"{_VOLUNTEERS} 20、29行；{_EMPTY_NEST} 44、46行；{_LINZE} 121行；{_TOWNSHIP} 145行",
    definition_zh="季末有结对联系人（干部、志愿者、教师、邻里等，不含监护人、亲属和代买代办人员）的人数 ÷ 关爱对象人数",
    definition_en="Persons with a contact at the quarter's end (cadre, volunteer …; no guardian, relative or errand runner) / persons in care",
)  # fmt: skip

errand_agent_rate = _persons(
    zh="代买代办人员落实率", en="Left-behind elders of limited mobility with somebody to run errands", table="errand_agents", numerator="has_agent",
    source=f"{_PINGQUAN} 179行", definition_zh="季末已确定代买代办人员的人数 ÷ 行动不便（含半失能、失能）的留守老人数",
    definition_en="Those with a named person to run errands at the quarter's end / left-behind elders of limited mobility",
)  # fmt: skip

care_record_rate = _persons(
    zh="关爱档案建档率", en="Persons with a care record", table="care_records", numerator="has_record",
    source=f"{_YUNNAN} 86行；{_LINZE} 121行；{_TOWNSHIP} 134行；{_PINGQUAN} 195、206行", definition_zh="季末已建关爱档案的人数 ÷ 关爱对象（留守老人、妇女、儿童，空巢、有困难、不能自理的老人，特困人员）人数",
    definition_en="Those with a care record at the quarter's end / in care: the left-behind, elders of empty nests, in need or unable, the destitute",
)  # fmt: skip

care_record_current_rate = _persons(
    zh="关爱档案半年内更新率", en="Care records kept current within half a year", table="care_records", numerator="is_current",
    source=f"{_YUNNAN} 86、93行；{_PINGQUAN} 195、206行（实行动态管理；半年为按普查周期推定）", definition_zh="季末前半年内建立或更新过关爱档案的人数 ÷ 关爱对象人数（没有档案的计入）",
    definition_en="Persons whose care record was established or updated in the half-year before the quarter's end / persons in care",
)  # fmt: skip

health_record_rate = _persons(
    zh="空巢老人和留守儿童健康档案建档率", en="Empty-nest elders and left-behind children with a health record", table="health_records", numerator="has_record",
    source=f"{_EMPTY_NEST} 40行；{_TOWNSHIP} 139行", definition_zh=f"季末已建健康档案的人数 ÷ {_BOTH_ZH}数",
    definition_en=f"Those with a health record at the quarter's end / {_BOTH_EN}",
)  # fmt: skip

family_doctor_contract_rate = _persons(
    zh="留守老人家庭医生签约率", en="Left-behind elders with a family doctor", table="family_doctors", numerator="has_contract", source=f"{_YUNNAN} 93行",
    definition_zh="季末已签约家庭医生的人数 ÷ 留守老人数",
    definition_en="Those with a family doctor's contract at the quarter's end / left-behind elders",
)  # fmt: skip

roster_census_rate = _persons(
    zh="春秋两季普查登记率", en="Spring and autumn census: persons verified", table="census_persons", window="quarter", numerator="verified",
    source=f"{_TOWNSHIP} 134行", definition_zh=f"3月（春季）、9月（秋季）当月核实过的人数 ÷ 季末在册的{_BOTH_ZH}数（名册只留最近一次核实日期，已被以后的普查核实的人不再用于评判以前的普查）",
    definition_en=f"Those verified in March, or in September, itself / {_BOTH_EN}; whom a later census has verified is left out of an earlier one",
)  # fmt: skip

village_census_rate = Proportion(
    zh="春秋两季普查完成村占比", en="Spring and autumn census: villages done", counts="areas", table="census_villages", numerator="verified",
    source=f"{_TOWNSHIP} 134行", definition_zh=f"{_BOTH_ZH}全部核实完的村数 ÷ 有{_BOTH_ZH}的村数",
    definition_en=f"Villages that have verified every one / villages with {_BOTH_EN}",
)  # fmt: skip

elder_register_completeness_rate = _persons(
    zh="留守老人信息台账完整率", en="Left-behind elders whose roster entry is complete", table="registers", numerator="elder_complete",
    denominator="left_behind_elder", source=f"{_YUNNAN} 86行", definition_zh="经济来源、家庭结构、健康状况、照料情况四项都有记载的人数 ÷ 留守老人数",
    definition_en="Those of whom the roster tells income, household, health and care, all four / left-behind elders",
)  # fmt: skip

child_register_completeness_rate = _persons(
    zh="留守儿童登记完整率", en="Left-behind children whose roster entry is complete", table="registers", numerator="child_complete",
    denominator="left_behind_child", source=f"{_TOWNSHIP} 134行", definition_zh="父母务工地址、联系电话，监护人及其电话都有记载的人数 ÷ 留守儿童数",
    definition_en="Those of whom the roster tells where the parents work, their telephone, the guardian and the guardian's / left-behind children",
)  # fmt: skip

needs_ledger_rate = _persons(
    zh="老人主要需求登记率", en="Elders in need whose main needs are on record", table="registers", numerator="needs_known", denominator="elder_65",
    source=f"{_VOLUNTEERS} 27行", definition_zh="名册记有主要需求的人数 ÷ 65岁以上的关爱对象人数",
    definition_en="Those whose main needs the roster tells / persons in care of 65 and over",
)  # fmt: skip

supporter_contact_known_rate = _persons(
    zh="留守老人子女去向联系方式知晓率", en="Left-behind elders whose children's whereabouts and telephone are known", table="registers",
    numerator="supporter_known", denominator="left_behind_elder", source=f"{_YUNNAN} 87行", definition_zh="子女（赡养人）去向和联系电话都有记载的人数 ÷ 留守老人数",
    definition_en="Those of whom the roster tells where the children are and their telephone / left-behind elders",
)  # fmt: skip

carer_at_home_rate = _persons(
    zh="重病失能老人子女在家照料率", en="Elders severely ill or unable with a child at home", table="carers_at_home", numerator="has_carer",
    source=f"{_YUNNAN} 87行", definition_zh="与子女同住或身边有赡养人的人数 ÷ 有子女的60岁以上重病或生活不能自理的老人数（名册没有写明的不算）",
    definition_en="Those the roster says live with a child or have a supporter at hand / people of 60 and over so ill or unable, if not childless",
)  # fmt: skip

school_attendance_rate = _persons(
    zh="留守儿童入学率", en="Left-behind children at school", table="schoolchildren", numerator="in_school", source=f"{_PINGQUAN} 196行",
    definition_zh="在校的人数 ÷ 义务教育阶段（6–15岁）留守儿童数（没有写明的计入，不算在校）",
    definition_en="Those at school / left-behind children in compulsory education (6 to 15); one of whom nothing is said is not",
)  # fmt: skip

dropout_return_rate = _persons(
    zh="辍学学生劝返率", en="Dropouts brought back to school", table="people.dropouts", window="year_so_far", numerator="returned",
    source=f"{_PINGQUAN} 196行", definition_zh="本年至季末已复学的人数 ÷ 本年至季末登记的辍学人数",
    definition_en="Those back at school by the quarter's end / children registered as having left it this year",
)  # fmt: skip

dropout_report_rate = _persons(
    zh="辍学未返书面报告率", en="Dropouts not back reported in writing", table="people.dropouts", window="year_so_far", numerator="reported",
    denominator="NOT returned", source=f"{_PINGQUAN} 196行", definition_zh="至季末已书面报告的人数 ÷ 本年登记、至季末未复学的人数",
    definition_en="Those reported by the quarter's end / children who left school this year and are not back",
)  # fmt: skip

incident_report_timeliness = Proportion(
    zh="留守老人突发情况及时报告率", en="Emergencies of left-behind elders reported in time", counts="cases", person="person", table="incidents", rostered=True,
    numerator="reported_in_time", breakdowns=("kind",), source=f"{_YUNNAN} 93行（“及时”；文件未定期限，次日以内为本软件所定）",
    definition_zh="当日或次日报告的件数 ÷ 流浪乞讨、遭受侵害、危重病情、严重精神疾病、重大困境件数（没有报告日期的不算及时）",
    definition_en="Emergencies reported on the day or the next (our reading of “in time”) / emergencies of five kinds; late without a day of report",
)  # fmt: skip

insurance_enrolment_rate = _persons(
    zh="空巢老人和留守儿童参保率", en="Empty-nest elders and left-behind children insured", table="insured", numerator="insured", source=f"{_TOWNSHIP} 139行",
    definition_zh=f"参加医疗保险的人数 ÷ {_BOTH_ZH}数（没有写明的计入，不算参保）",
    definition_en=f"Those with medical insurance / {_BOTH_EN}; one of whom nothing is said is not",
)  # fmt: skip

checkup_coverage = _persons(
    zh="空巢老人和留守儿童体检率", en="Check-ups of empty-nest elders and left-behind children", table="checkups", window="year_so_far", numerator="checked",
    source=f"{_EMPTY_NEST} 40行；{_TOWNSHIP} 139、149行", definition_zh=f"本年至季末体检过的人数 ÷ 季末在册的{_BOTH_ZH}数",
    definition_en=f"Those checked up in the year up to the quarter's end / {_BOTH_EN} there at its end",
)  # fmt: skip

two_cancer_screening_rate = _persons(
    zh="留守妇女“两癌”检查率", en="Two-cancer screening of left-behind women", table="two_cancer_screenings", window="year_so_far", numerator="screened",
    source=f"{_LINZE} 122行", definition_zh="本年至季末做过“两癌”检查的人数 ÷ 季末在册的留守妇女数（文件未限年龄）",
    definition_en="Those screened in the year up to the quarter's end / left-behind women there at its end, of any age",
)  # fmt: skip

medical_visit_reach = _persons(
    zh="医务人员上门服务到达率", en="Elders to whom medical staff have come", table="medical_visits", window="year_so_far", numerator="reached",
    source=f"{_VOLUNTEERS} 25行；{_EMPTY_NEST} 44行；{_LINZE} 121行", definition_zh="本年至季末医务人员上门或体检、测血压、送药服务过的人数 ÷ 季末在册的空巢、留守老人数",
    definition_en="Those to whom medical staff came, or checked up, in the year up to the quarter's end / empty-nest and left-behind elders",
)  # fmt: skip

assistance_coverage = Proportion(
    zh="救助补贴落实率", en="Assistance given to whom is entitled", counts="person_times", person="person", table="entitlements", rostered=True,
    window="year_so_far", numerator="received", breakdowns=("kind",), source=f"{_YUNNAN} 92行；{_TOWNSHIP} 138行；{_PINGQUAN} 179、180、190行",
    definition_zh="本年至季末已享受的人次 ÷ 名册上符合条件的人次（一人符合几项按几次计，某项首次有记录的季度起计）：高龄津贴、服务补贴见各自指标；特困供养；低保；贫困重病留守老人医疗救助；残疾留守老人和妇女残疾人补贴；贫困残疾留守老人辅助器具",
    definition_en="Entitlements met this year / entitlements by the roster: the two allowances below; support of the destitute; minimum allowance; "
    "of the left-behind, medical aid for poor elders severely ill, disability allowance for elders and women, and aids for poor disabled elders",
)  # fmt: skip

old_age_allowance_coverage = _persons(
    zh="高龄津贴覆盖率", en="Old-age allowance", table="old_age_allowances", window="year_so_far", numerator="received",
    source=f"{_PINGQUAN} 179行；{_YUNNAN} 92行；{_TOWNSHIP} 138行", definition_zh="本年至季末领过高龄津贴的人数 ÷ 80岁以上老年人数",
    definition_en="Those given the old-age allowance in the year up to the quarter's end / people of 80 and over",
)  # fmt: skip

service_subsidy_coverage = _persons(
    zh="老年人服务补贴覆盖率", en="Service subsidy for elders", table="service_subsidies", window="year_so_far", numerator="received",
    source=f"{_PINGQUAN} 180行", definition_zh="本年至季末领过服务补贴的人数 ÷ 60岁以上，特困、低保或计生特殊家庭，且失能半失能、失智或80岁以上的人数",
    definition_en="Those given it this year / people of 60 and over, poor or of a special family, who are disabled, demented, or 80 and over",
)  # fmt: skip

double_ninth_gift_coverage = _persons(
    zh="重阳节慰问覆盖率", en="Double Ninth: gift and money", table="double_ninth_gifts", window="quarter", numerator="given", source="关爱老人重阳节活动（某社区，篇二）7行",
    definition_zh="重阳节既领到慰问品又领到慰问金的人数 ÷ 当日60岁以上老年人数",
    definition_en="Those given a gift and money for Double Ninth / people of 60 and over on that day",
)  # fmt: skip

care_facility_coverage = Proportion(
    zh="农村社区养老服务设施覆盖率", en="Rural communities with a facility for the elderly", counts="areas", table="care_facilities", window="as_at",
    numerator="has_facility", source=f"{_YUNNAN} 91行", definition_zh="季末有居家养老服务中心（日间照料、互助养老服务站）或幸福院的村数 ÷ 农村的村（社区）数",
    definition_en="Villages with a day-care centre, a station of mutual help or a happiness home at the quarter's end / rural villages",
)  # fmt: skip

visit_regime_coverage = Proportion(
    zh="留守老人探访制度运行县占比", en="Counties where left-behind elders are visited", counts="areas", table="visit_regimes", numerator="running",
    source=f"{_YUNNAN} 93、110行", definition_zh="本季有留守老人走访或电话问候记录（不含家人）的县数 ÷ 县数",
    definition_en="Counties with any visit or call to a left-behind elder in the quarter, the family's apart / counties",
)  # fmt: skip

caregiver_post_coverage = Proportion(
    zh="爱心妈妈、共享奶奶配备率", en="Villages with a loving mother or shared granny", counts="areas", table="caregiver_posts", window="as_at",
    numerator="is_filled", source=f"{_PINGQUAN} 197行；{_LINZE} 123行", definition_zh="季末配有爱心妈妈或共享奶奶的村数 ÷ 农村的村数",
    definition_en="Villages with one in the post at the quarter's end / rural villages",
)  # fmt: skip

school_service_station_rate = Proportion(
    zh="学校留守儿童爱心服务站达标率", en="Schools with a service station up to standard", counts="sites", table="school_stations", window="as_at",
    numerator="has_station_to_standard", source=f"{_TOWNSHIP} 148行", definition_zh="季末建有达标的留守儿童爱心服务站的学校数 ÷ 学校数（没有写明达标的不算）",
    definition_en="Schools with a station for left-behind children that is stated to meet the standard / schools",
)  # fmt: skip

tutoring_station_coverage = Proportion(
    zh="村留守儿童爱心辅导站覆盖率", en="Villages with a tutoring station", counts="areas", table="tutoring_stations", window="as_at", numerator="has_station",
    source=f"{_TOWNSHIP} 148行", definition_zh="季末有辅导站并指定专人负责的村数 ÷ 农村的村数",
    definition_en="Villages with a station in somebody's charge at the quarter's end / rural villages",
)  # fmt: skip

cadre_contact_rate = Proportion(
    zh="村干部联系留守老人率", en="Village cadres in touch with a left-behind elder", counts="persons", at_work=True, table="cadre_contacts", window="as_at",
    numerator="has_elder", source=f"{_LINZE} 121行", definition_zh="季末联系着留守老人的村“两委”成员、妇联支委人数 ÷ 在任人数（按姓名和村对上结对登记）",
    definition_en="Village cadres who are a left-behind elder's contact at the quarter's end / members of village committees and women's federations",
)  # fmt: skip

care_supervision_completion_rate = Proportion(
    zh="关爱服务督查完成率", en="Supervision of care: completion", counts="windows", table="care_supervisions", numerator="supervised",
    source=f"{_EMPTY_NEST} 48行", definition_zh="8月、12月当月督查过关爱服务的村次 ÷ 应督查的村次（督导内容没有写明的不算）",
    definition_en="Villages supervised in August, or in December, itself / villages due; a supervision that does not say what of is none",
)  # fmt: skip

volunteer_training_rate = Proportion(
    zh="志愿者培训率", en="Volunteers trained", counts="persons", at_work=True, table="volunteers_as_at", window="year_so_far", numerator="trained",
    breakdowns=("kind",), source=f"{_EMPTY_NEST} 46行", definition_zh="本年至季末参加过培训的志愿者数 ÷ 季末在册的志愿者数",
    definition_en="Volunteers trained in the year up to the quarter's end / volunteers on the register at its end",
)  # fmt: skip

need_resolution_rate = Proportion(
    zh="群众需求解决率", en="Needs met", counts="cases", person="person", table="needs_of_the_year", rostered=True, window="year_so_far", numerator="solved",
    breakdowns=("kind",), source=f"{_LINZE} 117、125行", definition_zh="至季末已解决的件数 ÷ 本年至季末登记的需求件数（没有写明解决的不算）",
    definition_en="Needs met by the quarter's end / needs found this year; one of which nobody says so is not met",
)  # fmt: skip

aid_amount = Count(
    zh="帮扶救助金额", en="Aid given", counts="yuan", table="aid_parts", window="ytd", quantity="yuan", breakdowns=("kind", "given_as"),
    source="关爱空巢老人、温暖行动（蓝山县，篇五）59行；关爱“空巢老人”志愿服务活动实施方案（某乡，篇四）44行", definition_zh="本年累计发放的现金和实物折款",
    definition_en="Cash and goods at their value given this year",
)  # fmt: skip

health_talk_reach = Count(
    zh="老年人健康讲座义诊参加人次", en="Health talks and clinic days for the elderly: attendances", counts="person_times", table="health_talks", window="ytd",
    quantity="attendances", breakdowns=("kind",), source=f"{_EMPTY_NEST} 40、44行；社区义诊活动（篇一）3行", definition_zh="本年累计参加以老年人为对象的健康讲座、咨询、义诊的人次",
    definition_en="Attendances at talks, consultations and clinic days on health held for the elderly this year",
)  # fmt: skip

roster_count = Count(
    zh="在册人数", en="People on the roster", counts="persons", rostered=True, table="people.residents_as_at", window="as_at", quantity="true",
    source=f"{_TOWNSHIP} 134行（以村为单位分类统计）", definition_zh="季末在册的人数（按所属人群、村分类即普查统计表）",
    definition_en="People on the roster at the quarter's end; by group and village it is the table of the census",
)  # fmt: skip

household_count = Count(
    zh="在册户数", en="Households on the roster", counts="households", table="households_as_at", window="as_at", quantity="true",
    source="关爱空巢老人、温暖行动（蓝山县，篇五）56行", definition_zh="季末在册、有户号的户数",
    definition_en="Households with a number on the roster at the quarter's end",
)  # fmt: skip

priority_screening_coverage = _persons(
    zh="重点人员排查率", en="Those who come first screened", table="screenings", window="quarter", numerator="screened",
    denominator="comes_first AND screened IS NOT NULL", source=f"{_PINGQUAN} 206行；{_YUNNAN} 93行（定期；按季度看）",
    definition_zh="本季核实过的人数 ÷ 生活困难、残疾、重病的留守老人妇女儿童和特困人员数（以后季度核实过的人不再评判）",
    definition_en="Those verified in the quarter / the left-behind who are poor, disabled or severely ill, and the destitute",
)  # fmt: skip

household_screening_coverage = Proportion(
    zh="逐户排查率", en="Households screened", counts="households", table="household_screenings", numerator="screened", source=f"{_LINZE} 125行（定期；按季度看）",
    definition_zh="本季有人核实过的户数 ÷ 名册有户号的户数（以后季度核实过的户不再评判）",
    definition_en="Households of which anybody was verified in the quarter / households that the roster numbers",
)  # fmt: skip

risk_report_rate = Proportion(
    zh="留守老人风险困难上报率", en="Problems of left-behind elders reported", counts="cases", person="person", table="problems_found", rostered=True,
    numerator="reported", source=f"{_YUNNAN} 88行", definition_zh="已上报的件数 ÷ 走访发现留守老人有困难或风险的件数",
    definition_en="Problems reported to the township / problems of left-behind elders found at a visit",
)  # fmt: skip
