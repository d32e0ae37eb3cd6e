-- The cleaning vocabulary: as_<type>(text) gives the clean value, or NULL where the text is not one.
-- Every macro takes text that went through fold(); simplified() comes from simplified.py.

-- Full-width forms to ASCII, all white space and control characters to single spaces; most cells have none of these. Most of those that
-- do have only digits and marks of numbers from （ to ； among ASCII and ideographs: ３ is EF BC 93, 3 is 33, and － is EF BC 8D, - is 2D (no
-- character has a byte FB, so half-bytes cannot match across two). translate() reads its table again for every cell.
CREATE OR REPLACE TEMP MACRO fold(t) AS
    CASE WHEN NOT regexp_matches(t, '[\x{ff01}-\x{ff5e}\x{3000}\s\x00-\x1f\x7f\x{a0}\x{feff}\x{200b}]') THEN t
         WHEN regexp_matches(t, '^[!-~\x{4e00}-\x{9fff}\x{ff08}-\x{ff1b}]+$') THEN decode(unhex(replace(replace(hex(encode(t)), 'EFBC9', '3'), 'EFBC8', '2')))
         ELSE trim(regexp_replace(translate(t,
            '　０１２３４５６７８９ＡＢＣＤＥＦＧＨＩＪＫＬＭＮＯＰＱＲＳＴＵＶＷＸＹＺａｂｃｄｅｆｇｈｉｊｋｌｍｎｏｐｑｒｓｔｕｖｗｘｙｚ（）／．－＋％：，；＃＆＊＝＠～',
            ' 0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz()/.-+%:,;#&*=@~'),
            '[\s\x00-\x1f\x7f\x{a0}\x{feff}\x{200b}]+', ' ', 'g')) END;

-- The text, or NULL where people wrote nothing or a word for nothing (none of these words is longer than nine bytes). N/A is one;
-- #N/A is not: a formula looked something up and failed, so there is a value, and it is unknown.
CREATE OR REPLACE TEMP MACRO unless_blank(t) AS
    CASE WHEN strlen(t) > 9 OR NOT regexp_matches(t, '^([-–—―─/]{0,3}|无|無|不详|不詳|不明|未知|未填|未填写|未填寫|拒答|空|-2(\.0)?|N/A|n/a|NA|NULL|null)$') THEN t END;

-- The same where a place is asked for and only said not to be here.
CREATE OR REPLACE TEMP MACRO unless_elsewhere(t) AS
    CASE WHEN NOT regexp_matches(t, '^(本地|外地|外省市?|外市|外县|外区|省外|市外|县外|区外|境外|国外|外国|外籍)$') THEN t END;

CREATE OR REPLACE TEMP MACRO is_cell_error(t) AS t LIKE '#%!' OR t LIKE '#NAME%' OR t = '#N/A';

CREATE OR REPLACE TEMP MACRO as_text(t) AS t;
-- Who somebody is must be written: a mark for what stands above is neither a name nor a number.
CREATE OR REPLACE TEMP MACRO is_ditto(t) AS t IN ('同上', '同前', '上同', '(同上)', '同上行', '仝上', '同左', '〃', '″', '"', '”');
CREATE OR REPLACE TEMP MACRO as_person_name(t) AS CASE WHEN length(t) BETWEEN 2 AND 40 AND regexp_matches(t, '^[\p{L}·•. ]+$') AND NOT is_ditto(t) THEN replace(t, ' ', '') END;
CREATE OR REPLACE TEMP MACRO as_person_no(t) AS CASE WHEN NOT is_ditto(t) THEN t END;
-- Mobile numbers of the ranges given out, with or without +86 or a 0 before them; fixed ones with the area code, or local.
CREATE OR REPLACE TEMP MACRO as_phone(t) AS
    CASE WHEN regexp_matches(t, '^1(3\d|5[0-35-9]|8\d)\d{8}$') THEN t  -- most are just this: no copies
         ELSE list_transform([regexp_replace(regexp_replace(t, '\.0$|[ ()-]', '', 'g'), '^(?:(?:\+|00)?86)?0?(1\d{10})$', '\1')], lambda d:
        CASE WHEN regexp_matches(d, '^1(3\d|4[579]|5[0-35-9]|6[2567]|7[0-35-8]|8\d|9[0-35-9])\d{8}$|^0(10|2\d)[1-9]\d{7}$|^0[3-9]\d{2}[1-9]\d{6,7}$|^[2-9]\d{6,7}$')
             THEN d END)[1] END;

