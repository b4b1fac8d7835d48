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
    **levels("BUD", 3, 3, "88", 3, 3, ["register", "renewal", "exit", "data", "security"], 2, 2),
    **levels("TRA", 3, "95.6", 3, 2, 3, 3, 3, "yes", 4),
    **levels(
        "INT",
        3,
        "9.5",
        3,
        3,
        3,
        2,
        ["phone", "inperson", "landline", "accessible", "assisted"],
        3,
        3,
    ),
    **levels(
        "DAT",
        3,
        4,
        3,
        "72",
        2,
        3,
        2,
        ["register", "owner", "approval", "human", "monitor", "stop"],
        3,
    ),
    **levels("SEC", 4, 3, 3, 3, 3, 3, 2, 3, ["allowed", "settings", "access", "sensitive", "log"]),
    "BUD-03": not_applicable(
        "Our register shows no high-risk out-of-date systems since the pathology system was "
        "replaced in July."
    ),
    "TRA-04": said(DONT_KNOW, "People and culture are checking what the 2024 survey covered."),
    "TRA-09": said(
        4,
        "The clinical safety officer signs off every release under DCB0160.",
        ("Clinical safety case log", f"{HARROWMERE_FILES}/safety-case-log"),
    ),
    "DAT-02": said(
        4,
        "NHS number on 99.6% of records, checked each night.",
        ("Data quality dashboard, October", f"{HARROWMERE_FILES}/dq-october"),
    ),
    "DAT-07": said(DONT_KNOW),
    "SEC-01": said(
        4,
        "Security keys for administrators since February.",
        ("Sign-in policy and coverage", f"{HARROWMERE_FILES}/sign-in"),
    ),
    "SEC-08": said(
        3,
        "Toolkit submitted in June, standards met. The independent audit is booked for January.",
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
    **levels("BUD", 2, 1, "40", 1, 1, ["register", "security"], 1, 3),
    **levels("TRA", 2, "86", 1, 1, 1, 2, 2, "yes", 2),
    **levels("INT", 1, "28", 2, 1, 3, 1, ["phone", "inperson", "accessible"], 1, 2),
    **levels("DAT", 1, 2, 1, "15", 1, 2, 1, ["approval", "human"], 1),
    **levels("SEC", 2, 2, 1, 2, 2, 1, 1, 2, ["allowed", "settings"]),
    "TRA-02": said(
        "86",
        "All nine schools, from the September training day.",
        ("Completion by school", f"{QUILLBROOK_FILES}/inset-september"),
    ),
    "INT-05": said(
        3,
        "One platform for all schools since Easter.",
        ("Platform migration sign-off", f"{QUILLBROOK_FILES}/migration"),
    ),
    "SEC-03": said(1, "Servers at three schools are patched by hand, in the holidays."),
}

QUILLBROOK_CORRECTED: Answers = {
    "SEC-01": said(
        3,
        "Switched on for all staff at half term. Supply teachers use a key kept at reception.",
        ("Sign-in report", f"{QUILLBROOK_FILES}/sign-in"),
    ),
    "TRA-03": said(2, "The course was offered to all in October; 44% have finished it."),
}

BRACKENFORTH: Answers = {
    **levels("BUD", 1, 0, "10", 1, 0, ["register"], 0, 1),
    **levels("TRA", 1, "64", 0, 0, 1, 1, 1, "no"),
    **levels("INT", 1, "46", 1, 0, 1, 1, ["phone", "inperson"], 0, 1),
    **levels("DAT", 1, 1, 0, "5", 1, 1, 0, ["none"], 0),
    **levels("SEC", 2, 1, 1, 1, 1, 1, 0, 1, DONT_KNOW),
    "BUD-08": said(
        1, "This year balances with 1.4 million pounds of reserves.", ("Budget report, page 6", "")
    ),
    "DAT-03": said(0, "No one could name a set of data that is measured."),
    "DAT-08": said(["none"], "We believe no one uses AI, but no one has looked."),
}

SALTERMERE_FIRST: Answers = {
    **levels("BUD", 2, 2, "50", 2),
    "TRA-02": said("81.3", "Repairs staff are mostly up to date; care staff are not."),
    "SEC-01": said(2),
}

SALTERMERE_FILES = "https://documents.saltermere.example"

SALTERMERE_LAST_YEAR: Answers = {
    **levels("BUD", 2, 2, "50", 2, 1, ["register", "data", "security"], 1, 3),
    **levels("TRA", 2, "81.3", 2, 1, 2, 3, 2, "no"),
    **levels("INT", 2, "33.5", 1, 2, 2, 1, ["phone", "inperson", "assisted"], 2, 2),
    **levels("DAT", 2, 3, 2, "30", 1, 2, 1, ["owner", "human"], 2),
    **levels("SEC", 3, 2, 2, 2, 3, 2, 1, 2, ["allowed", "access"]),
    "BUD-08": said(
        3,
        "The thirty-year business plan has money for systems, and passes its stress test.",
        ("Business plan, page 12", f"{SALTERMERE_FILES}/business-plan"),
    ),
    "TRA-02": said("81.3", "Repairs staff are mostly up to date; care staff are not."),
    "INT-03": said(1, "Two housing systems since the merger, and rents are keyed twice."),
    "DAT-02": said(3, "Property references match across repairs, rents and compliance."),
    "SEC-01": said(
        3,
        "All staff since the spring. Contractors come in by a portal of their own.",
        ("Sign-in policy", f"{SALTERMERE_FILES}/sign-in"),
    ),
}
