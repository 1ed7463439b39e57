import type { ComponentType } from "react";
import type { Catalogue } from "./locales";

/** A page that is fetched when its address is first opened, with the texts it is written in. */
export class LazyPage {
  /** How the texts are read that a page needs beside those which everybody has. */
  static read: (texts: Catalogue) => Promise<void> = async () => undefined;

  readonly pattern: string;
  private loaded: ComponentType | undefined;
  private loading: Promise<void> | undefined;
  private failed: { navigation: string; error: unknown } | undefined;

  constructor(
    { pattern }: { pattern: string },
    private readonly load: () => Promise<ComponentType>,
    private readonly texts: Catalogue = "shop",
  ) {
    this.pattern = pattern;
  }

  /** Fetch it, once; a page that did not arrive is fetched again when it is next asked for. */
  preload(): Promise<void> {
    this.loading ??= this.arrived().catch((error) => {
      this.loading = undefined;
      throw error;
    });
    return this.loading;
  }

  get isLoaded(): boolean {
    return this.loaded !== undefined;
  }

  /**
   * Give the component, or have React wait: navigation is a transition, which keeps the page before until then.
   *
   * Throws what kept it from arriving, until another navigation asks for it or that one is forgotten.
   */
  use(navigation: string): ComponentType {
    if (this.loaded) return this.loaded;
    if (this.failed?.navigation === navigation) throw this.failed.error;
    throw this.preload().catch((error: unknown) => {
      this.failed = { navigation, error };
    });
  }

  /** Have it fetched again when the same navigation is come back to. */
  forget(navigation: string): void {
    if (this.failed?.navigation === navigation) this.failed = undefined;
  }

  private async arrived(): Promise<void> {
    const texts = this.texts === "shop" ? undefined : LazyPage.read(this.texts);
    [this.loaded] = await Promise.all([this.load(), texts]);
  }
}
