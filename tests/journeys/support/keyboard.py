"""Somebody who reaches everything by keys, and sees what has the focus."""

from playwright.sync_api import Locator

# A page has fewer things to be reached than this.
_MOST = 250
_HAS_FOCUS = "(one) => one === document.activeElement"
_IS_IN_VIEW = """(one) => {
    const box = one.getBoundingClientRect();
    const there = document.elementFromPoint(box.x + box.width / 2, box.y + box.height / 2);
    return there !== null && (one.contains(there) || there.contains(one) || [...one.labels ?? []].includes(there));
}"""


def reach(wanted: Locator, key: str = "Tab") -> None:
    """Press a key until something has the focus, and see that nothing hides it."""
    wanted.wait_for()
    for _ in range(_MOST):
        if wanted.evaluate(_HAS_FOCUS):
            assert wanted.evaluate(_IS_IN_VIEW), f"{wanted} has the focus and is hidden"
            return
        wanted.page.keyboard.press(key)
    raise AssertionError(f"{key} does not lead to {wanted}")


def press(wanted: Locator, key: str = "Enter") -> None:
    """Reach something and press a key on it."""
    reach(wanted)
    wanted.page.keyboard.press(key)


def write(wanted: Locator, text: str) -> None:
    """Reach a field and write into it."""
    reach(wanted)
    wanted.page.keyboard.type(text)


def choose(wanted: Locator) -> None:
    """Reach the radio buttons that one belongs to, and go through them by the arrow keys until it is chosen."""
    keyboard, name = wanted.page.keyboard, wanted.get_attribute("name")
    group = wanted.page.locator(f"input[type=radio][name='{name}']:focus")
    for _ in range(_MOST):
        if group.count() == 0:
            keyboard.press("Tab")
        elif wanted.is_checked():
            return
        else:
            keyboard.press("ArrowDown")
    raise AssertionError(f"no key chooses {wanted}")
