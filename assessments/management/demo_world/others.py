"""The answers of the other bodies."""

from __future__ import annotations

from dataclasses import replace

from assessments.management.demo_world.replies import (
    DONT_KNOW,
    Answers,
    levels,
    not_applicable,
    said,
)

HARROWMERE_FILES = "https://share.harrowmere.example/readiness"

HARROWMERE: Answers = {
    **levels("BUD", {1: 3, 2: 3, 4: 3, 5: 3, 7: 2, 9: 2}),
    **levels("TRA", {1: 3, 2: "95.6", 3: 3, 5: 2, 6: 3, 8: "yes"}),
    **levels("INT", {1: 3, 2: "9.5", 3: 3, 4: 3, 5: 3, 6: 2, 8: 3}),
    **levels("DAT", {1: 3, 3: 3, 5: 2, 6: 3, 7: DONT_KNOW, 9: 3, 10: 2}),
    **levels("SEC", {2: 3, 3: 3, 5: 3, 6: 3, 7: 2}),
    "BUD-03": not_applicable(
        "Our list of systems shows none that is high-risk and out of date since the pathology "
        "system was replaced in July."
    ),
    "BUD-06": said(["register", "renewal", "exit", "data", "security"]),
    "TRA-04": said(DONT_KNOW, "People and culture are checking how old the last survey is."),
    "TRA-07": said(["staff", "ask", "ways", "plain", "changed"]),
    "TRA-10": said(
        ["officer", "case_new", "dtac", "case_old", "device"],
        "The clinical safety officer signs off every release under DCB0160. The rule for AI "
        "scribes is with the digital committee.",
        ("Clinical safety case log", f"{HARROWMERE_FILES}/safety-case-log"),
    ),
    "INT-07": said(["phone", "inperson", "landline", "accessible", "assisted"]),
    "INT-11": said(["supported", "sites", "staff", "log"]),
    "DAT-02": said(
        4,
        "NHS number on 99.6% of records. Mismatches are counted each night and put right.",
        ("Data quality dashboard, October", f"{HARROWMERE_FILES}/dq-october"),
    ),
    "DAT-08": said(["human", "owner", "approval", "monitor", "stop"]),
    "DAT-11": said(["complain", "access", "equality", "notice"]),
    "SEC-01": said(
        4,
        "Security keys for administrators since February.",
        ("Sign-in policy and coverage", f"{HARROWMERE_FILES}/sign-in"),
    ),
    "SEC-04": said(["leavers", "admin", "folders", "shared"]),
    "SEC-09": said(["settings", "blocked", "access", "sensitive", "log"]),
    "SEC-10": said(
        3,
        "Toolkit submitted in June, and the board looks at the plan for the gaps each quarter. The "
        "independent audit is booked for January.",
        ("Toolkit submission", f"{HARROWMERE_FILES}/toolkit"),
    ),
}

_HARROWMERE_EVIDENCE = {
    "BUD-01": "Digital plan 2025 to 2028, page 30",
    "BUD-02": "Two approved business cases",
    "BUD-04": "Investment committee terms of reference",
    "BUD-05": "Benefits register",
    "TRA-01": "Board development programme",
    "TRA-02": "Statutory training report, November",
    "TRA-03": "Course content and completion list",
    "TRA-05": "Establishment report",
    "TRA-06": "Go-live plan for the outpatient portal",
    "TRA-07": "Patient involvement log",
    "TRA-08": "AI policy, version 2",
    "INT-01": "Application portfolio",
    "INT-02": "Application portfolio",
    "INT-03": "Integration diagram",
    "INT-04": "Standard clauses for buying software",
    "INT-08": "Integrated care record agreement",
    "DAT-01": "Information asset register",
    "DAT-03": "Data quality dashboard, October",
    "DAT-06": "Data protection assessment log",
    "DAT-09": "Published list of AI tools",
    "DAT-10": "AI register",
    "SEC-02": "Restore test, September",
    "SEC-03": "Patching report, October",
    "SEC-05": "Exercise report, June",
    "SEC-06": "Monitoring contract",
}
"""Titles of documents, for the answers that say no more than that."""


def _backed(given: Answers, titles: dict[str, str], folder: str) -> Answers:
    """The answers, with a document for each that has a title and no evidence of its own."""
    return {
        code: replace(reply, evidence=((titles[code], f"{folder}/{code.lower()}"),))
        if code in titles and not reply.evidence
        else reply
        for code, reply in given.items()
    }


HARROWMERE = _backed(HARROWMERE, _HARROWMERE_EVIDENCE, HARROWMERE_FILES)

QUILLBROOK_FILES = "https://files.quillbrook.example"

