"""Wexcombe Borough Council: two submissions a year apart, and a follow-up under way."""

from __future__ import annotations

from assessments.management.demo_world.replies import DONT_KNOW, Answers, Said, levels, said

FILES = "https://intranet.wexcombe.example/documents"

LAST_YEAR: Answers = {
    **levels("BUD", 1, 1, "22.5", 2, 1, ["register", "renewal", "security"], 2, 2),
    **levels("TRA", 1, "78.4", 1, 2, 2, 2, 2, "no"),
    **levels("INT", 1, "28", 2, 1, 2, 2, ["phone", "inperson", "accessible", "assisted"], 1, 2),
    **levels("DAT", 2, 1, 2, DONT_KNOW, 1, 2, 0, ["owner", "human"], 1),
    **levels("SEC", 1, 2, 2, 2, 2, 1, 1, 2, DONT_KNOW),
    "BUD-01": said(
        1,
        "There is a list of projects, and each is funded from reserves when it is ready. The new "
        "digital strategy goes to Cabinet in March.",
    ),
    "TRA-08": said("no", "A draft was with the trade unions when we answered this."),
    "INT-01": said(
        1,
        "The spreadsheet was last checked 20 months ago and no one scores the risk.",
        ("Systems spreadsheet", f"{FILES}/systems-list"),
    ),
    "DAT-08": said(
        ["human"],
        "Two teams use a transcription tool. Officers check every note before it is filed.",
    ),
    "SEC-01": said(
        1,
        "Administrators and remote workers only. The main office network is still trusted.",
        ("Sign-in report, October", f"{FILES}/sign-in-report-october"),
    ),
}

THIS_YEAR: Answers = {
    **LAST_YEAR,
    **levels("BUD", 3, 2, "61.5", 3, 2, ["register", "renewal", "exit", "data", "security"], 2, 2),
    **levels("TRA", 3, "91.2", 3, 2, 3, 3, 3, "yes"),
    **levels(
        "INT",
        3,
        "18.5",
        2,
        3,
        3,
        2,
        ["phone", "inperson", "accessible", "assisted", "tested"],
        2,
        3,
    ),
    **levels(
        "DAT", 3, 2, 3, "45", 2, 3, 2, ["register", "owner", "approval", "human", "challenge"], 3
    ),
    **levels("SEC", 3, 3, 1, 3, 3, 3, 2, 3, ["allowed", "settings", "access", "limits"]),
    "BUD-01": said(
        3,
        "Cabinet agreed the digital strategy in March with money for two years. Overview and "
        "scrutiny looks at progress in May and November.",
        ("Cabinet minutes, item 9", f"{FILES}/cabinet-march-item-9"),
        ("Medium term financial plan, page 41", ""),
    ),
    "BUD-03": said(
        "61.5",
        "8 of the 13 systems scored red have agreed money. The revenues system is the largest of "
        "those that do not.",
        ("Register of out-of-date systems", f"{FILES}/legacy-register"),
    ),
    "TRA-01": said(
        3,
        "All of the corporate leadership team and six of nine Cabinet members took the two-day "
        "course in June.",
        ("Attendance list and course outline", f"{FILES}/leaders-course"),
    ),
    "TRA-02": said(
        "91.2",
        "1,106 of 1,213 staff. Depot staff without a computer are most of the rest.",
        ("Learning system report, 2 November", f"{FILES}/learning-report"),
    ),
    "TRA-06": said(
        3, "The planning system went live with nine champions. No one checked use at six months."
    ),
    "TRA-08": said(
        "yes",
        "Approved by the Staffing Committee in January, and read by everyone at sign-in.",
        ("Acceptable use of AI, version 1.2", f"{FILES}/ai-policy"),
    ),
    "INT-01": said(
        3,
        "All 64 important systems have an owner, a support date and a risk score.",
        ("Systems register", f"{FILES}/systems-register"),
    ),
    "INT-05": said(3, "", ("Decommissioning certificate", f"{FILES}/file-shares-closed")),
    "DAT-03": said(
        3,
        "Housing, council tax and social care, every quarter against the six tests.",
        ("Data quality report, quarter 2", f"{FILES}/data-quality-q2"),
    ),
    "INT-09": said(3, "The Eastgate depot was the last site without a second line, until August."),
    "DAT-06": said(
        3,
        "The information governance board signs off each assessment. Bias in the housing "
        "allocation pilot was found this way and the pilot changed.",
        ("Log of data protection and equality assessments", f"{FILES}/assessment-log"),
    ),
    "DAT-08": said(
        ["register", "owner", "approval", "human", "challenge"],
        "No one has tested going back to the manual way for the contact centre assistant.",
        ("AI register, published", "https://www.wexcombe.example/ai-register"),
    ),
    "SEC-01": said(
        3,
        "All staff since April. Two suppliers have exceptions that end on 31 January.",
        ("Sign-in report, November", f"{FILES}/sign-in-report-november"),
        ("List of exceptions", f"{FILES}/sign-in-exceptions"),
    ),
    "SEC-02": said(
        3,
        "Full restore of the finance and social care systems in September: 11 hours against the "
        "12 agreed.",
        ("Restore test report", f"{FILES}/restore-test"),
    ),
    "SEC-03": said(
        1,
        "We answered 2 last year. The new scanner then found 41 servers that the old one had never "
        "seen, and a third of those wait for months.",
        ("Scan summary, October", f"{FILES}/scan-october"),
    ),
    "SEC-04": said(3, "", ("Access review, September", f"{FILES}/access-review")),
    "SEC-05": said(
        3,
        "Practised with the leadership team and the county council in May.",
        ("Exercise report and actions", f"{FILES}/exercise-may"),
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
    "INT-02": said("16", "10 of 64. Two were switched off over the summer."),
    "INT-03": said(2, "The link from planning to finance broke three times in October."),
    "SEC-02": said(2, "Waiting to hear whether the telephony recordings are in the new backups."),
    "SEC-03": Said(DONT_KNOW, "Waiting for the first full scan since the 41 servers were added."),
}

FOLLOW_UP_THIRD: Answers = {
    "SEC-02": said(
        3,
        "They are: restored on Friday as part of the six-monthly test.",
        ("Restore test, telephony", f"{FILES}/restore-test-telephony"),
    ),
    "TRA-03": said(
        4,
        "From this month no one gets access before the course for their own job.",
        ("Access request form, new version", f"{FILES}/access-request"),
    ),
}
"""An answer changes as people find things out."""
