"""Every guide that is read, in the order in which their tables are listed."""

from data_contracts.x12 import x270, x271, x276, x277, x277ca, x835, x837i, x837p, x999
from data_contracts.x12.guide import Guide

GUIDES: tuple[Guide, ...] = (
    x835.GUIDE, x837p.GUIDE, x837i.GUIDE, x999.GUIDE, x277ca.GUIDE, x276.GUIDE, x277.GUIDE, x270.GUIDE, x271.GUIDE
)  # fmt: skip
