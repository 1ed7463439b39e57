"""How messages look: the name, and the colours that pages have in the light (``web/theme/tokens.ts``)."""

from collections.abc import Mapping

NAME = "Souk"
# What a sentence calls it in a language of another script.
NAMES: Mapping[str, str] = {"ar": "سوق"}
COLOURS: Mapping[str, str] = {
    "ground": "#ffffff",
    "sunken": "#f4f5f8",
    "line": "#e3e6ec",
    "ink": "#14171f",
    "quiet": "#565d6d",
    "cobalt": "#2340c7",
}
