"""The addresses of the rooms around supported people and their work. `frontend.urls` puts them beside all others."""

from django.urls import path

from frontend.pages.casework import admit as casework_admit
from frontend.pages.casework import cards as casework_cards
from frontend.pages.casework import copies as casework_copies
from frontend.pages.casework import elsewhere as casework_elsewhere
from frontend.pages.casework import fairness as casework_fairness
from frontend.pages.casework import files as casework
from frontend.pages.casework import incidents, jobs, proposals, todos
from frontend.pages.casework import notes as casework_notes
from frontend.pages.casework import papers as casework_papers
from frontend.pages.casework import permits as casework_permits
from frontend.pages.casework import plans as casework_plans
from frontend.pages.window import account as window_account
from frontend.pages.window import elsewhere as window_elsewhere
from frontend.pages.window import entrance as window_door
from frontend.pages.window import home as window
from frontend.pages.window import incidents as window_incidents
from frontend.pages.window import work as window_work

FILE = "casework/<slug:number>/"
with_people = [
    path("jobs/<int:pk>/", jobs.one, name="job"),
    path("jobs/<int:pk>/live/", jobs.live, name="job_live"),
    path("jobs/<int:pk>/propose/", jobs.propose, name="job_propose"),
    path("proposals/<int:pk>/", proposals.show, name="proposal"),
    path("proposals/<int:pk>/considered/", proposals.considered, name="proposal_considered"),
    path("proposals/<int:pk>/steps/<slug:name>/", proposals.step, name="proposal_step"),
    path("casework/", casework.every, name="casework"),
    path("jobs/", jobs.every, name="casework_jobs"),
    path("casework/mine/", casework.mine, name="casework_mine"),
    path("casework/admit/", casework_admit.new, name="casework_admit"),
    path("casework/referrals/", casework_admit.invitations, name="casework_referrals"),
    path("casework/referrals/<uuid:pk>/withdraw/", casework_admit.withdraw, name="casework_referral_withdraw"),
    path("casework/refer/<str:token>/", casework_admit.refer, name="casework_refer"),
    path("casework/override/", casework_permits.force, name="casework_override"),
    path("casework/overrides/", casework_permits.judged, name="casework_overrides"),
    path("casework/overrides/<uuid:pk>/judge/", casework_permits.judge, name="casework_judge"),
    path("casework/fairness/", casework_fairness.fairness, name="casework_fairness"),
    path("casework/plan/", casework_plans.week, name="casework_plans"),
    path("casework/plan/<str:monday>/", casework_plans.week, name="casework_plan"),
    path("casework/plan/<str:monday>/work-out/", casework_plans.work_out, name="casework_plan_work_out"),
    path("casework/plan/<str:monday>/stop/", casework_plans.stop, name="casework_plan_stop"),
    path("casework/plan/<str:monday>/propose/", casework_plans.propose, name="casework_plan_propose"),
    path("casework/plan/<str:monday>/<int:pk>/", casework_plans.say, name="casework_plan_say"),
    path("casework/to-dos/", todos.every, name="casework_todos"),
    path("casework/to-dos/<uuid:pk>/", todos.one, name="casework_follow_up"),
    path("casework/to-dos/<uuid:pk>/not-reached/", todos.not_reached, name="casework_not_reached"),
    path("casework/to-dos/<uuid:pk>/hand-over/", todos.hand_over, name="casework_to_do_hand_over"),
    path("casework/week/", todos.week, name="casework_week"),
    path("casework/incidents/<uuid:pk>/", incidents.one, name="casework_incident"),
    path("proposals/<int:pk>/incident/", incidents.tell, name="incident"),
    path(FILE, casework.one, name="casework_file"),
    path(f"{FILE}follow-ups/", todos.of_person, name="casework_follow_ups"),
    path(f"{FILE}admit/", casework_admit.referred, name="casework_referred"),
    path(f"{FILE}readings/", casework.readings, name="casework_readings"),
    path(f"{FILE}card/", casework_cards.card, name="casework_card"),
    path(f"{FILE}card/<slug:deed>/", casework_cards.decide, name="casework_card_decide"),
    path(f"{FILE}hand-over/", casework.hand_over, name="casework_hand_over"),
    path(f"{FILE}permissions/", casework_permits.every, name="casework_permissions"),
    path(f"{FILE}permissions/<int:pk>/withdraw/", casework_permits.withdraw, name="casework_withdraw"),
    path(f"{FILE}notes/", casework_notes.every, name="casework_notes"),
    path(f"{FILE}notes/<uuid:pk>/take-away/", casework_notes.take_away, name="casework_note_take_away"),
    path(f"{FILE}copy/", casework_copies.copy, name="casework_copy"),
    path(f"{FILE}papers/", casework_papers.every, name="casework_papers"),
    path(f"{FILE}papers/<uuid:pk>/withdraw/", casework_papers.withdraw, name="casework_paper_withdraw"),
    path(f"{FILE}jobs/", jobs.fitting, name="casework_fitting"),
    path(f"{FILE}elsewhere/", casework_elsewhere.every, name="casework_elsewhere"),
    path(f"{FILE}elsewhere/<int:pk>/take-away/", casework_elsewhere.take_away, name="casework_use_take_away"),
    path(f"{FILE}steps/<slug:name>/", casework.step, name="casework_step"),
    path(f"{FILE}parts/<slug:code>/", casework.part, name="casework_part"),
    path(f"{FILE}parts/<slug:code>/draft/", casework.draft, name="casework_draft"),
    path(f"{FILE}parts/<slug:code>/forget/", casework.forget, name="casework_forget"),
]
own_page = [
    path("mia/", window_door.door, name="window"),
    path("mia/enter/", window_door.enter, name="window_enter"),
    path("mia/language/", window_door.speak, name="window_speak"),
    path("mia/leave/", window_door.leave, name="window_leave"),
    path("mia/readings/", window.readings, name="window_readings"),
    path("mia/copy/", window.copy, name="window_copy"),
    path("mia/permissions/<int:pk>/take-back/", window.take_back, name="window_take_back"),
    path("mia/ask/<slug:name>/", window.ask, name="window_ask"),
    path("mia/account/", window_account.account, name="window_account"),
    path("mia/account/code/", window_account.code, name="window_account_code"),
    path("mia/elsewhere/", window_elsewhere.every, name="window_elsewhere"),
    path("mia/elsewhere/<int:pk>/take-away/", window_elsewhere.take_away, name="window_use_take_away"),
    path("mia/incidents/", window_incidents.every, name="window_incidents"),
    path("mia/incidents/<int:pk>/", window_incidents.tell, name="window_incident"),
    path("mia/work/<int:pk>/<slug:name>/", window_work.answer, name="window_answer"),
]