QUILLBROOK: Answers = {
    **levels("BUD", {1: 2, 2: 1, 3: "40", 4: 1, 5: 1, 6: ["register", "security"], 7: 1, 9: 1}),
    **levels("TRA", {1: 2, 3: 1, 4: 1, 5: 1, 6: 2, 7: ["staff", "ask", "plain"], 8: "yes"}),
    **levels("INT", {1: 1, 2: "28", 3: 2, 4: 1, 6: 1, 8: 1, 11: ["sites", "staff"]}),
    **levels("DAT", {1: 1, 2: 2, 3: 1, 5: 1, 6: 2, 7: 1, 9: 1, 10: 1}),
    **levels("SEC", {1: 1, 2: 2, 4: ["leavers", "shared"], 5: 2, 6: 1, 7: 1, 10: 2}),
    "TRA-02": said(
        "86",
        "All nine schools, from the September training day.",
        ("Completion by school", f"{QUILLBROOK_FILES}/inset-september"),
    ),
    "TRA-11": said(
        ["lead", "product"],
        "Filtering was reviewed in six of the nine schools; the others are booked for this term.",
    ),
    "INT-05": said(
        3,
        "One platform for all schools since Easter. The three old ones are switched off.",
        ("Platform migration sign-off", f"{QUILLBROOK_FILES}/migration"),
    ),
    "INT-07": said(["phone", "inperson", "accessible"]),
    "DAT-08": said(["approval", "human"]),
    "DAT-11": said(["complain", "access"]),
    "SEC-03": said(1, "Servers at three schools are patched by hand, in the holidays."),
    "SEC-09": said(["settings", "blocked"]),
}

QUILLBROOK_CORRECTED: Answers = {
    "SEC-01": said(
        3,
        "Switched on for all staff, governors and our IT supplier at half term. Supply teachers "
        "use a key kept at reception.",
        ("Sign-in report", f"{QUILLBROOK_FILES}/sign-in"),
    ),
    "TRA-03": said(2, "The course was offered to all in October; 61% of users have finished it."),
}

BRACKENFORTH: Answers = {
    **levels("BUD", {2: 0, 3: "10", 4: 1, 5: 0, 6: ["register"], 7: 0, 9: 0}),
    **levels("TRA", {1: 1, 2: "64", 3: 0, 4: 0, 5: 1, 6: 1, 7: ["staff", "plain"], 8: "no"}),
    **levels("INT", {1: 1, 2: "46", 3: 1, 4: 0, 5: 1, 6: 1, 7: ["phone", "inperson"], 8: 0}),
    **levels("DAT", {1: 1, 2: 1, 5: 1, 6: 1, 7: 0, 9: 0, 10: 0, 11: ["access"]}),
    **levels("SEC", {1: 1, 2: 1, 3: 1, 4: ["leavers"], 5: 1, 6: 1, 7: 0, 9: DONT_KNOW, 10: 1}),
    "BUD-01": said(
        1,
        "A list with costs. Money is found from reserves each year.",
        ("Budget report, page 6", ""),
    ),
    "INT-10": not_applicable("Nothing is proposed that would merge or end the council."),
    "INT-11": said(["staff"]),
    "DAT-03": said(0, "No one could name a set of data that was checked this year."),
    "DAT-08": said(["none"], "We believe no one uses AI, but no one has looked."),
}

SALTERMERE_FIRST: Answers = {
    **levels("BUD", {1: 2, 2: 2, 3: "50", 4: 2}),
    "TRA-02": said("81.3", "Repairs staff are mostly up to date; care staff are not."),
    "SEC-01": said(2),
}

SALTERMERE_FILES = "https://documents.saltermere.example"

SALTERMERE_LAST_YEAR: Answers = {
    **levels("BUD", {2: 2, 3: "50", 4: 2, 5: 1, 6: ["register", "data", "security"], 7: 1, 9: 1}),
    **levels("TRA", {1: 2, 3: 2, 4: 1, 5: 2, 6: 3, 7: ["staff", "ask", "plain"], 8: "no"}),
    **levels("INT", {1: 2, 2: "33.5", 4: 2, 5: 2, 6: 1, 8: 2, 11: ["sites", "plan", "staff"]}),
    **levels("DAT", {1: 2, 3: 2, 5: 1, 6: 2, 7: 1, 9: 2, 10: 1, 12: ["homes", "trace"]}),
    **levels("SEC", {2: 2, 3: 2, 5: 3, 6: 2, 7: 1, 9: ["settings", "access"], 10: 2}),
    "BUD-01": said(
        3,
        "The business plan has agreed money for systems for two years. The board reads a report on "
        "progress in May and November.",
        ("Business plan, page 12", f"{SALTERMERE_FILES}/business-plan"),
    ),
    "TRA-02": said("81.3", "Repairs staff are mostly up to date; care staff are not."),
    "INT-03": said(1, "Two housing systems since the merger, and rents are keyed twice."),
    "INT-07": said(["phone", "inperson", "assisted"]),
    "DAT-02": said(3, "The UPRN is on 94% of homes, in repairs, rents and compliance alike."),
    "DAT-08": said(["owner", "human"]),
    "DAT-11": said(["complain", "access", "find"]),
    "SEC-01": said(
        3,
        "All staff since the spring. Contractors use a portal that asks for a second step too.",
        ("Sign-in policy", f"{SALTERMERE_FILES}/sign-in"),
    ),
    "SEC-04": said(["leavers", "shared", "folders"]),
}
