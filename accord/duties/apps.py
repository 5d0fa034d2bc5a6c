from django.apps import AppConfig


class DutiesConfig(AppConfig):
    name = "accord.duties"
    label = "duties"

    def ready(self) -> None:
        from accord.duties import messages
        from accord.notices.kinds import notice_kinds
        from accord.ui import navigation

        for kind in messages.NOTICE_KINDS:
            notice_kinds.register(kind)
        navigation.register(navigation.Item("What I owe", "duties:list", order=20))
