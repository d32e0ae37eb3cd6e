-- The cleaning vocabulary: as_<type>(text) gives the clean value, or NULL where the text is not one.
-- Every macro takes text that went through fold().

-- Full-width forms to ASCII, all white space and control characters to single spaces; most cells have none of these.
CREATE OR REPLACE TEMP MACRO fold(t) AS
    CASE WHEN regexp_matches(t, '[\x{ff01}-\x{ff5e}\x{3000}\s\x00-\x1f\x7f\x{a0}\x{feff}\x{200b}]')
         THEN trim(regexp_replace(translate(t,
            '　０１２３４５６７８９ＡＢＣＤＥＦＧＨＩＪＫＬＭＮＯＰＱＲＳＴＵＶＷＸＹＺａｂｃｄｅｆｇｈｉｊｋｌｍｎｏｐｑｒｓｔｕｖｗｘｙｚ（）／．－＋％：，；＃＆＊＝＠～',
            ' 0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz()/.-+%:,;#&*=@~'),
            '[\s\x00-\x1f\x7f\x{a0}\x{feff}\x{200b}]+', ' ', 'g'))
         ELSE t END;

-- The text, or NULL where people wrote nothing or a word for nothing.
CREATE OR REPLACE TEMP MACRO unless_blank(t) AS
    nullif(regexp_replace(t, '^(/|-{1,2}|—{1,2}|无|不详|未填|未填写|空|-2|N/A|n/a|NA|NULL|null|#N/A)$', ''), '');

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

-- A macro's argument is written out at each place it is used; list_transform([x], lambda …)[1] computes it once.

-- A date in one of three shapes: 2024-3-5, 20240305, 45356 (an Excel serial number); year completes "3月5日" and may be NULL.
CREATE OR REPLACE TEMP MACRO plain_day(t, year) AS
    CASE WHEN regexp_matches(t, '^\d{1,2}月\d{1,2}[日号]?$') THEN year || '-' || replace(rtrim(t, '日号'), '月', '-')
         WHEN regexp_matches(t, '^\d{4}[-/.]\d{1,2}[-/.]\d{1,2}( \d{1,2}:\d{2}(:\d{2})?(\.0+)?)?$') THEN translate(split_part(t, ' ', 1), '/.', '--')
         WHEN regexp_matches(t, '^\d{8}$|^\d{5}$') THEN t
         WHEN regexp_matches(t, '^[\d〇零○一二三四五六七八九十]{4} ?年 ?[\d一二三四五六七八九十]{1,3} ?月 ?[\d一二三四五六七八九十]{1,3} ?[日号]?$')
         THEN translate(chinese_digits(replace(rtrim(t, ' 日号'), ' ', '')), '年月', '--') END;
CREATE OR REPLACE TEMP MACRO as_date(t, year) AS
    list_transform([plain_day(t, year)], lambda d:
        CASE WHEN length(d) = 5 AND NOT contains(d, '-') THEN DATE '1899-12-30' + try_cast(d AS INTEGER)
             WHEN length(d) = 8 AND NOT contains(d, '-') THEN try_cast(d[1:4] || '-' || d[5:6] || '-' || d[7:8] AS DATE)
             ELSE try_cast(d AS DATE) END)
        .list_filter(lambda d: d BETWEEN DATE '1900-01-01' AND DATE '2100-12-31')[1];

CREATE OR REPLACE TEMP MACRO as_quarter(t) AS
    CASE WHEN regexp_matches(chinese_digits(replace(t, ' ', '')), '^(19|20)\d{2}(年|-|/)?(第)?[Qq]?[1-4](季度|季)?$')
         THEN chinese_digits(replace(t, ' ', ''))[1:4] || 'Q' || regexp_extract(chinese_digits(replace(t, ' ', '')), '([1-4])(?:季度|季)?$', 1) END;

-- Numbers with thousands separators, 万, a percent sign or a unit after them.
CREATE OR REPLACE TEMP MACRO as_decimal(t) AS
    CASE WHEN try_cast(t AS DOUBLE) IS NOT NULL AND regexp_matches(t, '^[-+.0-9eE]+$') THEN try_cast(t AS DOUBLE)
         WHEN regexp_matches(t, '^[-+]?(\d+|\d{1,3}(,\d{3})+)(\.\d+)? ?万?(人次|人|次|户|份|场|期|岁|张|个|元|分|项|%)?$')
         THEN try_cast(replace(regexp_extract(t, '^[-+]?[\d,]+(\.\d+)?'), ',', '') AS DOUBLE) * CASE WHEN contains(t, '万') THEN 10000 ELSE 1 END END;
CREATE OR REPLACE TEMP MACRO as_integer(t) AS
    list_transform([as_decimal(CASE WHEN NOT contains(t, '%') THEN t END)], lambda d: CASE WHEN d = round(d) THEN try_cast(d AS BIGINT) END)[1];
-- (Patterns, not lists: a long IN list would become a join.)
CREATE OR REPLACE TEMP MACRO as_boolean(t) AS
    CASE WHEN regexp_matches(t, '^(是|有|√|✓|✔|[yY]|[yY][eE][sS]|1|1\.0|(?i:true)|已|对|达标|参加|成功|采用|到|出席)$') THEN true
         WHEN regexp_matches(t, '^(否|无|没有|×|✗|[xX]|[nN]|[nN][oO]|0|0\.0|(?i:false)|未|错|不达标|未达标|未参加|缺席|失败|未采用)$') THEN false END;

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
-- A text made from a number may end in ".0".
CREATE OR REPLACE TEMP MACRO as_resident_id(t) AS
    list_transform([CASE WHEN regexp_matches(t, '^[1-9]\d{14}$') THEN t[1:6] || '19' || t[7:15] ELSE regexp_replace(upper(t), '\.0$', '') END],
        lambda d: CASE WHEN regexp_matches(d, '^[1-9]\d{16}[\dX]?$') AND id_birth_on(d) >= DATE '1880-01-01'
                       THEN list_transform([d[1:17] || id_check_digit(d)], lambda whole: CASE WHEN starts_with(whole, d) THEN whole END)[1] END)[1];

-- The choices in an answer, in order: "c、A" → 'AC', "B. 每天" → 'B'.
CREATE OR REPLACE TEMP MACRO choices(t) AS
    CASE WHEN regexp_matches(upper(t), '^[A-H]([ 、,;/]*[A-H])*$') THEN array_to_string(list_sort(list_distinct(regexp_extract_all(upper(t), '[A-H]'))), '')
         WHEN regexp_matches(upper(t), '^[A-H][.、 :]') THEN upper(t[1]) ELSE upper(t) END;
