import { Trans } from "@lingui/react/macro";
import type { ReactNode } from "react";
import type { Money } from "../../api/contract";
import { useFormat } from "../../format/format";
import { styled } from "../../theme/styled";
import { colour, radius, type as sizes } from "../../theme/tokens";
import { Chosen, Picture, Price } from "../../ui";

interface Line {
  id: string;
  title: string | null;
  options: Record<string, string> | null;
  image_url: string | null;
  quantity: number;
  total: Money;
}

export interface BillShop {
  id: string;
  name: string;
  lines: Line[];
  /** How its parcel travels and for how much, once that is known. */
  delivery: { words: ReactNode; price: Money } | undefined;
}

interface Props {
  heading: ReactNode;
  shops: BillShop[];
  items: Money;
  shipping: Money | undefined;
  discount: Money | undefined;
  tax: Money | undefined;
  total: Money | undefined;
  /** Whether newer figures are on their way. */
  old?: boolean;
}

/** What is bought from whom, and what it comes to. */
export function Bill({ heading, shops, items, shipping, discount, tax, total, old = false }: Props) {
  return (
    <Paper aria-busy={old}>
      <h2>{heading}</h2>
      {shops.map((shop) => (
        <section key={shop.id}>
          <h3>
            <bdi>{shop.name}</bdi>
          </h3>
          <ul>
            {shop.lines.map((line) => (
              <BillLine key={line.id} line={line} />
            ))}
          </ul>
          {shop.delivery && (
            <p>
              <span>{shop.delivery.words}</span>
              <Price of={shop.delivery.price} />
            </p>
          )}
        </section>
      ))}
      <dl className={old ? "old" : undefined}>
        <Figure name={<Trans>Items</Trans>} of={items} />
        {shipping && <Figure name={<Trans>Delivery</Trans>} of={shipping} />}
        {discount && discount.amount > 0 && (
          <Figure name={<Trans>Discount</Trans>} of={{ ...discount, amount: -discount.amount }} />
        )}
        {total && <Figure name={<Trans>Total</Trans>} of={total} className="total" />}
        {tax && tax.amount > 0 && <Figure name={<Trans>VAT included</Trans>} of={tax} className="quiet" />}
      </dl>
    </Paper>
  );
}

function BillLine({ line }: { line: Line }) {
  const { count } = useFormat();
  return (
    <li>
      <Picture src={line.image_url} alt="" ratio="1" />
      <span>
        {line.quantity > 1 && <b>{count(line.quantity)} × </b>}
        <bdi>{line.title}</bdi>
        <Chosen of={line.options} />
      </span>
      <Price of={line.total} />
    </li>
  );
}

function Figure({ name, of, className }: { name: ReactNode; of: Money; className?: string }) {
  return (
    <div className={className}>
      <dt>{name}</dt>
      <dd>
        <Price of={of} />
      </dd>
    </div>
  );
}

const Paper = styled("aside")({
  display: "grid",
  gap: 16,
  padding: 20,
  background: colour("sunken"),
  borderRadius: radius.picture,
  "& h2": { fontSize: sizes.large },
  "& h3": { fontSize: sizes.compact, letterSpacing: "-.01em" },
  "& section": { display: "grid", gap: 8, paddingBlockEnd: 16, borderBlockEnd: `1px solid ${colour("line")}` },
  "& ul": { display: "grid", gap: 8 },
  "& li": { display: "grid", gridTemplateColumns: "44px 1fr auto", gap: 12, alignItems: "center" },
  "& li > span": { overflowWrap: "anywhere" },
  "& p": { display: "flex", justifyContent: "space-between", gap: 16, color: colour("quiet"), fontSize: sizes.compact },
  "& dl": { display: "grid", gap: 6 },
  "& dl > div": { display: "flex", justifyContent: "space-between", gap: 16 },
  "& .old": { color: colour("quiet") },
  "& .total": { fontWeight: 600, fontSize: sizes.large },
  "& .quiet": { color: colour("quiet"), fontSize: sizes.label },
});
