import type { MessageDescriptor } from "@lingui/core";
import { msg } from "@lingui/core/macro";
import { Trans, useLingui } from "@lingui/react/macro";
import { styled } from "../../theme/styled";
import { colour, type as sizes } from "../../theme/tokens";

const columns: { name: string; says: MessageDescriptor; isNeeded?: boolean }[] = [
  { name: "sku", says: msg`What you call the variant; each once in your shop.`, isNeeded: true },
  { name: "title", says: msg`Name of the product, on the first row of each.`, isNeeded: true },
  { name: "description", says: msg`Plain text; blank lines part paragraphs.` },
  {
    name: "category",
    says: msg`A path such as Home > Kitchen > Mugs, on the first row of each product; made if it is new.`,
    isNeeded: true,
  },
  { name: "price", says: msg`Such as 12.99, with a point and without a sign.`, isNeeded: true },
  { name: "currency", says: msg`Its code, such as GBP.`, isNeeded: true },
  { name: "stock", says: msg`How many are on hand; empty leaves the stock as it is.` },
  { name: "image_url", says: msg`Addresses of pictures that begin with https://, parted by blanks.` },
  { name: "product", says: msg`Your own reference; rows that share it are variants of one product.` },
  { name: "option.…", says: msg`What tells variants apart, such as option.size; up to three.` },
  { name: "attr.…", says: msg`A fact that customers filter by, such as attr.material.` },
];

/** What a catalogue file consists of, column by column. */
export function Columns() {
  const { i18n } = useLingui();

  return (
    <details>
      <summary>
        <Trans>Which columns it has</Trans>
      </summary>
      <List>
        {columns.map(({ name, says, isNeeded }) => (
          <div key={name}>
            <dt>
              <code dir="ltr">{name}</code>{" "}
              {isNeeded && (
                <small>
                  <Trans>needed</Trans>
                </small>
              )}
            </dt>
            <dd>{i18n._(says)}</dd>
          </div>
        ))}
      </List>
    </details>
  );
}

const List = styled("dl")({
  display: "grid",
  gap: 10,
  marginBlock: 12,
  "& small": { color: colour("quiet"), fontSize: sizes.label },
  "& code": { fontWeight: 600 },
});
