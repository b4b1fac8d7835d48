"""Wexcombe Borough Council: two submissions a year apart, and a follow-up under way."""

from __future__ import annotations

from assessments.management.demo_world.replies import (
    DONT_KNOW,
    Answers,
    Said,
    levels,
    not_applicable,
    said,
)

FILES = "https://intranet.wexcombe.example/documents"

LAST_YEAR: Answers = {
    **levels(
        "BUD",
        {1: 1, 2: 1, 3: "22.5", 4: 1, 5: 1, 6: ["register", "renewal", "security"], 7: 1, 9: 0},
    ),
    **levels(
        "TRA", {1: 1, 2: "78.4", 3: 1, 4: 1, 5: 2, 6: 2, 7: ["staff", "ask", "plain"], 8: "no"}
    ),
    **levels("INT", {1: 1, 2: "28", 3: 1, 4: 2, 5: 2, 6: 2, 8: 1, 11: ["sites", "staff"]}),
    **levels("DAT", {1: 2, 2: 1, 3: 1, 5: 1, 6: 2, 7: DONT_KNOW, 9: 0, 10: 0, 11: ["access"]}),
    **levels("SEC", {1: 1, 2: 2, 3: 2, 4: ["leavers", "admin"], 5: 2, 6: 1, 7: 1, 10: 1}),
    "BUD-01": said(
        1,
        "There is a list of projects with their cost, and each is funded from reserves when it is "
        "ready. The new digital strategy goes to Cabinet in March.",
    ),
    "TRA-08": said("no", "A draft was with the trade unions when we answered this."),
    "INT-01": said(
        1,
        "The spreadsheet was last checked 20 months ago and no one scores the risk.",
        ("Systems spreadsheet", f"{FILES}/systems-list"),
    ),
    "INT-07": said(["phone", "inperson", "accessible", "assisted"]),
    "INT-10": not_applicable("No order or proposal would merge or end the council."),
    "DAT-08": said(
        ["human"],
        "Two teams use a transcription tool. Trained officers check every note before it is filed.",
    ),
    "SEC-01": said(
        1,
        "Administrators, and everyone who signs in from outside. In our offices a password is "
        "still enough.",
        ("Sign-in report, October", f"{FILES}/sign-in-report-october"),
    ),
    "SEC-09": said(DONT_KNOW),
}

