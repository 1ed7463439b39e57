/** Where every colour comes from: in the light, and in the dark. */
export const colours = {
  ground: ["#ffffff", "#10131a"],
  raised: ["#ffffff", "#171b24"],
  sunken: ["#f4f5f8", "#1c212c"],
  line: ["#e3e6ec", "#2a303d"],
  ink: ["#14171f", "#eef0f5"],
  quiet: ["#565d6d", "#a5adbd"],
  cobalt: ["#2340c7", "#93a6ff"],
  "on-cobalt": ["#ffffff", "#10131a"],
  "cobalt-wash": ["#eef1fd", "#1b2340"],
  ember: ["#b4480f", "#f3a26d"],
  leaf: ["#146c43", "#6fd3a0"],
  error: ["#b3261e", "#ffb4ab"],
  scrim: ["#14171f66", "#00000099"],
} as const satisfies Record<string, readonly [light: string, dark: string]>;

export type Colour = keyof typeof colours;

/** The colour as a page names it; which of the two it is, the page's scheme decides. */
export const colour = (name: Colour): string => `var(--${name})`;

/** The same outside pages: what a browser's own bars are painted with. */
export const ground = { light: colours.ground[0], dark: colours.ground[1] };

export const fonts = {
  text: '"Instrument Sans Variable", "Vazirmatn Variable", "Text as Arial", "Text as Roboto", "Text as DejaVu", "Text as Open Sans", system-ui, sans-serif',
  display:
    '"Bricolage Grotesque Variable", "Vazirmatn Variable", "Display as Arial", "Display as Roboto", "Display as DejaVu", "Display as Open Sans", system-ui, sans-serif',
};

/** Sizes of type in pixels, or from phone to desktop. */
export const type = {
  small: "12.5px",
  label: "13.5px",
  dense: "14px",
  compact: "15px",
  text: "16px",
  large: "20px",
  title: "clamp(24px, 1.2rem + 1.6vw, 34px)",
  hero: "clamp(36px, 1.4rem + 4vw, 72px)",
};

export const radius = { control: 10, picture: 14 };
export const gutter = "clamp(16px, 4vw, 56px)";
export const measure = "56ch";
/** The smallest side of what is touched, in pixels. */
export const target = 44;
export const motion = { state: "150ms", drawer: "240ms" };
