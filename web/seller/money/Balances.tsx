import { Trans, useLingui } from "@lingui/react/macro";
import { useQuery } from "@tanstack/react-query";
import { read } from "../../api/queries";
import { useFormat } from "../../format/format";
import { Empty, Fact, Facts, Ghost, Price, QueryStates } from "../../ui";

/** What the shop is owed, each currency by itself. */
export function Balances() {
  const { t } = useLingui();
  const { currencies } = useFormat();
  const query = useQuery(read("get_balance"));
  return (
    <QueryStates
      query={query}
      ghost={<Ghost style={{ height: 106, marginBlockEnd: 32 }} />}
      empty={
        <Empty>
          <Trans>Nothing is owed to you yet: what you sell comes to stand here.</Trans>
        </Empty>
      }
    >
      {({ items }) =>
        items.map(({ currency, available, pending, total }) => (
          <Facts key={currency} label={t`Balance in ${currencies(currency)}`}>
            <Fact
              label={<Trans>Paid out next</Trans>}
              value={<Price of={available} />}
              note={available.amount < 0 && <Trans>You owe it; it is taken from what you sell.</Trans>}
              urgent={available.amount < 0}
            />
            <Fact
              label={<Trans>Held for a while</Trans>}
              value={<Price of={pending} />}
              note={<Trans>Until it is sure that it is yours</Trans>}
            />
            <Fact label={<Trans>Together</Trans>} value={<Price of={total} />} />
          </Facts>
        ))
      }
    </QueryStates>
  );
}
