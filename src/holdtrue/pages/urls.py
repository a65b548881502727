"""The site map of the pages: every address, the view that answers it, and the name it is linked by.

Views below `o/<slug>/` are wrapped in `frame.inside`: they take a Visit and what the address says, and may raise
any Refusal. Those that act answer GET with the form and POST with the act, then redirect.
"""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, include, path, register_converter
from django.views.decorators.csrf import csrf_exempt

from holdtrue.pages.places import kinds_by_plural, plurals
from holdtrue.pages.views.routing import view


class Plural:
    """A kind by the word of its list: impact-assessments."""

    regex = "|".join(sorted(kinds_by_plural(), key=len, reverse=True))

    def to_python(self, value: str) -> str:
        """Return the kind."""
        return kinds_by_plural()[value]

    def to_url(self, value: str) -> str:
        """Return the word."""
        return plurals()[value]


class Ref:
    """A record's ref; one that cannot be a ref is still asked for, so that its answer is like any other's."""

    regex = r"[A-Za-z]{3}-[0-9]{1,9}"

    def to_python(self, value: str) -> str:
        """Return it as written."""
        return value.upper()

    def to_url(self, value: str) -> str:
        """Return it as written."""
        return value


register_converter(Plural, "kind")
register_converter(Ref, "ref")

record: list[URLPattern | URLResolver] = [
    path("", view("records.show"), name="record"),
    path("history/", view("histories.record"), name="history"),
    path("comment/", view("commenting.comment"), name="comment"),
    path("answered/", view("commenting.answered"), name="answered"),
    path("comment-seen/", view("commenting.seen"), name="comment-seen"),
    path("merge/", view("merging.merge"), name="merge"),
    path("compare/", view("comparing.compare"), name="compare"),
    path("restore/", view("comparing.restore"), name="restore"),
    path("file/", view("files.download"), name="file"),
    path("history.csv/", view("files.history"), name="history-table"),
    path("record.csv/", view("files.record"), name="record-table"),
    path("document/", view("documents.read"), name="document"),
    path("pdf/", view("documents.pdf"), name="pdf"),
    path("word/", view("documents.word"), name="word"),
    path("kept/", view("documents.kept"), name="kept"),
    path("acknowledged/", view("documents.readers"), name="acknowledged"),
    path("acknowledge/", view("acts_documents.acknowledge"), name="acknowledge"),
    path("upload/", view("acts_documents.upload"), name="upload"),
    path("read-link/", view("acts_documents.read_link"), name="read-link"),
    path("languages/", view("acts_documents.languages"), name="languages"),
    path("edit/", view("acts_form.edit"), name="edit"),
    path("sign/", view("acts_sign.sign"), name="sign"),
    path("drift/", view("acts_drift.drift"), name="drift"),
    path("refuse/", view("acts_decline.refuse"), name="refuse"),
    path("withdraw/", view("acts_decline.withdraw"), name="withdraw"),
    path("ask/", view("acts_ask.ask"), name="ask"),
    path("rule/", view("acts_rule.rule"), name="rule"),
    path("attach/", view("acts_evidence.attach"), name="attach"),
    path("read/", view("acts_evidence.read"), name="read"),
    path("mend/<slug:step>/", view("acts_mend.mend"), name="mend"),
    path("measure/", view("acts_measure.measure"), name="measure"),
    path("follow/", view("acts_follow.follow"), name="follow"),
    path("link/", view("acts_form.link"), name="link"),
    path("unlink/", view("acts_form.unlink"), name="unlink"),
    path("retire/", view("acts_form.retire"), name="retire"),
    path("what-if/", view("acts_whatif.try_change"), name="what-if"),
    path("life/", view("life.one"), name="life"),
    path("deploy/", view("acts_deploy.deploy"), name="deploy"),
    path("retiring/", view("acts_retiring.retire_with_care"), name="retiring"),
    path("gate/<slug:stage>/", view("gates.gate"), name="gate"),
    path("gate/<slug:stage>/ask/", view("acts_ask_stage.ask"), name="gate-ask"),
    path("gate/<slug:stage>/early/", view("acts_early.open_early"), name="gate-early"),
    path("owner/", view("acts_owner.name"), name="owner"),
    path("hand-over/", view("acts_hand_over.hand_over"), name="hand-over"),
    path("away/", view("acts_away.away"), name="away"),
    path("erase/", view("acts_erase.erase"), name="erase"),
    path("correct/", view("acts_correct.correct"), name="correct"),
    path("classify/", view("acts_class.classify"), name="classify"),
    path("work/", view("audit_work.show"), name="audit-work"),
    path("work/do/", view("acts_audit.act"), name="audit-act"),
    path("work/report/", view("audit_work.report"), name="audit-report"),
    path("work/<str:requirement>/", view("acts_audit.one"), name="audit-requirement"),
    path("risks/", view("acts_risk.typical"), name="typical-risks"),
    path("criteria/", view("acts_risk.criteria"), name="criteria"),
    path("way/", view("risks.way"), name="risk-way"),
    path("assess/", view("acts_assess.assess"), name="assess"),
    path("access/", view("accesses.record"), name="record-access"),
    path("assessment/", view("assessments.read_whole"), name="assessment"),
    path("incident/", view("incidents.work"), name="incident"),
    path("tell/", view("acts_incident.tell"), name="incident-tell"),
    path("foresee/", view("acts_incident.foresee"), name="incident-foresee"),
    path("close/", view("acts_incident.close"), name="incident-close"),
    path("pack/", view("reviews.kept"), name="kept-pack"),
    path("pack/present/", view("reviews.kept_present"), name="kept-pack-present"),
    path("pack/file/", view("reviews.kept_file"), name="kept-pack-file"),
]

