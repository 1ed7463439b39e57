import { Trans } from "@lingui/react/macro";
import type { ReactNode } from "react";
import type { Model, Money } from "../../api/contract";
import { useFormat } from "../../format/format";
import { styled } from "../../theme/styled";
import { colour, radius, type as sizes } from "../../theme/tokens";
import { Chosen, Picture, Price } from "../../ui";

type Totals = Pick<
  Model<"QuoteView">,
  "shipping_total" | "promotions" | "prices_include_tax" | "taxes" | "tax_total" | "total" | "to_pay"
>;

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
  /** What it comes to, once that is known. */
  totals: Totals | undefined;
  /** What else belongs above the figures. */
  children?: ReactNode;
  /** Whether newer figures are on their way. */
  old?: boolean;
}

/** What is bought from whom, and what it comes to. */
export function Bill({ heading, shops, items, totals, children, old = false }: Props) {
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
      {children}
      <dl className={old ? "old" : undefined}>
        <Figure name={<Trans>Items</Trans>} of={items} />
        {totals && <Sums of={totals} />}
      </dl>
      {totals && <TaxTable of={totals.taxes} />}
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

/** What delivery adds and promotions take off, and what is left to pay. */
function Sums({ of: { shipping_total, promotions, prices_include_tax, tax_total, total, to_pay } }: { of: Totals }) {
  const credit = to_pay.amount - total.amount;
  const isTaxed = tax_total.amount > 0;
  return (
    <>
      <Figure name={<Trans>Delivery</Trans>} of={shipping_total} />
      {promotions.map(({ id, title, discount }) => (
        <Figure key={id} name={<bdi>{title}</bdi>} of={{ ...discount, amount: -discount.amount }} />
      ))}
      {isTaxed && !prices_include_tax && <Figure name={<Trans>VAT</Trans>} of={tax_total} />}
      <Figure name={<Trans>Total</Trans>} of={total} className="total" />
      {isTaxed && prices_include_tax && <Figure name={<Trans>VAT included</Trans>} of={tax_total} className="quiet" />}
      {credit < 0 && (
        <>
          <Figure name={<Trans>Gift cards and store credit</Trans>} of={{ ...total, amount: credit }} />
          <Figure name={<Trans>To pay</Trans>} of={to_pay} className="total" />
        </>
      )}
    </>
  );
}

/** What is taxed at which rate. */
function TaxTable({ of }: { of: Totals["taxes"] }) {
  const { percent } = useFormat();
  const rows = of.filter(({ tax }) => tax.amount > 0);
  if (rows.length === 0) return null;
  return (
    <table>
      <caption className="for-ears">
        <Trans>VAT by rate</Trans>
      </caption>
      <thead>
        <tr>
          <th scope="col">
            <Trans>VAT rate</Trans>
          </th>
          <th scope="col">
            <Trans>Without VAT</Trans>
          </th>
          <th scope="col">
            <Trans>VAT</Trans>
          </th>
        </tr>
      </thead>
      <tbody>
        {rows.map(({ rate, net, tax }) => (
          <tr key={rate}>
            <th scope="row">
              <bdi>{percent(rate)}</bdi>
            </th>
            <td>
              <Price of={net} />
            </td>
            <td>
              <Price of={tax} />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
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
  gridTemplateColumns: "minmax(0, 1fr)",
  gap: 16,
  padding: 20,
  background: colour("sunken"),
  borderRadius: radius.picture,
  "& h2": { fontSize: sizes.large },
  "& h3": { fontSize: sizes.compact, letterSpacing: "-.01em" },
  "& section": { display: "grid", gap: 8, paddingBlockEnd: 16, borderBlockEnd: `1px solid ${colour("line")}` },
  "& ul": { display: "grid", gap: 8 },
  "& li": { display: "grid", gridTemplateColumns: "44px minmax(0, 1fr) auto", gap: 12, alignItems: "center" },
  "& li > span": { overflowWrap: "anywhere" },
  "& p": {
    display: "flex",
    justifyContent: "space-between",
    gap: 16,
    overflowWrap: "anywhere",
    color: colour("quiet"),
    fontSize: sizes.compact,
  },
  "& table": {
    width: "100%",
    tableLayout: "fixed",
    overflowWrap: "anywhere",
    borderCollapse: "collapse",
    color: colour("quiet"),
    fontSize: sizes.label,
  },
  "& th": { fontWeight: 400, textAlign: "start" },
  "& :is(th, td):not(:first-of-type), & td": { textAlign: "end" },
  "& dt": { overflowWrap: "anywhere" },
  "& dl": { display: "grid", gap: 6 },
  "& dl > div": { display: "flex", justifyContent: "space-between", gap: 16 },
  "& .old": { color: colour("quiet") },
  "& .total": { fontWeight: 600, fontSize: sizes.large },
  "& .quiet": { color: colour("quiet"), fontSize: sizes.label },
});