-- Chinese numerals to digits, for dates: 二〇二四年三月二十五日.
CREATE OR REPLACE TEMP MACRO chinese_digits(t) AS
    translate(regexp_replace(regexp_replace(regexp_replace(regexp_replace(t,
        '([二三])十([一二三四五六七八九])', '\1\2', 'g'), '([二三])十', '\1〇', 'g'), '十([一二三四五六七八九])', '一\1', 'g'), '十', '一〇', 'g'),
        '〇零○一二三四五六七八九', '000123456789');
-- The numerals of cheques in everyday ones, for dates: 贰零贰肆年.
CREATE OR REPLACE TEMP MACRO everyday_numerals(t) AS replace(translate(t, '壹贰貳叁參肆伍陆陸柒捌玖拾', '一二二三三四五六六七八九十'), '一十', '十');

-- A macro's argument is written out at each place it is used; list_transform([x], lambda …)[1] computes it once.

-- Days as month.day. A number has no zeros at its end: 6.1 may be 6.10, and only the other cells of its column can tell.
-- Whether a cell may be one (most dates are longer):
CREATE OR REPLACE TEMP MACRO is_short(cell) AS (strlen(cell) <= 7 AND (contains(cell, '.') OR contains(cell, '．'))) OR cell > '０';
-- how it writes the day: 1, with a zero before (6.01); 2, with the zero at the end kept (6.10); 4, with one digit (6.4); 0, it does not show;
CREATE OR REPLACE TEMP MACRO day_style(cell) AS
    CASE WHEN is_short(cell) THEN list_transform([regexp_extract(fold(cell), '^(?:0?[1-9]|1[0-2])\.(0[1-9]|[123]0|[4-9])$', 1)], lambda day:
        CASE WHEN day = '' THEN 0 WHEN day[1] = '0' THEN 1 WHEN day[2] = '0' THEN 2 ELSE 4 END)[1] ELSE 0 END;
-- with how many digits a column does (an aggregate of its cells): with two where it has 6.01, so that 6.1 lost a zero; with one where it
-- has 6.10, so that none is lost; NULL where it shows neither, or both.
CREATE OR REPLACE TEMP MACRO day_digits(cell) AS MAP {1: 2, 2: 1, 6: 1}[bit_or(day_style(cell))];
-- 3月5日, 3/5 (month first, as GB/T 7408 has it and Excel reads it) and 3.5 as 3-5; NULL for 6.1 where the column does not tell. 2.3 is
-- never in doubt: there is no 30 February.
CREATE OR REPLACE TEMP MACRO month_day(t, digits) AS
    translate(rtrim(t, '日号號'), '月/·.', '----') || CASE WHEN right(t, 2) NOT BETWEEN '.1' AND '.3' OR digits = 1 OR ltrim(t, '0') = '2.3' THEN '' WHEN digits = 2 THEN '0' END;
