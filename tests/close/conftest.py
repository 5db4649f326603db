"""The books that tests here start from."""

from tests.ledger.conftest import books

__all__ = ["books"]
