import pytest
from django.contrib.auth.models import Permission
from django.http import QueryDict
from django.template import engines
from django.test import RequestFactory

from accord.ui.states import DONE, State
from accord.ui.tables import Bulk, Column, Filter, Table
from accord.ui.tests.kitchen import REFUSAL, Person, Signers, people
from accord.ui.tests.reading import Page

TEMPLATE = "{% load ui %}{% table table %}"


def asked(query: str = ""):
    return RequestFactory().get(f"/list/?{query}")


def signers(query: str = "", count: int = 57) -> Signers:
    return Signers(asked(query), people(count))


def page_of(table: Table) -> Page:
    return Page(engines["django"].from_string(TEMPLATE).render({"table": table}, asked()))


def names(table: Table) -> list[str]:
    return [row.object.name for row in table.rows]


def test_it_begins_with_its_own_order_and_shows_a_page():
    table = signers()
    assert len(table.rows) == 8
    assert names(table) == sorted(names(table), key=str.casefold)
    assert (table.total, table.paging.count, table.paging.first, table.paging.last) == (57, 8, 1, 8)


@pytest.mark.parametrize(("query", "first"), [("sort=days", 3), ("sort=-days", 171)])
def test_it_sorts_both_ways(query, first):
    assert signers(query).rows[0].object.days == first


@pytest.mark.parametrize("query", ["sort=state", "sort=pk", "sort=name__password", "sort=--name", "sort=%00", "sort="])
def test_what_does_not_sort_is_passed_over(query):
    assert names(signers(query)) == names(signers())


def test_empty_cells_stand_last_both_ways():
    for query in ("sort=seen", "sort=-seen"):
        seen = [row.object.seen for row in Signers(asked(query), people(), page_size=100).rows]
        assert seen[-1] is None
        assert seen[0] is not None


def test_a_filter_narrows_and_a_choice_that_is_not_ours_is_passed_over():
    assert {row.object.team for row in signers("team=PE").rows} == {"PE"}
    assert signers("team=PE").total == 19
    assert signers("team=' OR 1=1").total == 57
    assert signers("password=x").total == 57


def test_a_filter_may_be_a_function():
    late = Filter("late", "Late", [("yes", "Yes")], by=lambda rows, value: [row for row in rows if row.days > 150])
    assert Signers(asked("late=yes"), people(), filters=(late,)).total == 7


@pytest.mark.parametrize(
    ("words", "count"), [("bagshaw", 9), ("TOM bag", 9), ("bagshaw patel", 0), ("ŵyn", 9), ("%00", 57)]
)
def test_search_finds_every_word_in_any_order(words, count):
    assert signers(f"q={words}").total == count


@pytest.mark.parametrize(
    ("page", "number"),
    [("0", 1), ("-3", 1), ("two", 1), ("8", 8), ("9999999999999999999999", 8), ("9" * 5000, 8), ("²", 1)],
)
def test_a_page_that_is_not_there_is_the_nearest(page, number):
    assert signers(f"page={page}").paging.number == number


def test_addresses_keep_what_else_is_asked_for():
    table = signers("team=PE&sort=-days&q=a&view=wide&page=2")
    heading = next(h for h in table.headings if h.column.key == "name")
    assert QueryDict(heading.url[1:]).dict() == {"team": "PE", "sort": "name", "q": "a", "view": "wide"}
    assert QueryDict(table.paging.previous[1:]).dict() == {
        "team": "PE", "sort": "-days", "q": "a", "view": "wide", "page": "1",
    }  # fmt: skip
    assert table.carried == [("view", "wide")]
    assert QueryDict(table.cleared[1:]).dict() == {"sort": "-days", "view": "wide"}
    assert QueryDict(table.export_url("csv").partition("?")[2]).dict()["team"] == "PE"


@pytest.mark.parametrize(("words", "is_long"), [("short", False), ("x" * 60, False), ("x" * 61, True)])
def test_on_a_phone_a_long_text_stands_below_its_label(words, is_long):
    columns = (Column("name", "Name"), Column("words", "Their words"))
    page = page_of(Table(asked(), [{"pk": 1, "name": "Ada", "words": words}], columns=columns))
    assert (page.one("td").attrs.get("class") == "table__long") is is_long


def test_what_it_was_narrowed_by_is_told_in_words():
    assert signers("team=PE&q=ada smith&sort=days").told == "Team: PE. Search: “ada smith”."
    assert signers("team=nobody").told == ""