-- The day in a longer text, in numerals of any kind, which may go on with the weekday, the time of the day, the hours, or the last day of
-- several in the same month: 2024年7月5日（星期五）上午9:00-10:30, 2024.7.1-7.7. As year-month-day; NULL for a text that says anything else.
CREATE OR REPLACE TEMP MACRO day_of(t, year) AS
    list_transform([regexp_extract(chinese_digits(everyday_numerals(t)),
        '^(?:(\d{4}) ?[-/.年] ?(\d{1,2}) ?[-/.月] ?(\d{1,2})|(\d{1,2}) ?[月./] ?(\d{1,2})) ?[日号號]?'
        || '(?:T| ?[（(]? ?(?:星期|周|週|礼拜)[1-6日天] ?[)）]?)?[ ,，(（]*(?:凌晨|清晨|早晨|早上|上午|中午|下午|傍晚|晚上|晚|夜间|全天|[AaPp][Mm])?[ )）]*'
        || '(?:\d{1,2} ?[:：时點点](?: ?\d{0,2}分?)?(?::\d{2})?(?:\.\d+)?半?(?:\+08:?00)?)?'
        || '(?: ?[-—–~～至到]+ ?(?:凌晨|早上|上午|中午|下午|晚上|晚)? ?(?:\d{1,2} ?[:：时點点](?: ?\d{0,2}分?)?(?::\d{2})?|(?:(?:(\d{4}) ?[-/.年] ?)?(\d{1,2}) ?[-/.月] ?)?\d{1,2} ?[日号號]?))?[)） ]*$',
        ['year', 'month', 'day', 'own_month', 'own_day', 'last_year', 'last_month'])], lambda d:
        CASE WHEN d.last_year NOT IN ('', d.year) OR d.last_month <> '' AND ltrim(d.last_month, '0') <> ltrim(d.month || d.own_month, '0') THEN NULL
             WHEN d.year <> '' THEN d.year || '-' || d.month || '-' || d.day WHEN d.own_day <> '' THEN year || '-' || d.own_month || '-' || d.own_day END)[1];
-- A date in one of three shapes: 2024-3-5, 20240305, 45356 (an Excel serial number); year completes "3月5日" and may be NULL.
CREATE OR REPLACE TEMP MACRO plain_day(t, year, digits) AS
    CASE WHEN regexp_matches(t, '^\d{1,2}[月/·.-]\d{1,2}[日号號]?$') THEN year || '-' || month_day(t, digits)
         WHEN regexp_matches(t, '^\d{4}[-/.]\d{1,2}[-/.]\d{1,2}( \d{1,2}:\d{2}(:\d{2})?(\.0+)?)?$') THEN translate(split_part(t, ' ', 1), '/.', '--')
         WHEN regexp_matches(t, '^\d{8}$|^\d{5}$') THEN t
         WHEN regexp_matches(t, '^\d{4}年\d{1,2}月\d{1,2}日$') THEN translate(rtrim(t, '日'), '年月', '--')
         WHEN regexp_matches(t, '^\d{5}\.\d+$') THEN t[1:5]  -- the hour, as a part of the day
         WHEN strlen(t) > 6 THEN day_of(t, year) END;
CREATE OR REPLACE TEMP MACRO as_date(t, year, digits := NULL, from_1904 := false) AS
    list_transform([plain_day(t, year, digits)], lambda d:
        CASE WHEN length(d) = 5 AND NOT contains(d, '-') THEN (CASE WHEN from_1904 THEN DATE '1904-01-01' ELSE DATE '1899-12-30' END) + try_cast(d AS INTEGER)
             WHEN length(d) = 8 AND NOT contains(d, '-') THEN try_cast(d[1:4] || '-' || d[5:6] || '-' || d[7:8] AS DATE)
             ELSE try_cast(d AS DATE) END)
        .list_filter(lambda d: d BETWEEN DATE '1900-01-01' AND DATE '2100-12-31')[1];
-- Why a text is no date: a day of some year wants its year; of 6.1 nobody can tell what it was.
CREATE OR REPLACE TEMP MACRO date_fault(t, year) AS
    CASE WHEN try_cast('2024-' || translate(rtrim(t, '日号號'), '月/·.', '----') AS DATE) IS NULL THEN 'date'
         WHEN year IS NULL THEN 'date_year' WHEN right(t, 2) BETWEEN '.1' AND '.3' THEN 'date_month_day' ELSE 'date' END;

