import createCache, { type EmotionCache, type StylisPlugin } from "@emotion/cache";

/** Make Emotion's cache; what turns left into right is handed in where a language is written that way. */
export function styleCache(stylisPlugins?: StylisPlugin[]): EmotionCache {
  return createCache({ key: "souk", ...(stylisPlugins && { stylisPlugins }) });
}
