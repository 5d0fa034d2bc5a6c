from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PeopleConfig(AppConfig):
    name = "accord.people"
    label = "people"

    def ready(self) -> None:
        from accord.guidance.proofs import proofs
        from accord.kernel import reactions
        from accord.people import jobs
        from accord.people.clauses import PROOFS
        from accord.people.evidence import offer
        from accord.ui import navigation

        for proof in PROOFS:
            proofs.register(proof)
        offer()
        # Everybody else's access is settled in the action itself; thousands at once are left to the worker.
        reactions.on("staff-file.imported", jobs.keep_access.defer)
        navigation.register(
            navigation.Item(_("People"), "people:list", navigation.OFFICE, needs="people.see", order=30)
        )
        navigation.register(navigation.Item(_("My details"), "people:mine", navigation.ACCOUNT, order=20))
