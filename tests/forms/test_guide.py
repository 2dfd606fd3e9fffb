"""The guide for analysts tells the truth: its examples load, and it names every kind and property."""

from __future__ import annotations

import json
import random
import re
from pathlib import Path

from forms import load, properties, sample, validate

GUIDE = Path(__file__).parents[2] / "docs" / "forms.md"
CONTEXT = {
    "calon_penilai": [{"nip": "198609262015051001", "nama": "Siti", "jabatan": "Kabid"}],
    "peserta": [{"nama": "Budi"}],
    "syarat": [{"judul": "SK", "kunci": "sk"}],
    "p": {"nama": "Budi"},
    "rekap": {"baris": []},
}


def test_every_example_loads_and_can_be_filled() -> None:
    examples = re.findall(r"```json\n(.*?)```", GUIDE.read_text(), re.DOTALL)

    for example in examples:
        form = load(json.dumps({"schemaVersion": 16, "components": json.loads(example)}).encode(), name="contoh")
        data = sample(form, random.Random(1), context=CONTEXT)
        assert validate(form, data, context=CONTEXT).errors == {}
    assert len(examples) >= 4


def test_every_kind_format_and_property_is_in_the_guide() -> None:
    text = GUIDE.read_text()
    written = {name for names in (*properties.PROPERTIES.values(), *properties.VALIDATE.values()) for name in names}
    names = {
        *properties.ALLOWED,
        *properties.REFUSED,
        *written,
        *properties.TEXT_FORMATS,
        *properties.SELECT_FORMATS,
    } - {"", "validationType", "patternErrorMessage"}

    assert {name for name in names if name not in text} == set()
