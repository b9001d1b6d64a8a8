"""The pages around supported people and their work, and how one gets there: for tests/browser/test_access.py."""

OF_CITY = "/jobs/?form=volunteer"
TESFAY = "main .todo a:has-text('Tesfay')"
JOB, PUT = "main h3 a[href^='/jobs/']", "main a[href^='/proposals/']"
WORK_ROOMS: dict[str, list[tuple[str, ...]]] = {
    "elena, who has work for people": [
        ("desk_openings", "/desk/openings/"),
        ("desk_opening_new", "/desk/openings/new/"),
        ("desk_opening", "/desk/openings/", "main h3 a[href^='/desk/openings/']"),
        ("desk_opening_day", "/desk/openings/", "main a[href$='/day/']"),
        ("job", "/desk/openings/", JOB),
        ("desk_job_call_off", "/desk/openings/", "main a[href$='/call-off/']"),
    ],
    "marta": [
        ("casework", "/casework/"),
        ("casework_admit", "/casework/admit/"),
        ("casework_referrals", "/casework/referrals/"),
        ("casework_override", "/casework/override/"),
        ("casework_file", "/casework/", TESFAY),
        ("casework_part", "/casework/", TESFAY, "main a[href$='/parts/limits/']"),
        ("casework_card", "/casework/", TESFAY, "main a[href$='/card/']"),
        ("casework_readings", "/casework/", TESFAY, "main a[href$='/readings/']"),
        ("casework_permissions", "/casework/", TESFAY, "main a[href$='/permissions/']"),
        ("casework_papers", "/casework/", TESFAY, "main a[href$='/papers/']"),
        ("casework_elsewhere", "/casework/", TESFAY, "main a[href$='/elsewhere/']"),
        ("casework_fitting", "/casework/", TESFAY, "main a[href$='/jobs/']"),
        ("casework_notes", "/casework/", TESFAY, "main a[href$='/notes/']"),
        ("casework_copy", "/casework/", TESFAY, "main a[href$='/copy/']"),
        ("casework_referred", "/casework/", "main .todo a:has-text('Amadou')", "main a[href$='/admit/']"),
    ],
    "irene": [("casework_overrides", "/casework/overrides/")],
    "marta, who looks for work with people": [
        ("casework_jobs", "/jobs/"),
        ("casework_plans", "/casework/plan/"),
        ("casework_fairness", "/casework/plan/", "main a[href='/casework/fairness/']"),
        ("casework_plan", "/casework/plan/", "main a[href*='/casework/plan/']"),
        ("job", OF_CITY, JOB),
        ("proposal", OF_CITY, JOB, PUT),
        ("proposal_considered", OF_CITY, JOB, PUT, "main a[href$='/considered/']"),
        ("proposal_step", OF_CITY, JOB, PUT, "main a[href$='/steps/withdraw/']"),
    ],
}
