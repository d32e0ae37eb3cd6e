-- The cleaning vocabulary: as_<type>(text) gives the clean value, or NULL where the text is not one.
-- Every macro takes text that went through fold().

-- Full-width forms to ASCII, all white space and control characters to single spaces.
CREATE OR REPLACE TEMP MACRO fold(t) AS
    trim(regexp_replace(translate(t,
        '　０１２３４５６７８９ＡＢＣＤＥＦＧＨＩＪＫＬＭＮＯＰＱＲＳＴＵＶＷＸＹＺａｂｃｄｅｆｇｈｉｊｋｌｍｎｏｐｑｒｓｔｕｖｗｘｙｚ（）／．－＋％：，；＃＆＊＝＠～',
        ' 0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz()/.-+%:,;#&*=@~'),
        '[\s\x00-\x1f\x7f\x{a0}\x{feff}\x{200b}]+', ' ', 'g'));

-- What people write where there is no value.
CREATE OR REPLACE TEMP MACRO is_blank(t) AS
    t IS NULL OR t IN ('', '/', '-', '--', '—', '——', '无', '不详', '未填', '未填写', '空', '-2', 'N/A', 'n/a', 'NA', 'NULL', 'null', '#N/A');

CREATE OR REPLACE TEMP MACRO as_text(t) AS t;
CREATE OR REPLACE TEMP MACRO as_person_name(t) AS CASE WHEN length(t) BETWEEN 2 AND 40 AND regexp_matches(t, '^[\p{L}·•. ]+$') THEN replace(t, ' ', '') END;
CREATE OR REPLACE TEMP MACRO as_person_no(t) AS t;
CREATE OR REPLACE TEMP MACRO as_phone(t) AS
    CASE WHEN regexp_matches(replace(replace(t, '-', ''), ' ', ''), '^(\+?86)?1[3-9]\d{9}$|^0?\d{2,3}\d{7,8}$|^\d{7,8}$') THEN replace(replace(t, '-', ''), ' ', '') END;

-- Chinese numerals to digits, for dates: 二〇二四年三月二十五日.
CREATE OR REPLACE TEMP MACRO chinese_digits(t) AS
    translate(regexp_replace(regexp_replace(regexp_replace(regexp_replace(t,
        '([二三])十([一二三四五六七八九])', '\1\2', 'g'), '([二三])十', '\1〇', 'g'), '十([一二三四五六七八九])', '一\1', 'g'), '十', '一〇', 'g'),
        '〇零○一二三四五六七八九', '000123456789');

-- A day between 1900 and 2100; year completes "3月5日" and may be NULL. Five digits are an Excel serial number.
CREATE OR REPLACE TEMP MACRO as_plain_date(t) AS
    CASE WHEN regexp_matches(t, '^\d{4}[-/.]\d{1,2}[-/.]\d{1,2}( \d{1,2}:\d{2}(:\d{2})?(\.0+)?)?$')
         THEN try_cast(replace(replace(split_part(t, ' ', 1), '/', '-'), '.', '-') AS DATE)
         WHEN regexp_matches(t, '^\d{8}$') THEN try_cast(t[1:4] || '-' || t[5:6] || '-' || t[7:8] AS DATE)
         WHEN regexp_matches(t, '^\d{4}年\d{1,2}月\d{1,2}[日号]?$')
         THEN try_cast(replace(replace(rtrim(t, '日号'), '年', '-'), '月', '-') AS DATE)
         WHEN regexp_matches(t, '^\d{5}$') THEN DATE '1899-12-30' + try_cast(t AS INTEGER) END;
CREATE OR REPLACE TEMP MACRO as_date(t, year) AS
    CASE WHEN as_plain_date(t) IS NOT NULL THEN
            CASE WHEN as_plain_date(t) BETWEEN DATE '1900-01-01' AND DATE '2100-12-31' THEN as_plain_date(t) END
         WHEN regexp_matches(t, '^\d{1,2}月\d{1,2}[日号]?$') THEN as_plain_date(year || '年' || t)
         WHEN regexp_matches(t, '[一二三四五六七八九十]') THEN as_plain_date(replace(chinese_digits(t), ' ', ''))
         WHEN contains(t, ' ') THEN as_plain_date(replace(t, ' ', '')) END;

CREATE OR REPLACE TEMP MACRO as_quarter(t) AS
    CASE WHEN regexp_matches(chinese_digits(replace(t, ' ', '')), '^(19|20)\d{2}(年|-|/)?(第)?[Qq]?[1-4](季度|季)?$')
         THEN chinese_digits(replace(t, ' ', ''))[1:4] || 'Q' || regexp_extract(chinese_digits(replace(t, ' ', '')), '([1-4])(?:季度|季)?$', 1) END;

-- Numbers with thousands separators, 万, a percent sign or a unit after them.
CREATE OR REPLACE TEMP MACRO as_decimal(t) AS
    CASE WHEN try_cast(t AS DOUBLE) IS NOT NULL AND regexp_matches(t, '^[-+.0-9eE]+$') THEN try_cast(t AS DOUBLE)
         WHEN regexp_matches(t, '^[-+]?(\d+|\d{1,3}(,\d{3})+)(\.\d+)? ?万?(人次|人|次|户|份|场|期|岁|张|个|元|分|项|%)?$')
         THEN try_cast(replace(regexp_extract(t, '^[-+]?[\d,]+(\.\d+)?'), ',', '') AS DOUBLE) * CASE WHEN contains(t, '万') THEN 10000 ELSE 1 END END;
