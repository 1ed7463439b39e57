import { colours, fonts, motion } from "./tokens";

const latin =
  "U+0000-00FF,U+0131,U+0152-0153,U+02BB-02BC,U+02C6,U+02DA,U+02DC,U+0304,U+0308,U+0329,U+2000-206F,U+20AC,U+2122,U+2191,U+2193,U+2212,U+2215,U+FEFF,U+FFFD";
const latinExt =
  "U+0100-02BA,U+02BD-02C5,U+02C7-02CC,U+02CE-02D7,U+02DD-02FF,U+1D00-1DBF,U+1E00-1E9F,U+1EF2-1EFF,U+2020,U+20A0-20AB,U+20AD-20C0,U+2113,U+2C60-2C7F,U+A720-A7FF";
const arabic = "U+0600-06FF,U+0750-077F,U+0870-08FF,U+200C-200E,U+2010-2011,U+FB50-FDFF,U+FE70-FEFC";

/** The files of type and which letters each is for; the two that most pages need are fetched first. */
export const faces = [
  face("Bricolage Grotesque", "bricolage-grotesque", "latin", latin, "200 800", true),
  face("Bricolage Grotesque", "bricolage-grotesque", "latin-ext", latinExt, "200 800"),
  face("Instrument Sans", "instrument-sans", "latin", latin, "400 700", true),
  face("Instrument Sans", "instrument-sans", "latin-ext", latinExt, "400 700"),
  face("Vazirmatn", "vazirmatn", "arabic", arabic, "100 900"),
];

function face(name: string, folder: string, subset: string, range: string, weight: string, preloaded = false) {
  const file = `@fontsource-variable/${folder}/files/${folder}-${subset}-wght-normal.woff2`;
  return { family: `${name} Variable`, file, range, weight, preloaded };
}

/** The style that stands in every document: fonts, colours, and what no component owns. */
export function base(url: (file: string) => string): string {
  const fontFaces = faces.map(
    ({ family, file, range, weight }) =>
      `@font-face{font-family:"${family}";font-display:swap;font-weight:${weight};src:url(${url(file)}) format("woff2");unicode-range:${range}}`,
  );
  const variables = Object.entries(colours).map(([name, [light, dark]]) => `--${name}:light-dark(${light},${dark})`);
  return `${fontFaces.join("")}${standIns.join("")}:root{color-scheme:light dark;${variables.join(";")}}${rules}`;
}

// Fonts of devices that stand for ours until those are there, so wide (in percent) and so high as they: then nothing
// moves. Androids have Roboto, Linux DejaVu, the browser that comes with Souk Open Sans, others Arial or one of its width.
const standIns = [
  standIn("Text as Arial", 101.4, ["Arial", "LiberationSans", "Liberation Sans", "NimbusSans-Regular"]),
  standIn("Text as Roboto", 101.8, ["Roboto", "Roboto-Regular"]),
  standIn("Text as DejaVu", 89.4, ["DejaVuSans"]),
  standIn("Text as Open Sans", 97.2, ["Open Sans", "OpenSans-Regular"]),
  standIn("Display as Arial", 100.2, ["Arial Bold", "Arial-BoldMT", "LiberationSans-Bold", "NimbusSans-Bold"]),
  standIn("Display as Roboto", 106.7, ["Roboto Bold", "Roboto-Bold"]),
  standIn("Display as DejaVu", 84.3, ["DejaVuSans-Bold"]),
  standIn("Display as Open Sans", 96.6, ["Open Sans Bold", "OpenSans-Bold"]),
];

function standIn(name: string, width: number, files: string[]): string {
  const [ascent, descent, weight] = name.startsWith("Text") ? [97, 25, "400"] : [93, 27, "100 900"];
  const share = (of: number) => `${((of / width) * 100).toFixed(1)}%`;
  const height = `ascent-override:${share(ascent)};descent-override:${share(descent)};line-gap-override:0%`;
  const source = files.map((file) => `local("${file}")`);
  return `@font-face{font-family:"${name}";font-weight:${weight};src:${source};size-adjust:${width}%;${height}}`;
}

const rules = `
:root[data-theme=light]{color-scheme:light}
:root[data-theme=dark]{color-scheme:dark}
*,*::before,*::after{box-sizing:border-box}
html{-webkit-text-size-adjust:100%;scroll-padding-block-start:88px;hyphens:manual}
body{margin:0;background:var(--ground);color:var(--ink);font:16px/1.5 ${fonts.text};-webkit-font-smoothing:antialiased;overflow-wrap:break-word}
h1,h2,h3,p,ul,ol,dl,dd,figure{margin:0}
h1,h2,h3{font-family:${fonts.display};font-weight:620;letter-spacing:-.03em;line-height:1.12;text-wrap:balance}
:lang(ar) :is(h1,h2,h3){letter-spacing:0;line-height:1.35}
:lang(de){hyphens:auto}
ul,ol{padding:0;list-style:none}
a{color:inherit;text-underline-offset:.15em}
img,svg{display:block}
img{max-width:100%}
button{font:inherit;color:inherit}
:focus-visible{outline:3px solid var(--cobalt);outline-offset:2px;border-radius:4px}
:focus:not(:focus-visible){outline:none}
::selection{background:var(--cobalt);color:var(--on-cobalt)}
@media (prefers-color-scheme:dark){:root:not([data-theme=light]) img{filter:brightness(.9)}}
:root[data-theme=dark] img{filter:brightness(.9)}
@media (max-width:800px){body:has(.at-foot){padding-block-end:104px}}
@keyframes appear{from{opacity:0}}
@keyframes turn{to{rotate:1turn}}
.for-ears{position:absolute;width:1px;height:1px;margin:-1px;overflow:hidden;clip-path:inset(50%);white-space:nowrap}
.price{font-variant-numeric:tabular-nums;white-space:nowrap}
[dir=rtl] .directed{transform:scaleX(-1)}
@view-transition{navigation:auto}
::view-transition-group(*){animation-duration:${motion.drawer}}
@media (prefers-reduced-motion:reduce){*,*::before,*::after,::view-transition-group(*){animation-duration:0s!important;transition-duration:0s!important;scroll-behavior:auto!important}}
@media print{:root{color-scheme:only light!important}header,footer,nav,button{display:none!important}}
`.replace(/\n/g, "");
