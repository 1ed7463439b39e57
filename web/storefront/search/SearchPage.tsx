import { Page } from "../../ui";

export function SearchPage() {
  return <Page title="Souk">·</Page>;
}
