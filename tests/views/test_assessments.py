"""Starting an assessment, its task list, and checking its answers, as a browser meets them."""

from __future__ import annotations

from dataclasses import replace
from html import unescape
from typing import Any

from django.urls import reverse

from assessments.models import Assessment
from assessments.queries.assessments import standing_of
from assessments.rubric.definition import RubricSpec
from assessments.scoring.sheet import EvidenceItem, Reply, State
from assessments.services import assessments as services
from assessments.services import rubrics
from tests.cost import counted
from tests.factories.rubrics import single
from tests.services.test_assessments import publishable
from tests.views.pages import SignIn, most_queries
from tests.worlds import World, published


def address(name: str, assessment: Assessment, *more: object) -> str:
    return reverse(name, args=[assessment.organisation.slug, assessment.reference, *more])


def start_address(world: World) -> str:
    return reverse("assessment-start", args=[world.organisation.slug])


def words(response: Any) -> str:
    """The page's text with its white space evened out, entities read."""
    return " ".join(unescape(response.content.decode()).split())


def trusts_only() -> RubricSpec:
    """A questionnaire that is not written for a council."""
    spec = publishable(single("A-01"))
    sectors = [sector for sector in spec.sectors if sector.code == "nhs_trust"]
    return replace(spec, code="for-trusts", sectors=sectors)


class TestStart:
    def test_it_says_what_will_be_asked_of_this_sector(
        self, world: World, signed_in: SignIn
    ) -> None:
        page = signed_in(world.contributor).get(start_address(world))
        text = words(page)
        assert "45 questions for your sector (local authority), of which 1 is asked only" in text
        assert "12 of them are critical" in text
        for part in world.spec.dimensions:
            assert part.name in text
            assert " ".join(part.summary.split()) in text
        assert "How long it takes, and who should help" in text
        assert "Clinical safety officer" not in text, "another sector's"
        assert " ".join(world.spec.time_needed.split()) in text
        assert " ".join(world.spec.limits.split()) in text
        questionnaire = reverse("rubric-detail", args=["uk-readiness-2026", 1])
        assert f'href="{questionnaire}?sector=local_authority"' in page.content.decode()

    def test_the_button_starts_it_and_a_late_press_is_refused_with_the_reason(
        self, world: World, signed_in: SignIn
    ) -> None:
        browser = signed_in(world.contributor)
        form = browser.get(start_address(world)).context["form"]
        response = browser.post(start_address(world), form.initial)
        assessment = Assessment.objects.get()
        assert response.status_code == 302
        assert response["Location"] == address("assessment-detail", assessment)
        assert assessment.title == services.default_title(world.version.title)
        assert assessment.started_by == world.contributor

        late = browser.post(start_address(world), form.initial)
        assert late.status_code == 409 and services.ANOTHER_OPEN in words(late)
        assert Assessment.objects.count() == 1
        page = browser.get(start_address(world))
        assert page.status_code == 200
        assert f'href="{address("assessment-detail", assessment)}"' in page.content.decode()
        assert "Start the assessment" not in words(page)

    def test_a_bad_name_is_refused_and_kept(self, world: World, signed_in: SignIn) -> None:
        browser = signed_in(world.contributor)
        for title, message in (
            ("", "Enter a name for this assessment"),
            ("x" * 201, "The name must be 200 characters or fewer"),
            (
                "\u202etxt",
                "Remove the hidden character U+202E (right-to-left override), character 1",
            ),
            (" . ", "The name must have at least one letter or number"),
        ):
            sent = {"version": world.version.pk, "title": title}
            page = browser.post(start_address(world), sent)
            text = words(page)
            assert page.status_code == 200
            assert "<title>Error: Start an assessment" in text
            assert text.count(message) == 2, "next to the field and in the summary"
            assert title in page.content.decode()
            assert not Assessment.objects.exists()

    def test_a_name_is_shown_as_the_text_it_is(self, world: World, signed_in: SignIn) -> None:
        sent = {"version": world.version.pk, "title": "<b>Autumn</b> {{ 7|add:7 }} & more"}
        page = signed_in(world.contributor).post(start_address(world), sent, follow=True)
        assert "&lt;b&gt;Autumn&lt;/b&gt; {{ 7|add:7 }} &amp; more" in page.content.decode()

    def test_an_edition_that_does_not_exist_is_not_found_and_with_none_it_says_so(
        self, world: World, signed_in: SignIn
    ) -> None:
        browser = signed_in(world.contributor)
        none = {"version": world.version.pk + 1, "title": "x"}
        assert browser.post(start_address(world), none).status_code == 404
        assert browser.get(start_address(world) + "?rubric=nothing").status_code == 404
        rubrics.retire(version=world.version, by=world.publisher)
        page = browser.get(start_address(world))
        assert "No questionnaire has been published yet" in words(page)

    def test_of_several_questionnaires_one_is_chosen(self, world: World, signed_in: SignIn) -> None:
        published(publishable(single("A-01")), by=world.publisher)
        browser = signed_in(world.contributor)
        page = browser.get(start_address(world))
        text = words(page)
        assert " ".join(world.spec.time_needed.split()) in text
        assert "for a group of people from finance" in text, "who is needed"
        assert "A score out of 100 for the whole and for each part" in text
        assert "Start the assessment" not in text
        for slug in ("small", "uk-readiness-2026"):
            assert f'href="?rubric={slug}"' in page.content.decode()

        chosen = browser.get(start_address(world) + "?rubric=small")
        assert chosen.context["spec"].code == "small"
        assert "Choose another questionnaire" in words(chosen)

    def test_the_choice_says_what_is_in_progress_and_what_is_for_other_sectors(
        self, world: World, signed_in: SignIn
    ) -> None:
        published(trusts_only(), by=world.publisher)
        browser = signed_in(world.contributor)
        page = browser.get(start_address(world))
        assert "This questionnaire is not written for your sector." in words(page)
        assert "?rubric=for-trusts" not in page.content.decode()
        text = words(browser.get(start_address(world) + "?rubric=for-trusts"))
        assert "not written for your sector" in text and "Start the assessment" not in text

        open_one = world.assessment
        page = browser.get(start_address(world))
        assert f'href="{open_one.get_absolute_url()}"' in page.content.decode()
        assert "?rubric=uk-readiness-2026" not in page.content.decode()


