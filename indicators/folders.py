"""What a folder of the package is: with `definitions.py` a programme, with SELECT files only ground, with `__init__.py` machinery."""

from __future__ import annotations

from pathlib import Path

HERE = Path(__file__).resolve().parent


def programmes(folder: Path) -> list[Path]:
    """The programmes among the folders of `folder`, in order; one without `definitions.py` is named by the catalogue."""
    return [path for path in data_folders(folder) if not is_ground(path)]


def data_folders(folder: Path) -> list[Path]:
    """Programmes and ground: the folders beside the machinery, except hidden ones and those with nothing but caches."""
    return [
        path
        for path in sorted(folder.iterdir())
        if path.is_dir()
        and not path.name.startswith((".", "_"))
        and not (path / "__init__.py").exists()
        and any(not inside.name.startswith("_") for inside in path.iterdir())
    ]


def is_ground(folder: Path) -> bool:
    """True for tables that every programme may read: a folder that holds nothing but SELECT files."""
    return all(path.suffix == ".sql" for path in folder.iterdir() if not path.name.startswith(("_", ".")))


def select_files(folder: Path) -> list[Path]:
    """The tables of a folder, in order; a check is none."""
    return [path for path in sorted(folder.glob("*.sql")) if not path.stem.startswith("check_")]
