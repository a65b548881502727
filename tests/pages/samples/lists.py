"""The inventory, an empty list, the ledger and the settings."""

from __future__ import annotations

from holdtrue.pages.shapes.form import Field
from holdtrue.pages.shapes.lists import ListView
from holdtrue.pages.shapes.page import Act, Link
from holdtrue.pages.shapes.settings import Hit, LedgerView, SearchView, SettingsView
from holdtrue.pages.shapes.table import Cell, Chip, Choice, Column, Filter, Filters, Row, Share, Table
from pages.samples.forms import single
from pages.samples.frame import SUSPECT, TODAY, O, at, clock
from pages.samples.records import entries


def inventory_table() -> Table:
    """Return ten systems."""
    lines = (
        (
            "Loan scoring",
            "SYS-0012",
            "Lending",
            "high",
            "in use",
            Share(27, 32, "soon"),
            "lapses in 12 days",
            "soon",
        ),
        (
            "Cheque fraud watch",
            "SYS-0003",
            "Payments",
            "high",
            "in use",
            Share(30, 32),
            "until 14 Mar 2027",
            "",
        ),
        (
            "Letter sorting",
            "SYS-0007",
            "Service desk",
            "minimal",
            "in use",
            Share(18, 18),
            "until 2 Oct 2027",
            "",
        ),
        (
            "Branch opening forecast, an unusually long name that has to wrap somewhere",
            "SYS-0031",
            "Branches",
            "limited",
            "trial",
            Share(9, 24, "wrong"),
            "lapsed 3 days ago",
            "wrong",
        ),
        (
            "Résumé ranking",
            "SYS-0044",
            "People",
            "high",
            "planned",
            Share(2, 32, "wrong"),
            "not yet sorted",
            "wrong",
        ),
        (SUSPECT, "SYS-0045", "People", "minimal", "in use", Share(0, 18, "wrong"), "", ""),
    )
    columns = (
        Column("System", O + "/list/system?sort=-title", "ascending", wide=True),
        Column("Unit", O + "/list/system?sort=unit"),
        Column("Tier"),
        Column("Use"),
        Column("Holds"),
        Column("Next change"),
    )
    rows = tuple(
        Row((Cell(a, note=b), Cell(c), Cell(d), Cell(e), Cell(share=f), Cell(g, state=h)), f"{O}/{b}")
        for a, b, c, d, e, f, g, h in lines
    )
    return Table("Systems", columns, rows, "1–50 of 1,240 systems", "", O + "/list/system?after=x")


def inventory() -> ListView:
    """Return the inventory with filters in force."""
    filters = (
        Filter("unit", "Unit", (Choice("1", "Lending", count=212), Choice("2", "Payments", count=98))),
        Filter(
            "tier",
            "Tier",
            (
                Choice("high", "High", chosen=True, count=61),
                Choice("limited", "Limited", count=300),
                Choice("minimal", "Minimal", count=879),
            ),
        ),
        Filter("use", "Use", (Choice("in_use", "In use"), Choice("trial", "On trial"))),
        Filter("standing", "Standing", (Choice("drifted", "Drifted"), Choice("lapsed", "Lapsed"))),
    )
    chips = (Chip("Tier: high", O + "/list/system"), Chip("Unit: Lending", O + "/list/system"))
    shown = Filters(O + "/list/system", "", filters, chips, O + "/list/system", (("sort", "title"),))
    acts = (Act("Add a system", O + "/add/system"), Act("Import", O + "/import"))
    return ListView("Systems", inventory_table(), "Every AI system you build, buy or use.", acts, (), shown)


def empty_list() -> ListView:
    """Return a list that has nothing yet."""
    acts = (Act("Add a system", O + "/add/system"), Act("Import an inventory", O + "/import"))
    return ListView(
        "Systems",
        None,
        "",
        acts,
        (),
        None,
        "No system is listed yet",
        "A system is anything that predicts, recommends, writes or decides with AI, bought or "
        "built. Begin with the one you would least like to read about in the paper.",
    )


def ledger() -> LedgerView:
    """Return a page of the ledger."""
    act = Act("Verify", O + "/ledger/verify", posted=True)
    return LedgerView(
        entries(),
        inventory().filters,
        "4,821 entries",
        4821,
        "kQx1xVYhM5oV9ZQ7yq0mX7v0n2pQ4b7l1fC3o8d9e0A=",
        clock(11, 22, 6),
        O + "/ledger?before=4101",
        "",
        (act,),
    )


def members(*, secret: str = "") -> SettingsView:
    """Return the members' page."""
    columns = (Column("Person", wide=True), Column("Role"), Column("Signed in"))
    rows = tuple(
        Row((Cell(a, note=b), Cell(c), Cell(moment=at(TODAY - n))))
        for n, (a, b, c) in enumerate(
            (("Ines Tremblay", "ines@example.org", "owner"), ("Marc Roy", "marc@example.org", "contributor"))
        )
    )
    fields = (
        Field("email", "Whom do you invite?", "email", example="ada@example.org", required=True),
        Field(
            "role",
            "As what?",
            "choice",
            choices=(
                Choice("manager", "Manager: runs the system"),
                Choice("contributor", "Contributor: writes and signs their own"),
                Choice("auditor", "Auditor: reads all, writes findings"),
            ),
        ),
    )
    tabs = (
        Link("Members", O + "/settings", current=True, count=12),
        Link("Tokens", O + "/settings/tokens", count=2),
    )
    return SettingsView(
        tabs,
        Table("Members", columns, rows),
        single("Invite", "Send the invitation", *fields),
        "Who may do what here.",
        secret,
    )


def search(query: str) -> SearchView:
    """Return what a search found, nothing for 'zzz'."""
    if query == "zzz":
        return SearchView(query, ())
    found = (
        Hit("Loan scoring", O + "/SYS-0012", "System", "SYS-0012", "Scores consumer loan applications"),
        Hit(SUSPECT, O + "/SYS-0045", "System", "SYS-0045"),
    )
    return SearchView(query, found, "2 results")
