"""The data dictionary in docs is what the comments say."""

from tasks.publish.dictionary import PATH, dictionary, empty_warehouse


def test_the_committed_dictionary_is_current() -> None:
    with empty_warehouse() as con:
        assert PATH.read_text(encoding="utf-8") == dictionary(con), "run python -m tasks.publish.dictionary"


def test_a_changed_comment_changes_the_dictionary() -> None:
    with empty_warehouse() as con:
        con.execute("COMMENT ON COLUMN core.claim.charge IS 'Something | else.'")
        assert "| `charge` | DECIMAL(14,2) | Something \\| else. |  |" in dictionary(con)
