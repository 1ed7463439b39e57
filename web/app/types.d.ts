declare module "*.po" {
  export const messages: import("@lingui/core").Messages;
}

/** Whether this is the bundle that V8 runs. */
declare const __SERVER__: boolean;