CREATE OR REPLACE TEMP MACRO as_quarter(t) AS
    CASE WHEN regexp_matches(chinese_digits(replace(t, ' ', '')), '^(19|20)\d{2}(年度?|-|/)?(第)?[Qq]?[1-4](季度|季)?$')
         THEN chinese_digits(replace(t, ' ', ''))[1:4] || 'Q' || regexp_extract(chinese_digits(replace(t, ' ', '')), '([1-4])(?:季度|季)?$', 1)
         WHEN regexp_matches(replace(t, ' ', ''), '^(19|20)\d{2}年(1月?[-—–~至到]+3|4月?[-—–~至到]+6|7月?[-—–~至到]+9|10月?[-—–~至到]+12)月份?$')
         THEN t[1:4] || 'Q' || try_cast(regexp_extract(t, '(\d{1,2})月份?$', 1) AS INTEGER) // 3 END;

-- What a column is given in (万元, mg/dL) after a number that says nothing itself; a field's own unit taken off, whatever its case.
CREATE OR REPLACE TEMP MACRO with_unit(t, unit) AS
    CASE WHEN regexp_matches(t, '[\d零〇一二三四五六七八九十百千两兩壹贰叁肆伍陆柒捌玖拾佰仟貳參陸]$') THEN t || unit ELSE t END;
CREATE OR REPLACE TEMP MACRO without_unit(t, units) AS
    CASE WHEN regexp_matches(t, '[^-+.,0-9eE]')
         THEN regexp_extract(simplified(t), '^([-+]?[\d,]+(?:\.\d+)? ?[百千]?[万亿]?) ?(?i:' || units || ')?$', 1) ELSE t END;
-- What 百, 千, 万 and 亿 after a number multiply it by.
CREATE OR REPLACE TEMP MACRO scale_of(t) AS
    CASE WHEN contains(t, '百') THEN 100 WHEN contains(t, '千') THEN 1000 ELSE 1 END::BIGINT
    * CASE WHEN regexp_matches(t, '[亿億]') THEN 100000000 WHEN regexp_matches(t, '[万萬]') THEN 10000 ELSE 1 END;

-- Numbers with thousands separators, 万, a percent sign or a unit after them.
CREATE OR REPLACE TEMP MACRO as_decimal(t) AS
    CASE WHEN try_cast(t AS DOUBLE) IS NOT NULL AND regexp_matches(t, '^[-+.0-9eE]+$') THEN try_cast(t AS DOUBLE)
         WHEN regexp_matches(t, '^[-+]?(\d+|\d{1,3}(,\d{3})+)(\.\d+)? ?[百千]?[万亿萬億]?(人次|人|次|户|戶|份|场|場|期|岁|歲|张|張|个|個|元|分|项|項|%)?$')
         THEN try_cast(replace(regexp_extract(t, '^[-+]?[\d,]+(\.\d+)?'), ',', '') AS DOUBLE) * scale_of(t) END;
CREATE OR REPLACE TEMP MACRO as_integer(t) AS
    list_transform([as_decimal(CASE WHEN NOT contains(t, '%') THEN t END)], lambda d: CASE WHEN d = round(d) THEN try_cast(d AS BIGINT) END)[1];
-- The year that a text names, however: 二〇二四年, 2024年末, a day of it.
CREATE OR REPLACE TEMP MACRO year_said(t) AS
    CASE WHEN regexp_matches(chinese_digits(t), '^(?:19|20)\d{2} ?(?:年|年度|年?[末底]|-\d{2}-\d{2}(?: 00:00:00)?)$') THEN chinese_digits(t)[1:4] ELSE t END;
-- A number as an explanation of numbers has it (01 and ① are 1, a is A), and a choice without the number before it: 1、看望.
CREATE OR REPLACE TEMP MACRO legend_key(t) AS
    regexp_replace(regexp_replace(translate(upper(t), '①②③④⑤⑥⑦⑧⑨', '123456789'), '\.0$', ''), '^0+(\d)', '\1');
