"""Files of readings through the command: recognised, loaded and counted like the others."""

from __future__ import annotations

from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from tests.import_api import files
from tests.import_api.files import take_in

pytestmark = pytest.mark.django_db

QUARTERS = Path(__file__).parents[1] / "data" / "datahub" / "liukuri_quarter-consumption-test.csv"


def test_a_datahub_file_is_recognised_and_needs_its_point_and_direction(tmp_path: Path) -> None:
    take_in(tmp_path, files.home())
    out, err = StringIO(), StringIO()
    with pytest.raises(CommandError):
        call_command("import", QUARTERS, stdout=out, stderr=err)
    assert "--flow" in err.getvalue() or "--point" in err.getvalue()
    call_command("import", QUARTERS, "--point", files.HOME, "--flow", "consumption", stdout=out)
    assert out.getvalue().startswith(
        f"{QUARTERS.name}: datahub-csv, read 96, changed 96, unchanged 0, missing 0"
    )


@pytest.mark.parametrize("said", [("--point", "123"), ("--flow", "sideways"), ("--sent", "yesterday")])
def test_an_option_that_makes_no_sense_is_refused(said: tuple[str, str]) -> None:
    with pytest.raises(CommandError, match="argument --"):
        call_command("import", QUARTERS, *said, stdout=StringIO(), stderr=StringIO())
