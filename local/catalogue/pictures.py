"""Draw a product's picture: a motif in the product's colours, on a ground that its name chooses."""

import hashlib
import re
import tomllib
from functools import cache
from pathlib import Path
from string import Template

HERE = Path(__file__).parent
INK, PAPER = "#2f2a33", "#fbf7ef"
GROUNDS = (
    '<circle cx="200" cy="196" r="156"/>',
    '<path d="M56 348V196a144 144 0 0 1 288 0v152z"/>',
    '<path d="M0 240c90-60 150-60 220-20s120 30 180-20v200H0z"/>',
    '<rect x="48" y="48" width="304" height="304" rx="72"/>',
    '<path d="M200 36c110-10 176 70 158 166s-80 150-172 144S30 268 42 182 110 44 200 36z"/>',
)
PATTERNS = {
    "plain": "",
    "speckle": '<circle cx="7" cy="9" r="2.2"/><circle cx="25" cy="21" r="1.5"/><circle cx="14" cy="32" r="1.9"/>',
    "dots": '<circle cx="10" cy="10" r="4.5"/><circle cx="30" cy="30" r="4.5"/>',
    "stripes": '<path d="M0 4h40v9H0zM0 24h40v9H0z"/>',
    "bars": '<path d="M4 0h8v40H4zM24 0h8v40h-8z"/>',
    "check": '<path d="M0 0h40v13H0zM0 13h13v27H0z"/>',
    "chevron": '<path d="M0 8l20 14L40 8v9L20 31 0 17z"/>',
    "leaf": '<path d="M4 14c8-12 20-12 26-2-6 14-20 14-26 2z"/>',
    "waves": '<path d="M0 18c10-12 20-12 20 0s10 12 20 0v7c-10 12-20 12-20 0s-10-12-20 0z"/>',
}
PICTURE = Template(
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 400 400"><style>'
    ".a{fill:$main}.b{fill:$shade}.c{fill:$accent}.d{fill:$ink}.l{fill:$paper}.p{fill:url(#p);opacity:.55}"
    ".sa,.sb,.sc,.sd,.sl{fill:none;stroke-linecap:round;stroke-linejoin:round}"
    ".sa{stroke:$main}.sb{stroke:$shade}.sc{stroke:$accent}.sd{stroke:$ink}.sl{stroke:$paper}"
    '</style><pattern id="p" width="40" height="40" patternUnits="userSpaceOnUse">'
    '<g fill="$accent">$pattern</g></pattern>'
    '<rect width="400" height="400" fill="$wall"/><g fill="$ground">$backdrop</g>'
    '<ellipse cx="200" cy="316" rx="118" ry="11" fill="$ink" opacity=".13"/>$shapes</svg>\n'
)


@cache
def colours() -> dict[str, str]:
    """Name every colour that a product can have."""
    return tomllib.loads((HERE / "colours.toml").read_text())


@cache
def motif(name: str) -> str:
    """Read the shapes of one motif; those of class `p` are painted twice, the second time with the pattern."""
    drawing = (HERE / "motifs" / f"{name}.svg").read_text()
    shapes = re.sub(r"\s*\n\s*", "", drawing[drawing.index(">") + 1 : drawing.rindex("</svg>")])
    return re.sub(r'<(\w+) class="a p" ([^>]*)/>', r'<\1 class="a" \2/><\1 class="p" \2/>', shapes)


def draw(shape: str, name: str, colour: str, accent: str, pattern: str = "plain") -> str:
    """Draw one picture as SVG; the same arguments always give the same picture."""
    main, second = colours()[colour], colours()[accent]
    backdrop = GROUNDS[hashlib.sha256(name.encode()).digest()[0] % len(GROUNDS)]
    return PICTURE.substitute(
        main=main,
        shade=_blend(main, INK, 0.22),
        accent=second,
        ink=INK,
        paper=PAPER,
        wall=_blend(second, PAPER, 0.84),
        ground=_blend(second, PAPER, 0.62),
        backdrop=backdrop,
        pattern=PATTERNS[pattern],
        shapes=motif(shape),
    )


def _blend(colour: str, towards: str, share: float) -> str:
    channels = zip(bytes.fromhex(colour[1:]), bytes.fromhex(towards[1:]), strict=True)
    return "#" + bytes(round(a + (b - a) * share) for a, b in channels).hex()
