declare module "*.po" {
  export const messages: import("@lingui/core").Messages;
}

/** Whether this is the bundle that V8 runs. */
declare const __SERVER__: boolean;

declare module "*.csv?url&no-inline" {
  const address: string;
  export default address;
}
