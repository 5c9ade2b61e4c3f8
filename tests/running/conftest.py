import shutil

import pytest

from kajo.core import postgres


@pytest.fixture
def var(tmp_path):
    """A folder for a cluster of its own, which is removed with all its data."""
    folder = tmp_path / "var"
    yield folder
    cluster = postgres.own_cluster(folder)
    cluster.destroy()
    shutil.rmtree(cluster.home.parent)
