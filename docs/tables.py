"""Write the tables of the documents from the declarations: ``python -m docs.tables``."""

from pathlib import Path

import events
from docs import pictures
from functions.payments.ledger.domain.chart import CHART, RULES, WHEN, LedgerAccount
from souk.entry import declared
from souk.event import Event, catalogue
from souk.registry import Registry, load
from souk.spec import Spec

ROOT = Path(__file__).parents[1]
README = ROOT / "README.md"
DOCUMENTS = (README, *(ROOT / "docs" / f"{name}.md" for name in ("architecture", "ledger", "valkey")))


def operations(registry: Registry) -> str:
    """List every operation with who may call it."""
    lines = ["| method and path | for | what it does |", "|---|---|---|"]
    for spec in sorted(registry.operations, key=lambda spec: (spec.service, spec.path, spec.method)):
        roles = ", ".join(role.value for role in spec.roles) or "everybody"
        key = " (Idempotency-Key)" if spec.idempotent else ""
        lines.append(f"| `{spec.route}` | {roles} | {spec.summary.rstrip('.')}{key} |")
    return "\n".join(lines)


def events_table(registry: Registry) -> str:
    """List every event with who reacts to it."""
    lines = ["| event | what happened | who reacts |", "|---|---|---|"]
    known = sorted(catalogue(events).values(), key=lambda event: (event.source, event.name))
    for event in known:
        reacting = ", ".join(f"`{spec.service}/{spec.name}`" for spec in _listeners(registry, event)) or "nobody yet"
        happened = (event.__doc__ or "").partition("\n")[0].rstrip(".")
        lines.append(f"| `{event.name}` | {happened} | {reacting} |")
    return "\n".join(lines)


def saga(registry: Registry) -> str:
    """List every step that may be taken back, with what follows from it and from its taking back."""
    lines = ["| step | what follows | taken back by | what follows then |", "|---|---|---|---|"]
    known = catalogue(events)
    for event in sorted(known.values(), key=lambda event: (event.source, event.name)):
        if event.undone_by:
            undone = known[event.undone_by]
            cells = (f"`{event.name}`", _following(registry, event), f"`{undone.name}`", _following(registry, undone))
            lines.append(f"| {' | '.join(cells)} |")
    return "\n".join(lines)


def jobs(registry: Registry) -> str:
    """List what works in parts."""
    lines = ["| job | begins | what it does |", "|---|---|---|"]
    for spec in registry.jobs:
        begins = "when its file was uploaded" if spec.work and spec.work.upload else "when it is enqueued"
        lines.append(f"| `{spec.service}/{spec.name}` | {begins} | {spec.summary.rstrip('.')} |")
    return "\n".join(lines)


def schedules(registry: Registry) -> str:
    """List what a clock, a deployment or an operator starts."""
    lines = ["| function | when | what it does |", "|---|---|---|"]
    for spec in (*registry.schedules, *registry.tasks):
        when = f"every {spec.rate}" if spec.rate else "" if spec.on_deploy else "by hand"
        when = ", ".join(filter(None, (when, "on deploy" if spec.on_deploy else "")))
        lines.append(f"| `{spec.service}/{spec.name}` | {when} | {spec.summary.rstrip('.')} |")
    return "\n".join(lines)


def entries(registry: Registry) -> str:
    """List every kind of entry in Valkey."""
    owners = {"kit", *registry.services}
    lines = ["| key | whose | what | lives at most | without it |", "|---|---|---|---|---|"]
    for entry in declared():
        if entry.owner in owners:
            life = f"{entry.life:,} s" if entry.life else "until it is taken"
            lines.append(f"| `{entry.pattern}` | {entry.owner} | {entry.holds} | {life} | {entry.without} |")
    return "\n".join(lines)


def accounts() -> str:
    """List the accounts of the ledger."""
    lines = ["| account | usually | what it holds |", "|---|---|---|"]
    lines += [f"| `{account}` | {about.side} | {about.holds} |" for account, about in CHART.items()]
    return "\n".join(lines)


def journals() -> str:
    """List what each kind of journal debits and credits."""
    lines = ["| journal | when | part | debit | credit |", "|---|---|---|---|---|"]
    for kind, rules in RULES.items():
        for place, rule in enumerate(rules):
            first = f"`{kind}` | {WHEN[kind]}" if place == 0 else "|"
            lines.append(f"| {first} | {rule.part} | {_named(rule.debit)} | {_named(rule.credit)} |")
    return "\n".join(lines)


def _named(account: LedgerAccount | None) -> str:
    return f"`{account}`" if account else ""


def declaration(registry: Registry) -> str:
    """Show a whole function but its imports: the one that turns a cart into an order."""
    spec = registry.operation("POST /api/orders").spec
    file = ROOT / "functions" / spec.service / (spec.area or "") / f"{spec.name}.py"
    code = file.read_text()
    return f"```python\n# {file.relative_to(ROOT)}\n{code[code.index('@operation') :].rstrip()}\n```"


def _following(registry: Registry, event: type[Event]) -> str:
    return "<br>".join(f"`{spec.service}/{spec.name}`: {spec.summary}" for spec in _listeners(registry, event))


def _listeners(registry: Registry, event: type[Event]) -> list[Spec]:
    return [spec for spec in registry.reactions if event in spec.events]


def filled(text: str, registry: Registry) -> str:
    """Give the text with each generated part renewed between its markers."""
    tables = {
        "declaration": declaration(registry),
        "operations": operations(registry),
        "events": events_table(registry),
        "saga": saga(registry),
        "jobs": jobs(registry),
        "schedules": schedules(registry),
        "entries": entries(registry),
        "accounts": accounts(),
        "journals": journals(),
        **pictures.all_of_them(registry),
    }
    for name, table in tables.items():
        begin, end = f"<!-- {name} -->", f"<!-- /{name} -->"
        before, found, rest = text.partition(begin)
        if found:
            text = f"{before}{begin}\n{table}\n{end}{rest.partition(end)[2]}"
    return text


if __name__ == "__main__":
    for document in DOCUMENTS:
        document.write_text(filled(document.read_text(), load(ROOT / "functions")))
