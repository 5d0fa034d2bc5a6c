import time, uuid
import pytest
from accord.duties import actions, messages, jobs
from accord.duties.tests.conftest import *
from accord.people.models import Person
from accord.kernel.scope import in_school
@pytest.mark.parametrize("n",[1400, 10000])
def test_speed(here, papers, tuesday, n):
    ps=[]
    for i in range(n):
        p=Person(forename=f"P{i}",surname="X",email=f"p{i}@example.org"); p.search="x"; ps.append(p)
    Person.objects.bulk_create(ps,batch_size=2000)
    subs=[uuid.uuid4() for _ in range(6)]
    for p in ps:
        for s in subs: papers.ask(p,s,minutes=3)
    t=time.time(); actions.reconcile(today=TUESDAY.date(),now=TUESDAY); print("\nopen",n,time.time()-t)
    t=time.time(); actions.reconcile(today=TUESDAY.date(),now=TUESDAY); print("noop",time.time()-t)
    t=time.time(); messages.tell_all(now=TUESDAY+timedelta(minutes=3)); print("tell",time.time()-t)
    t=time.time(); jobs.remind_due(now=TUESDAY+timedelta(days=1)); print("remind",time.time()-t)
    t=time.time(); actions.done(person=ps[0],source="papers",subject_ids=subs,now=TUESDAY); print("done",time.time()-t)
