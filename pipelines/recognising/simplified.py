"""Traditional characters → simplified ones: those of headers, codes and place names that forms are filled in with."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import duckdb

TRADITIONAL = (
    "與專業兩喪個舉麼義習鄉產傳從眾優會偽傷備價億兒關養內寫農況減幾劃創別務動勞勢區醫單衛廠廳壓縣參發後嗎"
    "聽啟員諮詢問國場堅壇墊聲處複復頭婦媽學實審對導屬歲崗帶師歸應廢開張強當錄徵總懷態戶戲擔護報擇採換據擴"
    "損攝數無時晝曆歷書機權條構標樣檔檢樓歐殘殺滅測濟滿滯營煙熱狀獨獲環現療瘡癥鹽監蓋確礎離種稱積窮竈競筆"
    "簽簡類糧緊紀約級納紙線組細終結給絡統絕繼績續綜編縮緩網罰職聯聖腦腫膚藥蘇蟲補製視覺觀規觸訂計訊討訓記"
    "講許論設訪證評識診試話該詳誌認誘語誤說請課誰調談議讀變讓貧責貨質費資賬賦贈贍蹤車軍輔輸輛轄轉辦邊達過"
    "運還這進遠適選遺遷郵鄰釋裡裏針鈉銷錯鎮鐘長門閉閒間閱闊隊陽陰陣際隨險隱隻雙雜難電靜響頁項順須預領頻題"
    "願風飲飯飽餘館馬駐驗體髮鬥魚鮮麥點齡齒龍黃齊臺灣圍園圖團壽夢夥獎奪孫寧寶尋屆層島幣幹彙匯徑恆悅惡慮慶"
    "憂懲戰拋挾掃掛擊撥撫擬攜敗敵斷於舊昇暫術東極榮橋橫檯櫃歡毀氣決沒淨涼準溝溫滬漢潔潛濕灑災爐爭爺牆狹獻"
    "瑪畢畫異癮皺盜盡碼禮禦稅穩築節範籃籤籌紅純紹綠維緒緣縱織繪羅聞肅脈臟臨艙艱荊莊華萬葉蔣蘭號衝裝襲親訴"
    "註詞誠誕謝譽譯豐豬貝財貢販貫貴買貸貼賀賓賞賠賢賣賴購賽趙趨跡踐軟較載輕輪辭迴週遞遲鄧鄭醬釣鋼鋪錢錦鍋"
    "鍵鏈鐵鑒鑑閃闢陳陸階雖雞霧靈韓頂頓顏額顧顯飛餵騎騰驚骯髒鳳鴨鹼麗黨齋係繫佈併並兇冊凍劑劇剛勵勝協卻厲"
    "叢吳呂啞喚嘗嚴囑執墳壞壘妝姦嬰孃寬將屍岡峽嶺庫廣廟彎彈彥徹憐憲懇懶戀捨揀揚搖搶摻擁擋擠擾敘斃斬暈曉朧"
    "枴棄棟楊槍樂樹毆滲漁漲潤澤濃濱瀏灘燈燒爾牽犧猶獄獸瓊疊痺瘋癢癱盤矯硯祕禍禪稈穀窩竊糞糾紋紛紮絲綁經綿"
    "緻縫繳纖罵羨聰聾脅膽膠艷蓮蔥蔭薑薦藍藝蘆虛虧蝦蠟蠶褲覽託詐詩誇諒諾謀謊謹譜讚貪貶賊贏躍軌軒輩輯轟辯逕"
    "遊違邏鄒醜釀鈣鉛銀銅鋅鋒鎖鏡鑽閣闆陝隴雲霛韌頌頸顆飾餃餅餓饑馮駕駛騙驅驟髖鬆鬍鬧魯鴻鵝鹹麵黴龐龜圓"
)
SIMPLIFIED = (
    "与专业两丧个举么义习乡产传从众优会伪伤备价亿儿关养内写农况减几划创别务动劳势区医单卫厂厅压县参发后吗"
    "听启员咨询问国场坚坛垫声处复复头妇妈学实审对导属岁岗带师归应废开张强当录征总怀态户戏担护报择采换据扩"
    "损摄数无时昼历历书机权条构标样档检楼欧残杀灭测济满滞营烟热状独获环现疗疮症盐监盖确础离种称积穷灶竞笔"
    "签简类粮紧纪约级纳纸线组细终结给络统绝继绩续综编缩缓网罚职联圣脑肿肤药苏虫补制视觉观规触订计讯讨训记"
    "讲许论设访证评识诊试话该详志认诱语误说请课谁调谈议读变让贫责货质费资账赋赠赡踪车军辅输辆辖转办边达过"
    "运还这进远适选遗迁邮邻释里里针钠销错镇钟长门闭闲间阅阔队阳阴阵际随险隐只双杂难电静响页项顺须预领频题"
    "愿风饮饭饱余馆马驻验体发斗鱼鲜麦点龄齿龙黄齐台湾围园图团寿梦伙奖夺孙宁宝寻届层岛币干汇汇径恒悦恶虑庆"
    "忧惩战抛挟扫挂击拨抚拟携败敌断于旧升暂术东极荣桥横台柜欢毁气决没净凉准沟温沪汉洁潜湿洒灾炉争爷墙狭献"
    "玛毕画异瘾皱盗尽码礼御税稳筑节范篮签筹红纯绍绿维绪缘纵织绘罗闻肃脉脏临舱艰荆庄华万叶蒋兰号冲装袭亲诉"
    "注词诚诞谢誉译丰猪贝财贡贩贯贵买贷贴贺宾赏赔贤卖赖购赛赵趋迹践软较载轻轮辞回周递迟邓郑酱钓钢铺钱锦锅"
    "键链铁鉴鉴闪辟陈陆阶虽鸡雾灵韩顶顿颜额顾显飞喂骑腾惊肮脏凤鸭碱丽党斋系系布并并凶册冻剂剧刚励胜协却厉"
    "丛吴吕哑唤尝严嘱执坟坏垒妆奸婴娘宽将尸冈峡岭库广庙弯弹彦彻怜宪恳懒恋舍拣扬摇抢掺拥挡挤扰叙毙斩晕晓胧"
    "拐弃栋杨枪乐树殴渗渔涨润泽浓滨浏滩灯烧尔牵牺犹狱兽琼叠痹疯痒瘫盘矫砚秘祸禅秆谷窝窃粪纠纹纷扎丝绑经绵"
    "致缝缴纤骂羡聪聋胁胆胶艳莲葱荫姜荐蓝艺芦虚亏虾蜡蚕裤览托诈诗夸谅诺谋谎谨谱赞贪贬贼赢跃轨轩辈辑轰辩径"
    "游违逻邹丑酿钙铅银铜锌锋锁镜钻阁板陕陇云灵韧颂颈颗饰饺饼饿饥冯驾驶骗驱骤髋松胡闹鲁鸿鹅咸面霉庞龟圆"
)
_MAP = str.maketrans(TRADITIONAL, SIMPLIFIED)
_OLD = frozenset(TRADITIONAL)


@cache
def simplified(text: str) -> str:
    """The text in simplified characters; one that is not in the table stays as it is."""
    return text.translate(_MAP)


def is_traditional(text: str) -> bool:
    return not _OLD.isdisjoint(text)


def in_sql(text: str, letters: Iterable[str] = SIMPLIFIED) -> str:
    """SQL for a text with those characters simplified that become one of `letters`; the fewer they are, the sooner."""
    pairs = [(old, new) for old, new in zip(TRADITIONAL, SIMPLIFIED, strict=True) if new in letters]
    if not pairs:
        return text
    old, new = ("".join(side) for side in zip(*pairs, strict=True))
    return f"CASE WHEN regexp_matches({text}, '[{old}]') THEN translate({text}, '{old}', '{new}') ELSE {text} END"


def add_macro(con: duckdb.DuckDBPyConnection) -> None:
    """The SQL macro simplified(t)."""
    con.execute(f"CREATE OR REPLACE TEMP MACRO simplified(t) AS {in_sql('t')}")
