import { Trans, useLingui } from "@lingui/react/macro";
import { useQuery } from "@tanstack/react-query";
import { useFormat } from "../../format/format";
import { paths } from "../../paths";
import { Fact, Facts, Ghost, QueryStates } from "../../ui";
import { figures } from "../queries";

/** Up to so many the API counts. */
const COUNTED = 1000;

/** Figures of the day: what waits, what runs low, what was sold. */
export function Figures() {
  const { t } = useLingui();
  const { count, money, list, time } = useFormat();
  const query = useQuery(figures());
  const many = (number: number) => (number < COUNTED ? count(number) : t`${count(number)} and more`);
  const morning = new Date().setUTCHours(0, 0, 0, 0);
  return (
    <QueryStates query={query} ghost={<Ghost style={{ height: 106, marginBlockEnd: 32 }} />}>
      {({ orders_to_send, low_stock, revenue_today }) => (
        <Facts label={t`Figures of the day`}>
          <Fact
            label={<Trans>To send</Trans>}
            value={many(orders_to_send)}
            to={paths.sellerOrders.to()}
            urgent={orders_to_send > 0}
          />
          <Fact
            label={<Trans>Low stock</Trans>}
            value={many(low_stock)}
            to={`${paths.sellerStock.to()}?low=true`}
            urgent={low_stock > 0}
          />
          <Fact
            label={<Trans>Sold today</Trans>}
            value={revenue_today.length > 0 ? list(revenue_today.map(money)) : count(0)}
            note={<Trans>Since {time(new Date(morning).toISOString())}, with delivery and VAT</Trans>}
          />
        </Facts>
      )}
    </QueryStates>
  );
}
