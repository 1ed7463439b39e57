import createCache, { type EmotionCache, type StylisPlugin } from "@emotion/cache";

/** Make Emotion's cache; today's browsers need no prefixes, so no plugin adds them. */
export function styleCache(stylisPlugins: StylisPlugin[] = []): EmotionCache {
  return createCache({ key: "souk", stylisPlugins });
}
