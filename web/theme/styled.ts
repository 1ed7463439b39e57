import { type CSSObject, css } from "@emotion/react";
import emotion from "@emotion/styled/base";

/** Emotion's `styled` of one object, which is read once and not for each element that is drawn. */
export const styled = ((tag: never) => (styles: CSSObject) => emotion(tag)(css(styles))) as typeof emotion;