class TestTaskList:
    def test_it_tells_each_dimension_in_words(self, world: World, signed_in: SignIn) -> None:
        world.complete()
        budget = world.spec.dimension("BUD").questions
        world.answer({question.code: Reply() for question in budget})
        world.answer({"TRA-01": Reply()})
        page = signed_in(world.viewer).get(world.assessment.get_absolute_url())
        tasks = [(task["title"], task["hint"], task["status"]) for task in page.context["tasks"]]
        assert tasks == [
            ("Budget", "0 of 8 answered", "Not started"),
            ("Training", "7 of 8 answered", "In progress"),
            ("System integration", "10 of 10 answered", "Complete"),
            ("Data quality", "10 of 10 answered", "Complete"),
            ("Security", "9 of 9 answered", "Complete"),
        ]
        text = words(page)
        assert "36 of 45 questions answered" in text
        for _, hint, status in tasks:
            assert hint in text and status in text

    def test_the_range_is_never_called_the_score(self, world: World, signed_in: SignIn) -> None:
        world.complete()
        world.answer({"INT-03": Reply(), "SEC-01": Reply()})
        text = words(signed_in(world.viewer).get(world.assessment.get_absolute_url()))
        result = standing_of(world.assessment).result
        low, high = result.low.score, result.high.score
        assert low and high and low.shown < high.shown
        said = f"The score so far lies between {low.shown} and {high.shown}, Emerging to Ready."
        assert said in text

    def test_each_role_is_offered_what_it_may_do_or_reads_why_not(
        self, world: World, signed_in: SignIn
    ) -> None:
        world.complete()
        for role, may, may_not in (
            ("viewer", [], ["send", "submit", "withdraw"]),
            ("contributor", ["send"], ["submit", "withdraw"]),
            ("approver", ["send", "submit"], ["withdraw"]),
            ("administrator", ["send", "submit", "withdraw"], []),
        ):
            page = signed_in(getattr(world, role)).get(world.assessment.get_absolute_url())
            html, text = page.content.decode(), words(page)
            offered = "Submitting these answers now gives a score of 68.2, Developing, because "
            assert offered in text, "what submitting gives"
            for step in may:
                assert f'href="{address(f"assessment-{step}", world.assessment)}"' in html
            for step in may_not:
                assert f'href="{address(f"assessment-{step}", world.assessment)}"' not in html
            refused = [choice for choice in page.context["choices"] if choice.why_not]
            assert len(refused) == len(may_not)
            for choice in refused:
                assert choice.why_not in text
            if role == "contributor":
                assert "Check the answers, then send them for approval." in text

    def test_without_answers_it_says_what_is_left_and_then_who_changed_something_last(
        self, world: World, signed_in: SignIn
    ) -> None:
        here, browser = world.assessment.get_absolute_url(), signed_in(world.viewer)
        empty = words(browser.get(here))
        assert "No question has been answered yet." in empty
        assert "Your role lets you read this assessment but not answer it." in empty
        assert "Answer questions on" not in empty
        page = signed_in(world.approver).get(here)
        submit = f'href="{address("assessment-submit", world.assessment)}"'
        assert submit not in page.content.decode()
        assert "44 questions still need an answer." in words(page)
        world.answer({"BUD-01": 1})
        world.answer({"BUD-02": 1}, by=world.approver)
        assert "Last change: Ash Approver," in words(browser.get(here))

    def test_submitted_it_leads_to_the_report_and_reopened_it_counts_its_submissions(
        self, world: World, signed_in: SignIn
    ) -> None:
        submission, browser = world.submit(), signed_in(world.viewer)
        page = browser.get(world.assessment.get_absolute_url())
        report = address("submission-report", world.assessment, 1)
        assert page.content.decode().count(f'href="{report}"') == 2
        text = words(page)
        assert f"as {submission.reference}. Its answers can no longer be changed." in text
        assert "68.2, Developing" in text and "The score so far" not in text
        services.reopen(
            assessment=world.assessment, by=world.administrator, reason="An answer was wrong."
        )
        text = words(browser.get(world.assessment.get_absolute_url()))
        assert "It was submitted once before, and that report has not changed." in text
        assert "The next submission will be number 2." in text

    def test_withdrawn_it_says_so(self, world: World, signed_in: SignIn) -> None:
        world.answer({"BUD-01": 1})
        services.withdraw(
            assessment=world.assessment, by=world.administrator, reason="Started by mistake."
        )
        page = signed_in(world.administrator).get(world.assessment.get_absolute_url())
        assert "Withdrawn." in words(page) and "Partly answered" in words(page)
        assert f'href="{address("assessment-reopen", world.assessment)}"' in page.content.decode()

    def test_it_takes_few_queries_however_much_there_is(
        self, world: World, signed_in: SignIn
    ) -> None:
        browser, here = signed_in(world.administrator), world.assessment.get_absolute_url()
        browser.get(here)
        _, empty = counted(lambda: browser.get(here))
        for _ in range(3):
            world.submit()
            services.reopen(
                assessment=world.assessment, by=world.administrator, reason="Another go at it."
            )
        _, full = counted(lambda: browser.get(here))
        assert 1 < full == empty <= most_queries(3)