importing: list[URLPattern | URLResolver] = [
    path("", view("acts_import.upload"), name="import"),
    path("<int:number>/", view("acts_import.open_at_its_step"), name="import-run"),
    path("<int:number>/columns/", view("acts_import.columns"), name="import-columns"),
    path("<int:number>/mapping/", view("acts_import_map.mapping"), name="import-mapping"),
    path("<int:number>/preview/", view("acts_import.preview"), name="import-preview"),
    path("<int:number>/progress/", view("acts_import.progress"), name="import-progress"),
    path("<int:number>/report/", view("acts_import.report"), name="import-report"),
    path("<int:number>/review/", view("acts_import.review"), name="import-review"),
    path("<int:number>/undo/", view("acts_import.undo"), name="import-undo"),
    path("<int:number>/take/", view("acts_take.take"), name="import-take"),
    path("<int:number>/drop/", view("acts_import.drop"), name="import-drop"),
    path("<int:number>/stop/", view("acts_import.stop"), name="import-stop"),
]

settings: list[URLPattern | URLResolver] = [
    path("", view("acts_profile.profile"), name="settings"),
    path("members/", view("acts_members.members"), name="members"),
    path("members/everyone/", view("acts_let_in.everyone"), name="let-in"),
    path("members/<uuid:account>/", view("acts_members.one"), name="member"),
    path("tokens/", view("acts_settings.tokens"), name="tokens"),
    path("fields/", view("acts_fields.fields"), name="fields"),
    path("fields/<kind:kind>/<slug:key>/end/", view("acts_fields.end"), name="end-field"),
    path("signing/", view("acts_sign_rules.signing"), name="signing-rules"),
    path("gates/", view("acts_gates.mode"), name="gate-mode"),
    path("rules/", view("acts_rules.show_rules"), name="rules"),
    path("rules/own/", view("acts_own_rules.every"), name="own-rules"),
    path("rules/own/<slug:name>/", view("acts_own_rules.one"), name="own-rules-one"),
    path("rules/mapping/", view("acts_mapping.mapping"), name="mapping"),
    path("packs/", view("acts_packs.every"), name="packs"),
    path("packs/<slug:name>/", view("acts_packs.one"), name="pack"),
    path("packs/offered/<int:number>/", view("acts_packs.offered"), name="offered-pack"),
    path("leave/", view("acts_leaving.leave"), name="leave"),
    path("leave/everything/", view("acts_leaving.take_away"), name="take-away"),
    path("leave/demo/", view("acts_leaving.remove_demo"), name="remove-demo"),
    path("tokens/<uuid:token>/end/", view("acts_settings.end_token"), name="end-token"),
]

