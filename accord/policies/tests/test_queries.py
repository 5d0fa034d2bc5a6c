"""How many questions each page asks of the database: the same for one document as for many."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accord.kernel import clock
from accord.people.tests.cast import make_person

CEILINGS = {
    "documents/": 21,
    "documents/{document}/": 22,
    "documents/{document}/audience/": 12,
    "documents/{document}/history/": 12,
    "documents/versions/{version}/": 11,
    "documents/versions/{coming}/publish/": 23,
    "documents/named/": 14,
    "documents/named/social-media/": 15,
    "documents/reviews/": 11,
    "documents/{document}/review/": 12,
    "documents/search/?q=passphrase": 10,
    "policies/": 11,
    "policies/{slug}/": 10,
    "policies/?q=passphrase": 11,
}


@pytest.mark.parametrize("path", CEILINGS)
def test_pages_keep_to_their_ceiling(office, cast, signed_in, school, path):
    first = office.in_force(review_on=clock.today() + timedelta(days=9))
    for number in range(4):
        office.in_force(f"Document {number}")
        make_person("Priya", f"Patel{number}", manager=office.by, team="English")
        office.next_version(first.document, minor=True)
    coming = office.adopt(office.put_in(first.document))
    address = path.format(document=first.document_id, version=first.pk, coming=coming.pk, slug=first.document.slug)
    browser = signed_in(cast["headteacher"])
    with CaptureQueriesContext(
        connection,
    ) as asked:
        assert browser.get(f"/s/{school.slug}/{address}").status_code == 200
    assert len(asked) <= CEILINGS[path], "\n".join(query["sql"][:150] for query in asked)