CREATE OR REPLACE TEMP MACRO without_number(t) AS regexp_replace(t, '^(?:\d{1,2} ?[.、:)-]? ?|[①-⑳] ?)', '');
-- The choice that is ticked among several written in a cell, the box before the word or behind it: □门诊 ☑家庭, 门诊□ 电话√. Two ticks
-- are no choice: the text stays as it is.
CREATE OR REPLACE TEMP MACRO ticked(t) AS
    CASE WHEN strlen(t) > 3 AND regexp_matches(t, '[☑✔✓√■●◉□○☐◻\x{f0fe}\x{f052}\x{f0a8}\x{f06f}]|[\[(【] ?[\])】]') THEN
        list_transform([regexp_replace(regexp_replace(translate(t, '【】', '[]'), '[\[(] ?[√✓✔vV] ?[\])]', '☑', 'g'), '[\[(] ?[\])]', '□', 'g')], lambda boxes:
            list_transform([CASE WHEN regexp_matches(boxes, '^[☑✔✓√■●◉□○☐◻\x{f0fe}\x{f052}\x{f0a8}\x{f06f}]')
                THEN regexp_extract_all(boxes, '[☑✔✓√■●◉\x{f0fe}\x{f052}] ?([^☑✔✓√■●◉□○☐◻\x{f0fe}\x{f052}\x{f0a8}\x{f06f} ,;、/]+)', 1)
                ELSE regexp_extract_all(boxes, '([^☑✔✓√■●◉□○☐◻\x{f0fe}\x{f052}\x{f0a8}\x{f06f} ,;、/]+) ?[☑✔✓√■●◉\x{f0fe}\x{f052}]', 1) END],
                lambda chosen: CASE WHEN len(chosen) = 1 THEN regexp_replace(chosen[1], '^(?:\d{1,2}[.、:)]|[①-⑳])', '') ELSE t END)[1])[1] ELSE t END;
-- (Patterns, not lists: a long IN list would become a join.)
CREATE OR REPLACE TEMP MACRO as_boolean(t) AS
    CASE WHEN regexp_matches(t, '^(是|有|√|✓|✔|[yY]|[yY][eE][sS]|1|1\.0|(?i:true)|已|[对對]|[达達][标標]|[参參]加|成功|[采採]用|到|出席)$') THEN true
         WHEN regexp_matches(t, '^(否|[无無]|[没沒]有|×|✗|[xX]|[nN]|[nN][oO]|0|0\.0|(?i:false)|未|[错錯]|[不未][达達][标標]|未[参參]加|缺席|失[败敗]|未[采採]用)$') THEN false END;

-- Division codes have 12 digits in full; shorter ones are completed with zeros. Areas without a code keep a label of their own.
CREATE OR REPLACE TEMP MACRO as_area_code(t) AS
    CASE WHEN regexp_matches(t, '^\d{2}$|^\d{4}$|^\d{6}$|^\d{9}$|^\d{12}$') THEN rpad(t, 12, '0')
         WHEN regexp_matches(t, '^[A-Za-z][A-Za-z0-9-]{1,19}$') THEN upper(t) END;
-- How an area or site is looked up: a code, or a name in simplified characters without spaces and brackets.
CREATE OR REPLACE TEMP MACRO place_key(t) AS
    CASE WHEN regexp_matches(t, '^\d{6}(\d{3})?(\d{3})?$') THEN rpad(t, 12, '0') ELSE upper(regexp_replace(t, '[ ()\[\]·、]', '', 'g')) END;
-- A name without the word for its kind: 柳树湾街道办事处 → 柳树湾.
CREATE OR REPLACE TEMP MACRO short_name(t) AS
    regexp_replace(t, '(社区居民委员会|社区居委会|村民委员会|居民委员会|社区居委|居委会|村委会|街道办事处|街道办|社区|街道|镇人民政府|镇|乡|村|区|县|市)$', '');

