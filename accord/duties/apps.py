from django.apps import AppConfig

# What people do at the school decides what they owe: whoever joins owes what was asked of everyone last year.
CHANGES_WHO_OWES = (
    "person.added",
    "appointment.added",
    "appointment.changed",
    "appointment.ended",
    "role.given",
    "role.taken",
    "staff-file.imported",
    "people.merged",
    "merge.undone",
)


class DutiesConfig(AppConfig):
    name = "accord.duties"
    label = "duties"

    def ready(self) -> None:
        from accord.duties import escalation, evidence, jobs, messages
        from accord.kernel import reactions
        from accord.notices.kinds import notice_kinds
        from accord.ui import navigation

        for kind in messages.NOTICE_KINDS:
            notice_kinds.register(kind)
        notice_kinds.register(escalation.NOTICE_KIND)
        for act in CHANGES_WHO_OWES:
            reactions.on(act, jobs.reconcile.defer)
        for act in ("leave.recorded", "leave.changed", "leave.removed"):
            reactions.on(act, jobs.reconcile.defer)
        evidence.offer()
        navigation.register(navigation.Item("What I owe", "duties:list", order=20))
        navigation.register(navigation.Item("My calendar", "duties:calendar", navigation.ACCOUNT, order=25))
