"""The tree of areas: names, parents, and who lies in whom."""

from __future__ import annotations

import re
from functools import cached_property
from typing import TYPE_CHECKING

from indicators.workspace import Fault, nearest

if TYPE_CHECKING:
    import duckdb

CODE_LENGTH = 12
KINDS = re.compile(
    r"(?<=..)(?:街道(?:办事处)?|地区|[省市区县镇乡村]|(?:社区)?居委会|村委会|社区)$"
)  # left out of a short name
LEVELS = ("province", "city", "county", "street", "village")


def area_code(text: str) -> str:
    """The canonical code: digits are padded with 0 to twelve; any other code stays as it is."""
    text = str(text).strip()
    return text.ljust(CODE_LENGTH, "0") if text.isascii() and text.isdigit() else text


class Areas:
    """`clean.areas` in memory. A code that is not in it is its own top and its own name: nothing vanishes."""

    def __init__(self, con: duckdb.DuckDBPyConnection):
        query = """
            SELECT DISTINCT ON (area) area, name, level, parent, former_names, urban_rural
            FROM clean.areas WHERE area IS NOT NULL ORDER BY area, valid_from DESC NULLS LAST, name
        """
        self._rows = {row[0]: row[1:] for row in con.execute(query).fetchall()}

    def __iter__(self):
        """Every code, in order."""
        return iter(self._rows)

    def __contains__(self, code: str) -> bool:
        return code in self._rows

    def __len__(self) -> int:
        return len(self._rows)

    def name(self, code: str) -> str:
        return (self._rows[code][0] if code in self._rows else None) or code

    def level(self, code: str) -> str | None:
        """One of LEVELS, or None for an unknown area."""
        return self._rows[code][1] if code in self._rows else None

    def urban_rural(self, code: str) -> str | None:
        return self._rows[code][4] if code in self._rows else None

    def parent(self, code: str) -> str | None:
        """The area above, or None for a top (its parent may be named but not listed)."""
        parent = self._rows[code][2] if code in self._rows else None
        return parent if parent in self._rows and parent != code else None

    def children(self, code: str) -> tuple[str, ...]:
        """The areas directly below, in order of code."""
        return self._children.get(code, ())

    def ancestors(self, code: str) -> tuple[str, ...]:
        """The areas above, nearest first, without the area itself."""
        line = [code]
        while (above := self.parent(line[-1])) is not None and above not in line:
            line.append(above)
        return tuple(line[1:])

    def within(self, code: str, whole: str) -> bool:
        """True when `code` is `whole` or lies below it."""
        return code == whole or whole in self.ancestors(code)

    @property
    def tops(self) -> tuple[str, ...]:
        """The areas that lie in no other."""
        return tuple(code for code in self if self.parent(code) is None)

    def path(self, code: str) -> str:
        """The names from the top down, for a heading."""
        return " › ".join(self.name(step) for step in (*reversed(self.ancestors(code)), code))

    def resolve(self, text: str) -> str:
        """The code meant by a code or a name, present, former or short (城南 for 城南街道). Raises Fault when none or several are."""
        if (code := area_code(text)) in self:
            return code
        found = self._by_name.get(text.strip()) or self._outermost(self._by_short_name.get(text.strip(), []))
        if len(found) == 1:
            return found[0]
        if found:
            listed = ", ".join(f"{code} ({self.path(code)})" for code in found)
            raise Fault(
                f'area "{text}": several areas have this name: {listed}. Write the code.',
                f"地区“{text}”：有几个地区叫这个名称：{listed}。请写代码。",
            )
        hint = nearest(text.strip(), [*self._by_name, *self]) or " Write its code or name."
        raise Fault(
            f'area "{text}": no such area in the register of areas ({len(self)} areas).{hint}',
            f"地区“{text}”：地区名册（{len(self)} 个地区）中没有。请写名册中的代码或名称。",
        )

    @cached_property
    def _children(self) -> dict[str, tuple[str, ...]]:
        below: dict[str, tuple[str, ...]] = {}
        for code in self:
            if (parent := self.parent(code)) is not None:
                below[parent] = (*below.get(parent, ()), code)
        return below

    def _outermost(self, codes: list[str]) -> list[str]:
        """Those that lie in no other of them: 城南 is 城南街道, not the 城南居委会 in it."""
        return [code for code in codes if not set(codes) & set(self.ancestors(code))]

    @cached_property
    def _by_short_name(self) -> dict[str, list[str]]:
        found: dict[str, list[str]] = {}
        for name, codes in self._by_name.items():
            found.setdefault(KINDS.sub("", name), []).extend(codes)
        return found

    @cached_property
    def _by_name(self) -> dict[str, list[str]]:
        """Codes by present name; a former name counts only where no area bears it now."""
        present: dict[str, list[str]] = {}
        former: dict[str, list[str]] = {}
        for code, (name, _, _, names, _) in self._rows.items():
            present.setdefault(name, []).append(code)
            for old in re.split(r"[;；,，、\n]", names or ""):
                if old.strip():
                    former.setdefault(old.strip(), []).append(code)
        return {**former, **present}