-- Resident ids, GB 11643: 17 digits and a check digit; ids of 15 digits are completed.
-- The weights are 2, 4, 8, … 2^17 from the right, modulo 11. A digit is n // 10^i - 10 * (n // 10^(i + 1)), and 2^(i + 1) - 10 * 2^i = -8 * 2^i is
-- 3 * 2^i modulo 11: so the weighted sum is 2n + 3 * (2 * (n // 10) + 4 * (n // 100) + …). Three times as fast as 17 substrings.
-- (try_cast: DuckDB may compute a branch of a CASE that is not taken.)
CREATE OR REPLACE TEMP MACRO id_check_digit(t) AS
    list_transform([try_cast(left(t, 17) AS BIGINT)], lambda n: '10X98765432'[1 + (2 * n + 3 * (
        2 * (n // 10) + 4 * (n // 100) + 8 * (n // 1000) + 5 * (n // 10000) + 10 * (n // 100000) + 9 * (n // 1000000) + 7 * (n // 10000000)
        + 3 * (n // 100000000) + 6 * (n // 1000000000) + n // 10000000000 + 2 * (n // 100000000000) + 4 * (n // 1000000000000)
        + 8 * (n // 10000000000000) + 5 * (n // 100000000000000) + 10 * (n // 1000000000000000) + 9 * (n // 10000000000000000))) % 11])[1];
CREATE OR REPLACE TEMP MACRO id_birth_on(t) AS try_strptime(substring(t, 7, 8), '%Y%m%d')::DATE;
CREATE OR REPLACE TEMP MACRO id_sex(t) AS CASE WHEN try_cast(substring(t, 17, 1) AS INTEGER) % 2 = 1 THEN 'male' WHEN t IS NOT NULL THEN 'female' END;
-- The digits of an id, with or without the last; a text made from a number may end in ".0".
CREATE OR REPLACE TEMP MACRO id_digits(t) AS
    CASE WHEN regexp_matches(t, '^[1-9]\d{14}$') THEN t[1:6] || '19' || t[7:15]
         WHEN regexp_matches(t, '^[1-9]\d{16}[\dXx]?(\.0)?$') THEN upper(replace(t, '.0', '')) END;
CREATE OR REPLACE TEMP MACRO as_resident_id(t) AS
    CASE WHEN regexp_matches(t, '^[1-9]\d{16}[\dX]$')  -- most are just this
         THEN CASE WHEN id_birth_on(t) >= DATE '1880-01-01' AND id_check_digit(t) = right(t, 1) THEN t END
         ELSE list_transform([id_digits(t)], lambda d: CASE WHEN id_birth_on(d) >= DATE '1880-01-01'
            THEN list_transform([id_check_digit(d)], lambda last: CASE substring(d, 18, 1) WHEN last THEN d WHEN '' THEN d || last END)[1] END)[1] END;

-- Sums of money and blood pressures ----------------------------------------------------------------------------------

-- Chinese numerals, everyday, financial or traditional, as digits and plain words: 贰佰元整 → 2百元.
CREATE OR REPLACE TEMP MACRO plain_numerals(t) AS
    translate(regexp_replace(t, '[整正]$', ''), '零〇一二三四五六七八九壹贰叁肆伍陆柒捌玖两兩貳參陸拾佰仟萬億圆圓點負', '0012345678912345678922236十百千万亿元元点负');
-- Up to 9999: 3千0百2十5, 十5, and '' for nothing.
CREATE OR REPLACE TEMP MACRO below_ten_thousand(t) AS
    1000 * coalesce(try_cast(regexp_extract(t, '(\d)千', 1) AS BIGINT), 0) + 100 * coalesce(try_cast(regexp_extract(t, '(\d)百', 1) AS BIGINT), 0)
    + CASE WHEN contains(t, '十') THEN 10 * coalesce(try_cast(regexp_extract(t, '([1-9])十', 1) AS BIGINT), 1) ELSE 0 END
    + coalesce(try_cast(regexp_extract(t, '\d$') AS BIGINT), 0);
CREATE OR REPLACE TEMP MACRO counted(t) AS
    100000000 * below_ten_thousand(regexp_extract(t, '^(.*)亿', 1)) + 10000 * below_ten_thousand(regexp_extract(t, '([^亿]*)万', 1))
    + below_ten_thousand(regexp_extract(t, '[^万亿]*$'));
-- A quantity named by its places (2千05), never digit after digit (二〇〇五 is a year or a number): GB/T 15835. A last
-- digit without its place has the next one down (1百2 is 120), as people say it.
CREATE OR REPLACE TEMP MACRO chinese_money(t) AS
    CASE WHEN regexp_matches(t, '^负?((([1-9]千)?0?([1-9]百)?0?([1-9]?十)?0?[1-9]?亿)?0?(([1-9]千)?0?([1-9]百)?0?([1-9]?十)?0?[1-9]?万)?0?([1-9]千)?0?([1-9]百)?0?([1-9]?十)?0?[1-9]?|0)((点\d{1,2})?元?|元0?([1-9]角)?0?([1-9]分)?)$')
              AND regexp_matches(t, '^负?[\d十]')
         THEN list_transform([regexp_extract(t, '^负?([^点元]*)', 1)], lambda whole:
                (CASE WHEN t[1] = '负' THEN -1 ELSE 1 END) * (counted(CASE WHEN contains(t, '元') THEN whole ELSE
                    regexp_replace(regexp_replace(regexp_replace(whole, '百([1-9])$', '百\1十'), '千([1-9])$', '千\1百'), '万([1-9])$', '万\1千') END)
                + try_cast('0' || replace(regexp_extract(t, '点\d+'), '点', '.') AS DECIMAL(18, 2))
                + coalesce(try_cast(regexp_extract(t, '(\d)角', 1) AS DECIMAL(18, 2)), 0) / 10 + coalesce(try_cast(regexp_extract(t, '(\d)分', 1) AS DECIMAL(18, 2)), 0) / 100))[1] END;
-- 1,234.50; ¥500; 2.5万元; 贰佰元整. Exact to the fen: what is finer is not a sum of money.
CREATE OR REPLACE TEMP MACRO as_money(t) AS
    CASE WHEN regexp_matches(t, '^[¥￥]?[-+]?(\d+|\d{1,3}(,\d{3})+)(\.\d+)? ?[百千]?[万亿萬億]?(元|圆|圓)?[整正]?$')
         THEN list_transform([try_cast(replace(regexp_extract(t, '[-+]?[\d,]+(\.\d+)?'), ',', '') AS DECIMAL(24, 6))
                * scale_of(t)],
                lambda d: CASE WHEN d = round(d, 2) THEN try_cast(d AS DECIMAL(18, 2)) END)[1]
         ELSE try_cast(chinese_money(plain_numerals(t)) AS DECIMAL(18, 2)) END;

-- 138/86 mmHg, the higher pressure first; written the other way round, or out of what a living person has, it is not one.
CREATE OR REPLACE TEMP MACRO bp_systolic(t) AS try_cast(split_part(t, '/', 1) AS BIGINT);
CREATE OR REPLACE TEMP MACRO bp_diastolic(t) AS try_cast(split_part(t, '/', 2) AS BIGINT);
CREATE OR REPLACE TEMP MACRO as_blood_pressure(t) AS
    list_transform([regexp_extract(t, '^(\d{2,3}) ?[/\\-] ?(\d{2,3}) ?(?i:mmhg)?$', ['high', 'low'])], lambda bp:
        CASE WHEN try_cast(bp.high AS BIGINT) BETWEEN 50 AND 300 AND try_cast(bp.low AS BIGINT) BETWEEN 20 AND 200 AND try_cast(bp.high AS BIGINT) > try_cast(bp.low AS BIGINT)
             THEN bp.high || '/' || bp.low END)[1];

-- Unified social credit codes of units, GB 32100: 17 characters without I, O, S, V, Z, and a check character modulo 31.
CREATE OR REPLACE TEMP MACRO as_uscc(t) AS
    list_transform([upper(replace(t, ' ', ''))], lambda d:
        CASE WHEN regexp_matches(d, '^[0-9A-HJ-NP-RTUWXY]{2}\d{6}[0-9A-HJ-NP-RTUWXY]{10}$')
              AND list_sum(list_transform(range(1, 19), lambda i: (instr('0123456789ABCDEFGHJKLMNPQRTUWXY', d[i]) - 1)
                * [1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28, 1][i])) % 31 = 0 THEN d END)[1];
