import { useLingui } from "@lingui/react/macro";
import { Page } from "../../ui";

/** The cart on a page of its own. */
export function CartPage() {
  const { t } = useLingui();
  return (
    <Page title={t`Your cart`} unlisted narrow>
      {null}
    </Page>
  );
}
