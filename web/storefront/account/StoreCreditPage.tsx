import type { MessageDescriptor } from "@lingui/core";
import { msg } from "@lingui/core/macro";
import { Trans, useLingui } from "@lingui/react/macro";
import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { Link } from "react-router";
import type { Model } from "../../api/contract";
import { read, readPages } from "../../api/queries";
import { useFormat } from "../../format/format";
import { paths } from "../../paths";
import { styled } from "../../theme/styled";
import { colour, type as sizes } from "../../theme/tokens";
import { Empty, More, Price, QueryStates, Row, RowGhosts, Rows } from "../../ui";
import { OwnPage } from "./OwnPage";

type Movement = Model<"CreditMovement">;

/** What somebody can spend of store credit, and how it came to that. */
export function StoreCreditPage() {
  const { t } = useLingui();
  return (
    <OwnPage title={t`Store credit`}>
      <Credit />
    </OwnPage>
  );
}

function Credit() {
  const { t } = useLingui();
  const held = useQuery(read("get_store_credit"));
  const movements = useInfiniteQuery(readPages("list_credit_movements"));
  return (
    <>
      <Balances>
        {held.data?.items.map(({ balance }) => (
          <li key={balance.currency}>
            <Price of={balance} />
          </li>
        ))}
      </Balances>
      <QueryStates
        query={movements}
        ghost={<RowGhosts />}
        isEmpty={({ pages }) => pages[0]?.items.length === 0}
        empty={
          <Empty>
            <Trans>You have no store credit. What you are given can be used when you check out.</Trans>
          </Empty>
        }
      >
        {({ pages }) => (
          <>
            <Rows
              page={{ items: pages.flatMap(({ items }) => items) }}
              row={MovementRow}
              label={t`What made your store credit more or less`}
            />
            <More of={movements} />
          </>
        )}
      </QueryStates>
    </>
  );
}

const reasons: Record<Movement["kind"], MessageDescriptor> = {
  issued: msg`Given to you`,
  granted: msg`Given to you`,
  spent: msg`Paid an order`,
  returned: msg`Came back from an order`,
  refunded: msg`A refund`,
  expired: msg`Expired`,
  ended: msg`Ended`,
};

function MovementRow({ item: { kind, amount, order_id, note, at } }: { item: Movement }) {
  const { i18n } = useLingui();
  const { moment } = useFormat();
  const name = i18n._(reasons[kind]);
  return (
    <Row title={order_id ? <Link to={paths.order.to(order_id)}>{name}</Link> : name} aside={<Price of={amount} />}>
      <Quiet>
        {note && (
          <>
            <bdi>{note}</bdi> ·{" "}
          </>
        )}
        <time dateTime={at}>{moment(at)}</time>
      </Quiet>
    </Row>
  );
}

const Balances = styled("ul")({ fontSize: sizes.large, fontWeight: 600, marginBlockEnd: 24 });
const Quiet = styled("span")({ color: colour("quiet"), fontSize: sizes.compact });
