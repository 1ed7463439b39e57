"""What is done upon a step that may be taken back is undone when it is."""

import events
from souk.event import Event, catalogue
from tests.support.world import registry

KNOWN = catalogue(events)
STEPS = [event for event in KNOWN.values() if event.undone_by]


def services(event: type[Event]) -> set[str]:
    return {spec.service for spec in registry().reactions if event in spec.events}


def test_a_purchase_has_steps_that_can_be_taken_back() -> None:
    assert {"order.created", "order.paid", "payment.authorized", "payment.completed"} <= {step.name for step in STEPS}


def test_what_takes_a_step_back_is_an_event_about_the_same_thing() -> None:
    for step in STEPS:
        assert step.undone_by in KNOWN, step.name
        assert step.aggregate in KNOWN[step.undone_by].model_fields, step.name


def test_every_service_that_follows_a_step_hears_that_it_was_taken_back() -> None:
    deaf = {(step.name, service) for step in STEPS for service in services(step) - services(KNOWN[str(step.undone_by)])}

    assert deaf == set()