door_settings: list[URLPattern | URLResolver] = [
    path("", view("acts_door.door"), name="door-settings"),
    path("poster/", view("acts_door.poster"), name="door-poster"),
    path("tools/", view("acts_door.rules"), name="door-rules"),
    path("<ref:ref>/end/", view("acts_door.end"), name="door-end-link"),
]

concerns: list[URLPattern | URLResolver] = [
    path("", view("concerns.every"), name="concerns-raised"),
    path("<int:number>/", view("concerns.one"), name="concern-raised"),
    path("<int:number>/file/", view("concerns.file"), name="concern-file"),
    path("<int:number>/incident/", view("acts_incident.of_concern"), name="concern-incident"),
]

worklist: list[URLPattern | URLResolver] = [
    path("", view("worklist.mine"), name="worklist"),
    path("team/", view("worklist_team.show"), name="worklist-team"),
    path("team/<ref:ref>/", view("worklist.one"), name="worklist-one"),
    path("put-off/", view("acts_snooze.off"), name="worklist-put-off"),
    path("take-up/", view("acts_snooze.up"), name="worklist-take-up"),
    path("notices/", view("worklist_notices.notices"), name="worklist-notices"),
]

set_up: list[URLPattern | URLResolver] = [
    path("", view("setup_start.whole"), name="set-up"),
    path("facts/", view("setup_start.facts"), name="set-up-facts"),
    path("profile/", view("setup_start.profile"), name="set-up-profile"),
    path("people/", view("setup_start.people"), name="set-up-people"),
    path("policy/", view("setup_policy.policy"), name="set-up-policy"),
    path("tools/", view("setup_systems.interview"), name="set-up-tools"),
    path("confirm/", view("setup_systems.confirming"), name="set-up-confirm"),
    path("impact/", view("setup_last.impact"), name="set-up-impact"),
    path("quarter/", view("setup_last.quarter"), name="set-up-quarter"),
    path("quarter.ics/", view("setup_last.calendar"), name="set-up-calendar"),
]

review_pack: list[URLPattern | URLResolver] = [
    path("", view("reviews.live"), name="review-pack"),
    path("present/", view("reviews.present"), name="review-pack-present"),
    path("file/", view("reviews.file"), name="review-pack-file"),
    path("compile/", view("reviews.compile_now"), name="review-pack-compile"),
    path("hold/", view("acts_review.hold_review"), name="review-pack-hold"),
]

attestations: list[URLPattern | URLResolver] = [
    path("", view("attestations.every"), name="attestations"),
    path("draw/", view("acts_attesting.draw"), name="attestation-draw"),
    path("<int:number>/", view("attestations.one"), name="attestation"),
    path("<int:number>/confirm/", view("acts_attesting.confirm"), name="attestation-confirm"),
    path("<int:number>/sign/", view("acts_attesting.sign"), name="attestation-sign"),
    path("<int:number>/withdraw/", view("acts_attesting.withdraw"), name="attestation-withdraw"),
    path("<int:number>/publish/", view("acts_attesting.publish"), name="attestation-publish"),
    path("<int:number>/files/<slug:name>/", view("attestations.file"), name="attestation-file"),
]