class TestCheck:
    def test_every_asked_question_is_there_with_its_answer_and_a_way_on(
        self, world: World, signed_in: SignIn
    ) -> None:
        browser, approver = signed_in(world.contributor), signed_in(world.approver)
        where = address("assessment-check", world.assessment)
        approver.get(where)
        _, empty = counted(lambda: approver.get(where))
        world.complete()
        page = browser.get(where)
        html, text = page.content.decode(), words(page)
        asked = [q for d in page.context["checked"].dimensions for q in d.questions]
        assert len(asked) == 45
        for question in asked:
            change = address("dimension-answer", world.assessment, question.dimension)
            way = f"?question={question.code}&amp;from=check#question-{question.code}"
            assert f'href="{change}{way}"' in html
        assert "88.5%" in text
        assert "TRA-10" not in text, "asked of trusts only"
        assert "Continue to approve" not in text and "Send for approval" in text
        assert "An approver or an administrator has to approve it." in text

        page, full = counted(lambda: approver.get(where))
        assert words(page).count("Continue to approve") == 2
        assert world.seen in page.content.decode()
        assert 2 < full == empty <= most_queries(3)

    def test_what_needs_a_second_look_comes_first(self, world: World, signed_in: SignIn) -> None:
        world.complete()
        world.answer({"BUD-01": Reply(), "SEC-02": Reply()})
        page = signed_in(world.approver).get(address("assessment-check", world.assessment))
        found = page.context["checked"]
        assert [part.code for part in found.unanswered] == ["BUD-01", "SEC-02"]
        assert [part.code for part in found.unknown] == ["DAT-07"]
        assert [gate.code for gate in found.gates] == ["SEC-01", "DAT-08", "DAT-09", "SEC-09"]
        text = words(page)
        for said in (
            "Not answered (2)",
            "Don’t know (1)",
            "Answers that cap the result (4)",
            " ".join(found.gates[0].message.split()),
            "Caps the band at Developing.",
            "The score so far lies between",
            "2 questions still need an answer",
        ):
            assert said in text
        assert "Continue to approve" not in text

    def test_an_unknown_text_is_not_said_to_count(self, signed_in: SignIn, small: World) -> None:
        small.answer({"A-3": "dont_know"})
        page = signed_in(small.approver).get(address("assessment-check", small.assessment))
        assert [part.code for part in page.context["checked"].unknown] == ["A-3"]
        assert "These count as 0" not in words(page)
        assert "Where a question counts towards the score, not knowing counts as 0." in words(page)

    def test_a_submitted_one_is_for_reading(self, world: World, signed_in: SignIn) -> None:
        world.submit()
        page = signed_in(world.administrator).get(address("assessment-check", world.assessment))
        assert ">Change<" not in page.content.decode()
        assert "already been submitted" in words(page)

    def test_what_people_wrote_is_shown_as_text_and_evidence_only_linked_to_the_web(
        self, world: World, signed_in: SignIn
    ) -> None:
        """Of high answers, those without evidence are listed."""
        note = "<script>alert(1)</script> {{ secret }} \U0001f600"
        web = "https://example.org/plan?a=1"
        evidence = (
            EvidenceItem(title='=HYPERLINK("x")', link="javascript:alert(1)"),
            EvidenceItem(title="Minutes", link="Shared drive, folder 7"),
            EvidenceItem(title="Plan", link=web),
        )
        world.answer(
            {
                "BUD-01": Reply(state=State.ANSWERED, value=3, note=note),
                "BUD-02": Reply(state=State.ANSWERED, value=3, evidence=evidence),
                "BUD-04": Reply(state=State.ANSWERED, value=2),
            }
        )
        page = signed_in(world.viewer).get(address("assessment-check", world.assessment))
        html, text = page.content.decode(), words(page)
        assert [part.code for part in page.context["checked"].unconfirmed] == ["BUD-01"]
        assert "<script>alert" not in html
        assert "&lt;script&gt;alert(1)&lt;/script&gt; {{ secret }} \U0001f600" in html
        assert '=HYPERLINK("x"): javascript:alert(1)' in text
        assert "Minutes: Shared drive, folder 7" in text
        assert f'<a class="govuk-link" href="{web}" rel="noreferrer">Plan</a>' in html
        assert 'href="javascript' not in html and 'href="Shared' not in html
