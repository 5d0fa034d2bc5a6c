from django.apps import AppConfig


class ExportsConfig(AppConfig):
    name = "accord.exports"
    label = "exports"

    def ready(self) -> None:
        from accord.exports.asking import ListPapers
        from accord.ui.exports import papers

        papers.register(ListPapers())