inside: list[URLPattern | URLResolver] = [
    path("", view("home.show"), name="home"),
    path("set-up/", include(set_up)),
    path("our-policy/", view("home_starter.our_policy"), name="our-policy"),
    path("index/", view("indexes.show"), name="index"),
    path("report/", view("reporting.management"), name="report"),
    path("quarter/", view("acts_quarter.hour"), name="quarter"),
    path("review-pack/", include(review_pack)),
    path("calendar/", view("year.show"), name="calendar"),
    path("calendar/plan/", view("year.plan"), name="calendar-plan"),
    path("calendar/file/", view("year.file"), name="calendar-file"),
    path("look-over/", view("acts_look_over.mine"), name="look-over"),
    path("worklist/", include(worklist)),
    path("seen/", view("seen.mark"), name="seen"),
    path("plan/", view("practices.phase"), {"name": "plan"}, name="plan"),
    path("do/", view("practices.phase"), {"name": "do"}, name="do"),
    path("check/", view("practices.phase"), {"name": "check"}, name="check"),
    path("act/", view("practices.phase"), {"name": "act"}, name="act"),
    path("practices/", view("practices.every"), name="practices"),
    path("practices/<slug:practice>/", view("practices.one"), name="practice"),
    path("why/<str:scope>/<slug:practice>/<slug:level>/", view("whys.show"), name="why"),
    path("frameworks/", view("frameworks.every"), name="frameworks"),
    path("frameworks/crosswalk/", view("crosswalk.every"), name="crosswalk"),
    path("frameworks/<slug:framework>/", view("frameworks.one"), name="framework"),
    path("frameworks/<slug:framework>/<str:requirement>/", view("requirements.one"), name="requirement"),
    path("forecast/", view("forecasts.show"), name="forecast"),
    path("forecast/lapses.ics", view("forecasts.lapses"), name="forecast-file"),
    path("roadmap/", view("roadmaps.show"), name="roadmap"),
    path("roadmap/plan/", view("roadmaps.plan"), name="roadmap-plan"),
    path("ledger/", view("histories.ledger"), name="ledger"),
    path("ledger/verify/", view("acts_verify.verify"), name="ledger-verify"),
    path("lifecycle/", view("life.board"), name="lifecycle"),
    path("milestones/<slug:name>/", view("milestones.show"), name="milestone"),
    path("search/", view("searching.search"), name="search"),
    path("loop/", view("loops.show"), name="loop"),
    path("loop.csv/", view("loops.table"), name="loop-table"),
    path("judgement/", view("rulings.show"), name="judgement"),
    path("mentions/", view("commenting.waiting"), name="mentions"),
    path("find/", view("searching.find"), name="find"),
    path("find/<slug:kind>/", view("acts_offer.options"), name="find-kind"),
    path("documents/start/", view("documents.start_from"), name="documents-start"),
    path("documents/begin/", view("acts_documents.begin"), name="documents-begin"),
    path("preview/", view("acts_documents.preview"), name="preview"),
    path("working/", view("working.keep"), name="working"),
    path("working/drop/", view("working.drop"), name="working-drop"),
    path("applicability/", view("applicability.statement"), name="applicability"),
    path("applicability/file/", view("applicability.file"), name="applicability-file"),
    path("applicability/suggestions/", view("acts_applicability.several"), name="applicability-offers"),
    path("applicability/<str:control>/", view("acts_applicability.one"), name="applicability-line"),
    path("certification/", view("certification.show"), name="certification"),
    path("attestations/", include(attestations)),
    path("audit-programme/", view("audit_programme.show"), name="audit-programme"),
    path("audit-programme/plan/", view("audit_programme.plan"), name="audit-programme-plan"),
    path("risk-matrix/", view("risks.matrix"), name="risk-matrix"),
    path("risk-criteria-form/", view("acts_risk.criteria"), name="risk-criteria-form"),
    path("lessons/", view("lessons.every"), name="lessons"),
    path("lessons/everybody/", view("lessons.everybody"), name="lessons-everybody"),
    path("lessons/<slug:name>/", view("lessons.one"), name="lesson"),
    path("lessons/<slug:name>/own/", view("lessons.own"), name="lesson-own"),
    path("staff-file/", view("acts_staff_file.upload"), name="staff-file"),
    path("staff-file/<int:number>/", view("acts_staff_file.preview"), name="staff-file-preview"),
    path("completions-file/", view("acts_completions_file.upload"), name="completions-file"),
    path(
        "completions-file/<int:number>/",
        view("acts_completions_file.preview"),
        name="completions-file-preview",
    ),
    path("skills/", view("competences.show"), name="skills"),
    path("who-holds/", view("roles.show"), name="who-holds"),
    path("figures/", view("indicators.every"), name="figures"),
    path("figures/file/", view("acts_measure.from_file"), name="figures-file"),
    path("figures/begin/", view("acts_follow.begin"), name="figures-begin"),
    path("triage/", view("acts_triage.triage"), name="triage"),
    path("sign-sets/", view("acts_sign_set.sign_set"), name="sign-set"),
    path("sign-sets/<uuid:uid>/", view("acts_sign_set.signed_set"), name="signed-set"),
    path("import/", include(importing)),
    path("settings/door/", include(door_settings)),
    path("concerns-raised/", include(concerns)),
    path("confidentiality/", view("confidentiality.register"), name="confidentiality"),
    path("confidentiality/file/", view("confidentiality.file"), name="confidentiality-file"),
    path("incidents-elsewhere/", view("elsewhere.every"), name="elsewhere"),
    path("incidents-elsewhere/<int:number>/", view("elsewhere.one"), name="elsewhere-one"),
    path("settings/", include(settings)),
    path("r/<ref:ref>/", include(record)),
    path("<kind:kind>/", view("lists.show"), name="list"),
    path("<kind:kind>/access/", view("accesses.kind"), name="kind-access"),
    path("<kind:kind>/duplicates/", view("merging.find_duplicates"), name="duplicates"),
    path("<kind:kind>/add/", view("acts_form.add"), name="add"),
    path("<kind:kind>/change/", view("acts_many.change"), name="change-many"),
    path("<kind:kind>/move/", view("boards.move"), name="move-card"),
    path("<kind:kind>/views/", view("acts_views.save"), name="save-view"),
    path("<kind:kind>/views/<int:number>/drop/", view("acts_views.drop"), name="drop-view"),
    path("<kind:kind>/export.csv", view("exporting.download"), {"form": "csv"}, name="export-csv"),
    path("<kind:kind>/export.xlsx", view("exporting.download"), {"form": "xlsx"}, name="export-xlsx"),
    path("changes/<int:number>/", view("acts_many.progress"), name="changing-many"),
    path("changes/<str:action>/undo/", view("acts_many.undo"), name="undo-many"),
]

