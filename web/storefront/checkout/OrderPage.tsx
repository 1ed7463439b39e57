import { Trans, useLingui } from "@lingui/react/macro";
import { type ReactNode, useEffect, useRef } from "react";
import { styled } from "../../theme/styled";
import { colour, measure, type as sizes } from "../../theme/tokens";
import { Page } from "../../ui";
import { Bill } from "./Bill";
import type { Order } from "./queries";
import { wayName } from "./words";

interface Props {
  title: string;
  order: Order;
  children: ReactNode;
}

/** What is to be said of an order, beside what is in it. */
export function OrderPage({ title, order, children }: Props) {
  const { i18n } = useLingui();
  const said = useRef<HTMLDivElement>(null);
  // What stands here came by itself or by a press on a button that is gone: those who listen begin with it.
  useEffect(() => said.current?.focus(), []);
  return (
    <Page title={title} unlisted>
      <Columns>
        <div ref={said} tabIndex={-1}>
          {children}
        </div>
        <Bill
          heading={<Trans>What you ordered</Trans>}
          shops={order.sellers.map((shop) => ({
            id: shop.id,
            name: shop.seller_name,
            lines: shop.lines,
            delivery: { words: wayName(i18n, shop), price: shop.shipping_total },
          }))}
          items={order.items_total}
          totals={order}
        />
      </Columns>
    </Page>
  );
}

const Columns = styled("div")({
  display: "grid",
  gap: "32px 56px",
  alignItems: "start",
  "& > div": { display: "grid", gap: 20, maxWidth: measure, fontSize: sizes.text, outline: "none" },
  "& h2": { marginBlockEnd: 12 },
  "& .actions": { display: "flex", flexWrap: "wrap", gap: 12 },
  "& .turning": { color: colour("cobalt"), animation: "turn 3s linear infinite" },
  "@keyframes turn": { to: { transform: "rotate(1turn)" } },
  "@media (min-width: 960px)": { gridTemplateColumns: "minmax(0, 1fr) 400px" },
});