THIS_YEAR: Answers = {
    **levels("BUD", {2: 2, 4: 3, 5: 2, 7: 2, 9: 2}),
    **levels("TRA", {3: 3, 4: 2, 5: 3}),
    **levels("INT", {3: 2, 4: 3, 6: 2, 8: 2}),
    **levels("DAT", {1: 3, 2: 2, 5: 2, 7: 2, 11: ["complain", "access", "equality", "notice"]}),
    **levels("SEC", {6: 2, 7: 2, 9: ["settings", "blocked", "access", "tested"]}),
    "BUD-01": said(
        3,
        "Cabinet agreed the digital strategy in March with money for two years. Overview and "
        "scrutiny gets a report on progress in May and November.",
        ("Cabinet minutes, item 9", f"{FILES}/cabinet-march-item-9"),
        ("Medium term financial plan, page 41", ""),
    ),
    "BUD-03": said(
        "61.5",
        "8 of the 13 systems scored red have agreed money. The revenues system is the largest of "
        "those that do not.",
        ("Register of out-of-date systems", f"{FILES}/legacy-register"),
    ),
    "BUD-06": said(["register", "renewal", "exit", "data", "security"]),
    "TRA-01": said(
        3,
        "All of the corporate leadership team and six of nine Cabinet members took the two-day "
        "course in June.",
        ("Attendance list and course outline", f"{FILES}/leaders-course"),
    ),
    "TRA-02": said(
        "91.2",
        "1,106 of 1,213 people with a login. Depot staff without a computer are most of the rest.",
        ("Learning system report, 2 November", f"{FILES}/learning-report"),
    ),
    "TRA-06": said(
        3,
        "Users tested the planning and the payments system first, and nine champions helped for "
        "six weeks. No one checked use at three or six months.",
    ),
    "TRA-07": said(["staff", "ask", "unions", "ways", "plain", "ai"]),
    "TRA-08": said(
        "yes",
        "Approved by the Staffing Committee in January, and sent to all staff and councillors.",
        ("Acceptable use of AI, version 1.2", f"{FILES}/ai-policy"),
    ),
    "INT-01": said(
        3,
        "All 64 important systems have an owner, a support date and a risk score.",
        ("Systems register", f"{FILES}/systems-register"),
    ),
    "INT-02": said("18.8", "12 of 64.", ("Systems register", f"{FILES}/systems-register")),
    "INT-05": said(3, "", ("Decommissioning certificate", f"{FILES}/file-shares-closed")),
    "INT-07": said(["phone", "inperson", "landline", "accessible", "statement", "assisted"]),
    "INT-10": said(
        ["lead", "systems"],
        "The proposal for one council with our two neighbours was sent in March. The head of "
        "digital leads for us; contracts are next.",
        ("Joint list of systems", f"{FILES}/joint-systems-list"),
    ),
    "INT-11": said(
        ["sites", "plan", "staff", "fail", "log"],
        "The Eastgate depot was the last site below the standard, until August.",
    ),
    "DAT-03": said(
        3,
        "15 of 20 important sets, housing and council tax among them, each against the six tests.",
        ("Data quality report, quarter 2", f"{FILES}/data-quality-q2"),
    ),
    "DAT-06": said(
        3,
        "The service signs each DPIA once the data protection officer has advised. Bias in the "
        "housing allocation pilot was found this way and the pilot changed.",
        ("Log of DPIAs and equality assessments", f"{FILES}/assessment-log"),
    ),
    "DAT-08": said(
        ["human", "owner", "approval", "challenge", "incident"],
        "No one has practised going back to the manual way for the contact centre assistant.",
        ("Rules for AI, version 2", f"{FILES}/ai-rules"),
    ),
    "DAT-09": said(
        3,
        "Each tool with its purpose, its owner and how to ask for a person to look again.",
        ("How we use AI", "https://www.wexcombe.example/how-we-use-ai"),
    ),
    "DAT-10": said(
        3,
        "A tool rated high has to pass an equality check and a test before launch.",
        ("AI register", f"{FILES}/ai-register"),
    ),
    "SEC-01": said(
        3,
        "All staff since April, and the last of our suppliers since September.",
        ("Sign-in report, November", f"{FILES}/sign-in-report-november"),
        ("Suppliers' accounts", f"{FILES}/supplier-accounts"),
    ),
    "SEC-02": said(
        3,
        "36 of 64 systems since January. Finance and revenues took 11 hours against the 12 agreed.",
        ("Restore test reports", f"{FILES}/restore-tests"),
    ),
    "SEC-03": said(
        1,
        "We answered 2 last year. The new scanner then found 41 servers that the old one had never "
        "seen, and a third of those wait for months.",
        ("Scan summary, October", f"{FILES}/scan-october"),
    ),
    "SEC-04": said(
        ["leavers", "admin", "folders", "shared"],
        "",
        ("Access review, September", f"{FILES}/access-review"),
    ),
    "SEC-05": said(
        3,
        "Practised with the leadership team and the county council in May.",
        ("Exercise report and actions", f"{FILES}/exercise-may"),
    ),
    "SEC-10": said(
        2,
        "Completed in July, and taken to the audit committee in September.",
        ("Cyber Assessment Framework, summary", f"{FILES}/caf-summary"),
    ),
}


FOLLOW_UP_FIRST: Answers = {
    code: THIS_YEAR[code]
    for code in THIS_YEAR
    if code.startswith(("BUD", "TRA")) and code not in ("TRA-05", "TRA-07")
}
"""The first sitting carries over what has not changed."""

FOLLOW_UP_SECOND: Answers = {
    "BUD-03": said(
        "69.2",
        "9 of 13: the revenues system was funded at the October Cabinet.",
        ("Register of out-of-date systems", f"{FILES}/legacy-register"),
    ),
    "INT-01": THIS_YEAR["INT-01"],
    "INT-02": said("15.6", "10 of 64: two were switched off last week."),
    "INT-03": said(2, "The link from planning to finance broke three times in October."),
    "SEC-02": said(
        1, "Waiting to hear whether the telephony recordings have a protected copy too."
    ),
    "SEC-03": Said(DONT_KNOW, "Waiting for the first full scan since the 41 servers were added."),
    "DAT-01": said(0, "Three services keep personal data that is on no list."),
    "DAT-03": THIS_YEAR["DAT-03"],
    "DAT-09": THIS_YEAR["DAT-09"],
    "DAT-10": said(0, "The register was on one of the two systems that were switched off."),
}
"""Two pairs of these do not fit together: DAT-01 with DAT-03, and DAT-10 with DAT-09."""

EXPLAINED = {
    "CON-08": (
        "The public page was made from the register in September, and no AI has been bought "
        "since. The register itself is being built again from the page and the old export."
    )
}
"""Why both answers are right, by the contradiction's code. DAT-01 and DAT-03 have no reason yet."""

FOLLOW_UP_THIRD: Answers = {
    "SEC-02": said(
        3,
        "They have one, and were restored from it on Friday as part of the six-monthly test.",
        ("Restore test, telephony", f"{FILES}/restore-test-telephony"),
    ),
    "TRA-03": said(
        4,
        "From this month no one gets access before the course for their own job, and it is taken "
        "again each year.",
        ("Access request form, new version", f"{FILES}/access-request"),
    ),
}
"""An answer changes as people find things out."""
