"""The example: the figures a street published for 2002, and an invented district as the mess that arrives.

`write` makes the same files for the same seed and scale on any machine and any day; `data/raw/example/` holds them.
"""

from __future__ import annotations

import shutil
from pathlib import Path

from pipelines.example import office_files, street_2002, street_files, survey_files
from pipelines.example.district import District
from pipelines.example.files import Planted

SEED = 320812
NOTICE = Path(__file__).with_name("EXAMPLE.md")


def write(folder: Path, scale: float = 1.0, seed: int = SEED) -> list[Planted]:
    """Write the example under `folder` (made if missing); gives back every fault and every repeat planted in it.

    `scale` multiplies respondents, persons on rosters and prescription tallies.
    """
    folder = Path(folder)
    folder.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(NOTICE, folder / NOTICE.name)
    street_2002.write(folder)
    district = District(seed, scale)
    return [planted for part in (office_files, street_files, survey_files) for planted in part.write(district, folder)]