def test_it_leaves_in_every_form_that_there_is():
    page = page_of(signers("team=PE"))
    links = {link.text: link.attrs["href"] for link in page.all("a") if link.text.startswith("Export as")}
    assert [QueryDict(links[name].partition("?")[2]).dict()["as"] for name in links] == ["xlsx", "csv"]
    paper = next(form for form in page.all("form") if "as=pdf" in form.attrs.get("action", ""))
    assert (paper.attrs["method"], "team=PE" in paper.attrs["action"]) == ("post", True)


def test_the_sorted_column_says_so_and_turns_round():
    heading = next(h for h in signers("sort=days").headings if h.sorted)
    assert (heading.column.key, heading.sorted) == ("days", "ascending")
    assert "sort=-days" in heading.url


def test_two_tables_on_a_page_do_not_hear_each_other():
    table = Signers(asked("sort=-days&b-sort=days"), people(), prefix="b-")
    assert table.rows[0].object.days == 3


def test_a_page_cut_by_the_caller_is_left_alone():
    table = Signers(asked("page=2&sort=-days&team=PE"), people(8), total=412)
    assert len(table.rows) == 8
    assert table.total == 412
    assert table.bounds == (8, 16)
    assert table.ordering == ["-days", "pk"]


def test_the_page_has_no_faults_and_is_a_table_on_a_phone_too():
    page = page_of(signers("team=PE&sort=-days"))
    assert page.faults == []
    assert page.one("caption").text == "Who has not signed yet"
    assert {e.attrs["role"] for e in page.all("tr")} == {"row"}
    assert all(e.attrs.get("scope") for e in page.all("th"))
    assert [e.text for e in page.all("th") if e.attrs.get("aria-sort") == "descending"] == ["Days"]
    assert all("data-label" in e.attrs for e in page.all("td") if not e.has_class("table__tick"))


def test_ticked_rows_go_to_what_is_done_with_them():
    page = page_of(Signers(asked(), people(3), ticked=["2"]))
    rows = page.all("input", name="row")
    assert [e.attrs["value"] for e in rows if "checked" in e.attrs] == ["2"]
    assert next(b for b in page.all("button") if b.text == "Remind…").attrs["formaction"] == "/remind/"
    assert page.one("div", class_="refusal").attrs["data-code"] == REFUSAL.code
    assert page.all("input", name="csrfmiddlewaretoken")


def test_all_on_the_page_can_be_ticked_without_script():
    assert all(row.ticked for row in signers("tick=all").rows)
    assert "tick=all" not in signers("tick=all").paging.next


def test_what_was_narrowed_can_be_found_again_after_posting():
    page = page_of(signers("team=PE&q=a"))
    query = QueryDict(page.one("input", name="query").attrs["value"])
    again = Signers(RequestFactory().post("/remind/"), people(), query=query)
    assert [row.pk for row in again.everything] == [row.pk for row in signers("team=PE&q=a").everything]


def test_nothing_yet_and_nothing_that_fits_are_said_apart():
    assert "Everybody has signed" in page_of(Signers(asked(), [])).one("p", class_="empty__title").text
    page = page_of(signers("q=nobody"))
    assert page.one("p", class_="empty__title").text == "Nothing fits what you chose"
    assert page.all("form", class_="filters"), "the filter stays, to be changed"


def test_cells_are_words_not_markup():
    row = Person(1, "<script>x</script>", "PE", State("Signed", DONE), 1)
    page = page_of(Signers(asked(), [row]))
    assert not page.all("script")
    assert "<script>x</script>" in page.one("th", scope="row").text


def test_a_null_byte_never_reaches_the_database():
    assert signers("q=%00a").words == "a"


@pytest.mark.django_db
@pytest.mark.parametrize("query", ["", "app=auth&q=can add&sort=-name&page=2", "q=nothing-like-that"])
def test_the_database_is_asked_twice_at_most(query, django_assert_max_num_queries):
    class Permissions(Table):
        columns = (Column("name", "Name", sort="name"), Column("app", "App", value="content_type.app_label"))
        filters = (Filter("app", "App", [("auth", "auth")], by="content_type__app_label"),)
        search = ("name", "codename")
        page_size = 3
        bulk = (Bulk("Do", "/do/"),)

    rows = Permission.objects.select_related("content_type")
    with django_assert_max_num_queries(2):
        page = page_of(Permissions(asked(query), rows))
    assert page.faults == []


@pytest.mark.django_db
def test_the_database_sorts_and_no_row_stands_on_two_pages():
    def page(number):
        class Permissions(Table):
            columns = (Column("kind", "Kind", sort="content_type", value="content_type_id"),)
            order = "-kind"
            page_size = 5

        return [row.key for row in Permissions(asked(f"page={number}"), Permission.objects.all()).rows]

    first, second = page(1), page(2)
    assert len(first) == 5
    assert not set(first) & set(second)