at_door: list[URLPattern | URLResolver] = [
    path("", view("door_reading.home"), name="door"),
    path("policy/", view("door_reading.policy"), name="door-policy"),
    path("logo/", view("door_reading.logo"), name="door-logo"),
    path("acknowledge/", view("door_reading.acknowledge"), name="door-acknowledge"),
    path("tools/", view("door_reading.tools"), name="door-tools"),
    path("lessons/", view("door_learning.mine"), name="door-lessons"),
    path("lessons/<slug:name>/", view("door_learning.lesson"), name="door-lesson"),
    path("ask/", view("door_asking.ask"), name="door-ask"),
    path("asked/", view("door_asking.asked"), name="door-asked"),
    path("raise/", view("door_asking.concern"), name="door-raise"),
    path("follow/", view("door_asking.follow"), name="door-follow"),
]

# Nothing but `begin` writes, so nothing else can be forged; and no cookie need be set for a stranger.
free_checks: list[URLPattern | URLResolver] = [
    path("", view("checks.every"), name="checks"),
    path("method/", view("check_method.method"), name="check-method"),
    path("<slug:check>/", csrf_exempt(view("checks.take")), name="check-take"),
    path("<slug:check>/pdf/", csrf_exempt(view("check_print.pdf")), name="check-pdf"),
    path("<slug:check>/answers/", csrf_exempt(view("check_print.file")), name="check-file"),
    path("<slug:check>/start/", csrf_exempt(view("check_start.start")), name="check-start"),
    path("<slug:check>/begin/", view("check_start.begin"), name="check-begin"),
]

urlpatterns: list[URLPattern | URLResolver] = [
    path("", view("doors.entrance"), name="entrance"),
    path("check/", include(free_checks)),
    path("attestations/<slug:code>/", view("attested.show"), name="attested"),
    path("attestations/<slug:code>/<slug:name>/", view("attested.file"), name="attested-file"),
    path("organisations/", view("organisations.show"), name="organisations"),
    path("organisations/found/", view("organisations.found_another"), name="found"),
    path("organisations/deleted/<uuid:uid>/", view("organisations.deleted"), name="deleted"),
    path("organisations/deleted/<uuid:uid>/statement/", view("organisations.statement"), name="statement"),
    path("packs/", view("kept_packs.every"), name="kept-packs"),
    path("packs/<slug:name>/", view("kept_packs.one"), name="kept-pack"),
    path("method/", view("method.show"), name="method"),
    path("theme/", view("doors.theme"), name="theme"),
    path("language/", view("doors.language"), name="language"),
    path("calendar/<str:secret>.ics", view("calendars.show"), name="calendar"),
    path("door/in/<str:secret>/", view("door_reading.enter"), name="door-enter"),
    path("door/me/", include((at_door, "door-own"))),
    path("door/o/<str:code>/", include((at_door, "door-code"))),
    path("o/<slug:slug>/", include(inside)),
]
