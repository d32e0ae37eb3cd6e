"""Where things are: the workspace folder, its settings and its warehouse."""

from __future__ import annotations

import ast
import os
import re
import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import msgspec

from indicators import received
from indicators.sql import literal, lock

if TYPE_CHECKING:
    import duckdb

CHECKOUT = Path(__file__).resolve().parent.parent
LANGUAGES = ("zh", "en")
SETTINGS_FILE = "jiping.toml"
AREA = re.compile(r"[0-9]{2}([0-9]{2}){0,2}|[0-9]{9}|[0-9]{12}|[A-Za-z][A-Za-z0-9-]{0,19}")


def version() -> str:
    """jiping's own version, "—" for a copy that was never installed."""
    from importlib import metadata

    try:
        return metadata.version("jiping")
    except metadata.PackageNotFoundError:
        return "—"


class Fault(Exception):
    """Something an officer can put right: one sentence, in both languages, naming the thing, the value and the remedy."""

    def __init__(self, en: str, zh: str = ""):
        super().__init__(en)
        self.en, self.zh = en, zh or en

    def _render_traceback_(self) -> list[str]:
        """What a notebook shows in place of a traceback."""
        return [self.zh] if self.zh == self.en else [self.zh, self.en]

    def text(self, lang: str) -> str:
        return self.zh if lang == "zh" else self.en


