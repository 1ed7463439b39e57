"""Draw what shops show: of a product, a motif in its colours on a ground that its name chooses; of a shop, a mark."""

import hashlib
import re
import tomllib
from collections.abc import Sequence
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
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 $width 400"><style>'
    ".a{fill:$main}.b{fill:$shade}.c{fill:$accent}.d{fill:$ink}.l{fill:$paper}.p{fill:url(#p);opacity:.55}"
    ".sa,.sb,.sc,.sd,.sl{fill:none;stroke-linecap:round;stroke-linejoin:round}"
    ".sa{stroke:$main}.sb{stroke:$shade}.sc{stroke:$accent}.sd{stroke:$ink}.sl{stroke:$paper}"
    '</style><pattern id="p" width="40" height="40" patternUnits="userSpaceOnUse">'
    '<g fill="$accent">$pattern</g></pattern>'
    '<rect width="$width" height="400" fill="$wall"/><g fill="$ground">$backdrop</g>$shapes</svg>\n'
)
SHADOW = f'<ellipse cx="200" cy="316" rx="118" ry="11" fill="{INK}" opacity=".13"/>'


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
    second = colours()[accent]
    return _painted(
        colours()[colour],
        second,
        wall=_blend(second, PAPER, 0.84),
        ground=_blend(second, PAPER, 0.62),
        backdrop=GROUNDS[hashlib.sha256(name.encode()).digest()[0] % len(GROUNDS)],
        pattern=pattern,
        shapes=SHADOW + motif(shape),
    )


def draw_logo(shape: str, colour: str, accent: str) -> str:
    """Draw the mark of a shop: its motif as paper, on its colour."""
    wall = _blend(colours()[colour], INK, 0.12)
    return _painted(PAPER, colours()[accent], wall=wall, ground=_blend(wall, PAPER, 0.14), shapes=motif(shape))


def draw_banner(shapes: Sequence[str], colour: str, accent: str) -> str:
    """Draw what a shop sells in a row, four times as wide as high; all of it in the colours of its mark."""
    second = colours()[accent]
    row = "".join(
        f'<g transform="translate({40 + place * 1520 // len(shapes)} 40) scale(.8)">{SHADOW}{motif(shape)}</g>'
        for place, shape in enumerate(shapes)
    )
    return _painted(
        colours()[colour],
        second,
        wall=_blend(second, PAPER, 0.76),
        ground=_blend(second, PAPER, 0.56),
        backdrop='<path d="M0 292c260-50 520-50 800-6s540 40 800-12v126H0z"/>',
        shapes=row,
        width=1600,
    )


def _painted(
    main: str,
    accent: str,
    *,
    wall: str,
    ground: str,
    shapes: str,
    backdrop: str = GROUNDS[0],
    pattern: str = "plain",
    width: int = 400,
) -> str:
    return PICTURE.substitute(
        main=main,
        shade=_blend(main, INK, 0.22),
        accent=accent,
        ink=INK,
        paper=PAPER,
        wall=wall,
        ground=ground,
        backdrop=backdrop,
        pattern=PATTERNS[pattern],
        shapes=shapes,
        width=width,
    )


def _blend(colour: str, towards: str, share: float) -> str:
    channels = zip(bytes.fromhex(colour[1:]), bytes.fromhex(towards[1:]), strict=True)
    return "#" + bytes(round(a + (b - a) * share) for a, b in channels).hex()
