"""A close killed (SIGKILL) before and after every one of its steps, and done again: the same month, the same number."""

import multiprocessing
import shutil
import signal
from pathlib import Path

import pytest

from tasks.invoice.numbers import known
from tasks.workspace import Workspace
from tests.close.closing import close_month, kill_at
from tests.close.shop import NOVEMBER, Shop, open_shop
from tests.close.test_close import DAY, as_sealed, copied


@pytest.fixture(scope="module")
def worked(tmp_path_factory: pytest.TempPathFactory) -> Shop:
    return open_shop(tmp_path_factory.mktemp("shop") / "company")


def test_killed_anywhere_a_close_done_again_is_the_same(worked: Shop, tmp_path: Path) -> None:
    points: list[str] = []
    whole = copied(worked, tmp_path / "whole")
    close_month(whole.path, "riverside", DAY, NOVEMBER, watch=points.append)
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["tests.close.closing", "tasks.preload"])
    for place, point in enumerate(dict.fromkeys(points)):
        shop = copied(worked, tmp_path / f"killed-{place}")
        child = context.Process(target=kill_at, args=(shop.path, "riverside", DAY, NOVEMBER, point))
        child.start()
        child.join()
        assert child.exitcode == -signal.SIGKILL, point
        close_month(shop.path, "riverside", DAY, NOVEMBER)
        assert as_sealed(shop) == as_sealed(whole), point
        assert known(Workspace(shop.path), "riverside") == known(Workspace(whole.path), "riverside"), point
        assert shop.rows("SELECT finished FROM core.period_close") == [{"finished": True}], point
        shutil.rmtree(shop.path)