class Settings(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """`jiping.toml`: the few things an office changes; the file itself explains each."""

    name: str = "季评"
    root_area: str = "ALL"
    language: Literal["zh", "en"] = "zh"
    suppression_threshold: Annotated[int, msgspec.Meta(ge=0)] = 5
    report_deadline_days: Annotated[int, msgspec.Meta(ge=0)] = 10
    lists: bool = False
    plans: tuple[str, ...] = ()  # those that are the office's own; none named: all


def nearest(word: str, known: list[str]) -> str:
    """`; did you mean "…"?` for the closest known word, or nothing when none is close."""
    from rapidfuzz import fuzz, process

    # The plain ratio: the default scorer also finds short words inside long ones ("en" in "dokument").
    best = process.extractOne(word, known, scorer=fuzz.ratio, score_cutoff=60)
    return f' Did you mean "{best[0]}"?' if best else ""


def injected_parameters() -> set[str]:
    """The names assigned by the cell that papermill puts into a notebook; none outside of one."""
    import __main__

    cells = [source for source in getattr(__main__, "In", ()) if source.startswith("# Parameters\n")]
    last = cells[-1:]  # a warm kernel remembers the reports before
    assigned = (node for source in last for node in ast.parse(source).body if isinstance(node, ast.Assign))
    return {name.id for node in assigned for name in node.targets if isinstance(name, ast.Name)}


def refuse_unknown_parameters(given: Iterable[str], known: list[str]) -> None:
    """Raise Fault for a notebook parameter that is not known: papermill alone would only warn."""
    for name in sorted(set(given) - set(known)):
        raise Fault(
            f'parameter "{name}": the notebook has none of that name.{nearest(name, known)} It has {", ".join(known)}.',
            f"参数“{name}”：笔记本没有这个参数。可用的参数：{'、'.join(known)}。",
        )


def parse_toml(path: Path) -> dict:
    """What a TOML file holds; decimals stay exact. Raises Fault naming the file and the line that is wrong."""
    from decimal import Decimal

    try:
        return tomllib.loads(path.read_text(encoding="utf-8"), parse_float=Decimal)
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise Fault(
            f"{path}: not a TOML file: {error}. Correct that line.",
            f"{path}：不符合 TOML 格式：{error}。请改正这一行。",
        ) from None
    except OSError as error:
        raise Fault(
            f"{path}: cannot be read ({error.strerror}). Check the file's permissions.",
            f"{path}：无法读取（{error.strerror}），请检查文件权限。",
        ) from None


def read_toml(path: Path, type_: type, meaning: str):
    """Read a TOML file strictly into `type_`. Raises Fault naming the file and the key (or line) that is wrong."""
    try:
        return msgspec.convert(parse_toml(path), type_)
    except msgspec.ValidationError as error:
        en, zh = _explain(str(error), type_)
        raise Fault(f"{path}: {en} {meaning}", f"{path}:{zh}") from None


def _explain(message: str, type_: type) -> tuple[str, str]:
    """msgspec's message in our words, with the nearest known key for an unknown one."""
    if "unknown field" not in message:
        return f"{message}.", f"内容不符合要求（{message}）。"
    key = message.split("`")[1]
    keys = _keys(type_)
    zh = f"不认识的项“{key}”，可用的项有：{'、'.join(keys)}。"
    en = f'unknown key "{key}"{message.split("field", 1)[1].split("`", 2)[2]}.{nearest(key, keys)}'
    return en, zh


def _keys(type_: type) -> list[str]:
    """Every key name that `type_` or a struct inside it knows."""
    seen: dict[str, None] = {}

    def walk(info) -> None:
        for part in getattr(info, "fields", ()):
            seen[part.encode_name] = None
            walk(part.type)
        for inner in ("item_type", "value_type"):
            if hasattr(info, inner):
                walk(getattr(info, inner))
        for choice in getattr(info, "types", ()):
            walk(choice)

    walk(msgspec.inspect.type_info(type_))
    return list(seen)


@dataclass(frozen=True)
class Workspace:
    """A folder holding `data/raw`, `data/processed` and `jiping.toml`; `raw` are the records received, `beside` corrections
    of the example that lie beside it. Looked at as at a `campaign` ("2024春节"), its warehouse is the campaign's."""

    root: Path
    settings: Settings
    raw: Path
    beside: tuple[Path, ...] = ()
    campaign: str = ""

    @classmethod
    def open(cls, root: str | Path | None = None, raw: str | Path | None = None) -> Workspace:
        """The workspace at `root`, else `JIPING_WORKSPACE`, else the current folder if it has a jiping.toml, else the checkout.

        `raw` reads the records from another folder. Raises Fault when a folder is not there.
        """
        chosen = root or os.environ.get("JIPING_WORKSPACE")
        in_checkout = (CHECKOUT / "pyproject.toml").exists() and not (Path.cwd() / SETTINGS_FILE).exists()
        path = Path(chosen) if chosen else CHECKOUT if in_checkout else Path.cwd()
        path = path.expanduser().resolve()
        if not path.is_dir():
            raise Fault(
                f'workspace "{path}": no such folder. Make it, or name another with --workspace.',
                f"工作区“{path}”：没有这个文件夹，请先建立，或用 --workspace 另指定。",
            )
        file = path / SETTINGS_FILE
        meaning = (
            "jiping.toml holds name, root_area, language, suppression_threshold, report_deadline_days, lists and plans."
        )
        settings = read_toml(file, Settings, meaning) if file.exists() else Settings()
        if not AREA.fullmatch(settings.root_area):
            raise Fault(
                f'{file}: root_area = "{settings.root_area}": no division code. Write its 2, 4, 6, 9 or 12 digits, or letters, digits and hyphens.',
                f"{file}：root_area = “{settings.root_area}”不是区划代码，请写 2、4、6、9 或 12 位数字，或由字母、数字和连字符组成的代码。",
            )
        if raw is not None and not Path(raw).is_dir():
            raise Fault(
                f'--raw "{raw}": no such folder. Name the folder that holds the files as received.',
                f"--raw “{raw}”：没有这个文件夹，请指定存放报来文件的文件夹。",
            )
        return cls(
            path, settings, *((Path(raw).resolve(),) if raw is not None else received.in_force(path / "data" / "raw"))
        )

    def folder_of(self, file: Path) -> Path:
        """The folder in which a file received has its name: `raw`, or data/raw for a correction beside the example."""
        return self.raw.parent if file in self.beside else self.raw

    def name_of(self, file: Path) -> str:
        """The name of a file received: sending unit first; what cannot be written in it is escaped."""
        return received.printable(file.relative_to(self.folder_of(file)).as_posix())

    @property
    def processed(self) -> Path:
        return self.root / "data" / "processed"

    @property
    def warehouse(self) -> Path:
        return self.processed / (f"campaign {self.campaign}.duckdb" if self.campaign else "jiping.duckdb")

    @cached_property
    def is_example(self) -> bool:
        """True while the records received are the invented example."""
        return (self.raw / "EXAMPLE.md").exists()

    def connect(self) -> duckdb.DuckDBPyConnection:
        """The warehouse as it is now, read-only: never blocks a run. Raises Fault when there is none or it is damaged.

        (Attached: a second connection by its path would be to the file that the first one opened, though another has
        taken its place since.)
        """
        import duckdb

        from indicators.soundness import is_sound

        if not self.warehouse.exists():
            raise Fault(
                f"{self.warehouse}: no warehouse yet. Run `jiping intake` first.",
                f"{self.warehouse}：还没有数据，请先运行 jiping intake。",
            )
        try:
            if is_sound(self.warehouse):
                con = duckdb.connect()
                con.execute(f"ATTACH {literal(str(self.warehouse))} AS warehouse (READ_ONLY); USE warehouse")
                lock(con)
                return con
            reason_en, reason_zh = "not as it was built", "与生成时不一致"
        except duckdb.IOException as error:
            reason_en = reason_zh = str(error).splitlines()[0]
        raise Fault(
            f"{self.warehouse}: cannot be read ({reason_en}). Run `jiping intake`: it is built anew from the files received.",
            f"{self.warehouse}：无法读取（{reason_zh}）。请运行 jiping intake，按报来的文件重新生成。",
        )