CREATE OR REPLACE TEMP MACRO as_integer(t) AS
    CASE WHEN try_cast(t AS BIGINT) IS NOT NULL AND NOT contains(t, '.') THEN try_cast(t AS BIGINT)
         WHEN as_decimal(t) = round(as_decimal(t)) AND NOT contains(t, '%') THEN try_cast(as_decimal(t) AS BIGINT) END;

CREATE OR REPLACE TEMP MACRO as_boolean(t) AS
    CASE WHEN lower(t) IN ('是', '有', '√', '✓', '✔', 'y', 'yes', '1', 'true', '已', '对', '达标', '参加', '成功', '采用', '到', '出席', '1.0') THEN true
         WHEN lower(t) IN ('否', '无', '×', '✗', 'x', 'n', 'no', '0', 'false', '未', '错', '不达标', '未达标', '未参加', '缺席', '失败', '未采用', '没有', '0.0') THEN false END;

-- Division codes have 12 digits in full; shorter ones are completed with zeros. Areas without a code keep a label of their own.
CREATE OR REPLACE TEMP MACRO as_area_code(t) AS
    CASE WHEN regexp_matches(t, '^\d{2}$|^\d{4}$|^\d{6}$|^\d{9}$|^\d{12}$') THEN rpad(t, 12, '0')
         WHEN regexp_matches(t, '^[A-Za-z][A-Za-z0-9-]{1,19}$') THEN upper(t) END;
-- How an area or site is looked up: a code, or a name without spaces and brackets.
CREATE OR REPLACE TEMP MACRO place_key(t) AS
    CASE WHEN regexp_matches(t, '^\d{6}(\d{3})?(\d{3})?$') THEN rpad(t, 12, '0') ELSE upper(regexp_replace(t, '[ ()\[\]·、]', '', 'g')) END;
-- A name without the word for its kind: 柳树湾街道办事处 → 柳树湾.
CREATE OR REPLACE TEMP MACRO short_name(t) AS
    regexp_replace(t, '(社区居民委员会|社区居委会|村民委员会|居民委员会|社区居委|居委会|村委会|街道办事处|街道办|社区|街道|镇人民政府|镇|乡|村|区|县|市)$', '');

-- try_cast, here and elsewhere: DuckDB may compute a branch of a CASE that is not taken.
CREATE OR REPLACE TEMP MACRO digit(t, i) AS try_cast(t[i] AS INTEGER);
-- Resident ids, GB 11643: 17 digits and a check digit; ids of 15 digits are completed.
CREATE OR REPLACE TEMP MACRO id_check_digit(t) AS
    '10X98765432'[1 + (7 * digit(t, 1) + 9 * digit(t, 2) + 10 * digit(t, 3) + 5 * digit(t, 4) + 8 * digit(t, 5) + 4 * digit(t, 6) + 2 * digit(t, 7) + digit(t, 8) + 6 * digit(t, 9)
        + 3 * digit(t, 10) + 7 * digit(t, 11) + 9 * digit(t, 12) + 10 * digit(t, 13) + 5 * digit(t, 14) + 8 * digit(t, 15) + 4 * digit(t, 16) + 2 * digit(t, 17)) % 11];
CREATE OR REPLACE TEMP MACRO id_birth_on(t) AS try_cast(t[7:10] || '-' || t[11:12] || '-' || t[13:14] AS DATE);
CREATE OR REPLACE TEMP MACRO id_sex(t) AS CASE WHEN digit(t, 17) % 2 = 1 THEN 'male' WHEN t IS NOT NULL THEN 'female' END;
CREATE OR REPLACE TEMP MACRO as_whole_id(t) AS
    CASE WHEN regexp_matches(t, '^[1-9]\d{16}[\dX]$') AND t[18] = id_check_digit(t) AND id_birth_on(t) >= DATE '1880-01-01' THEN t END;
-- A text made from a number may end in ".0".
CREATE OR REPLACE TEMP MACRO as_resident_id(t) AS
    CASE WHEN regexp_matches(t, '^[1-9]\d{14}$')
         THEN as_whole_id(t[1:6] || '19' || t[7:15] || id_check_digit(t[1:6] || '19' || t[7:15]))
         ELSE as_whole_id(regexp_replace(upper(t), '\.0$', '')) END;

-- The choices in an answer, in order: "c、A" → 'AC', "B. 每天" → 'B'.
CREATE OR REPLACE TEMP MACRO choices(t) AS
    CASE WHEN regexp_matches(upper(t), '^[A-H]([ 、,;/]*[A-H])*$') THEN array_to_string(list_sort(list_distinct(regexp_extract_all(upper(t), '[A-H]'))), '')
         WHEN regexp_matches(upper(t), '^[A-H][.、 :]') THEN upper(t[1]) ELSE upper(t) END;
