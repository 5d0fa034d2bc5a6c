from accord.consultations import answer_views, comment_views, paper_views, views
from accord.kernel.access import SEATED, route

app_name = "consultations"
LEAD = "consultations.lead"

urlpatterns = [
    route("consultations/", views.consultations, "list", needs=SEATED),
    route("consultations/export/", views.export, "export", needs=LEAD),
    route("consultations/mine/", comment_views.mine, "mine", needs=SEATED),
    route("consultations/feedback/", answer_views.feedback, "feedback", needs=LEAD),
    route("consultations/feedback/export/", answer_views.export_feedback, "export_feedback", needs=LEAD),
    route("consultations/say/<uuid:text>/", comment_views.say, "say", needs=SEATED),
    route("consultations/say/about/<uuid:document>/", comment_views.say_about, "say_about", needs=SEATED),
    route("consultations/start/<uuid:version>/", views.start, "start", needs=LEAD),
    route("consultations/papers/<uuid:version>/", paper_views.papers, "papers", needs="policies.see"),
    route("consultations/paper/<uuid:paper>/", paper_views.paper, "paper", needs="policies.see"),
    route("consultations/paper/<uuid:paper>/file/", paper_views.file, "paper_file", needs="policies.see"),
    route("consultations/comment/<uuid:comment>/answer/", answer_views.answer, "answer", needs=LEAD),
    route("consultations/comment/<uuid:comment>/change/", comment_views.change, "change", needs=SEATED),
    route("consultations/comment/<uuid:comment>/withdraw/", comment_views.withdraw, "withdraw", needs=SEATED),
    route("consultations/invitation/<uuid:invitation>/contact/", answer_views.contact, "contact", needs=LEAD),
    route("consultations/invitation/<uuid:invitation>/letter/", answer_views.letter, "letter", needs=LEAD),
    route("consultations/invitation/<uuid:invitation>/link/", answer_views.renew, "renew", needs=LEAD),
    route("consultations/<uuid:consultation>/", views.consultation, "consultation", needs=SEATED),
    route("consultations/<uuid:consultation>/text/<int:number>/", comment_views.text, "text", needs=SEATED),
    route("consultations/<uuid:consultation>/comment/", comment_views.comment, "comment", needs=SEATED),
    route("consultations/<uuid:consultation>/comments/", answer_views.comments, "comments", needs=LEAD),
    route(
        "consultations/<uuid:consultation>/comments/export/",
        answer_views.export_comments,
        "export_comments",
        needs=LEAD,
    ),
    route("consultations/<uuid:consultation>/closing/", views.move_closing, "move_closing", needs=LEAD),
    route("consultations/<uuid:consultation>/call-off/", views.call_off, "call_off", needs=LEAD),
    route("consultations/<uuid:consultation>/outcome/", views.outcome, "outcome", needs=LEAD),
]
