import { Trans, useLingui } from "@lingui/react/macro";
import { useQuery } from "@tanstack/react-query";
import { read } from "../../api/queries";
import { styled } from "../../theme/styled";
import { QueryStates, RowGhosts } from "../../ui";
import { RefundTable } from "./RefundTable";

const SOON = 5_000;

interface Props {
  order_id: string;
  /** Whether they are of several shops. */
  ofShops?: boolean;
}

/** What goes back of an order, as far as it concerns who looks at it; asked for again while some is on its way. */
export function Refunds({ order_id, ofShops = false }: Props) {
  const { t } = useLingui();
  const refunds = useQuery({
    ...read("list_refunds", { order_id }),
    refetchInterval: ({ state }) => (state.data?.items.some(({ status }) => status === "requested") ? SOON : false),
  });
  return (
    <Below>
      <h2>
        <Trans>Refunds</Trans>
      </h2>
      <QueryStates
        query={refunds}
        ghost={<RowGhosts rows={1} height={36} />}
        empty={
          <p>
            <Trans>Nothing of it goes back.</Trans>
          </p>
        }
      >
        {({ items }) => (
          <RefundTable
            refunds={items}
            {...(ofShops && { of: { head: t`Shop`, cell: ({ seller_name }) => <bdi>{seller_name}</bdi> } })}
          />
        )}
      </QueryStates>
    </Below>
  );
}

const Below = styled("section")({ marginBlockStart: 32, "& > h2": { marginBlockEnd: 8 } });
