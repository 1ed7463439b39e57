import type { MessageDescriptor } from "@lingui/core";
import { msg } from "@lingui/core/macro";
import { Trans, useLingui } from "@lingui/react/macro";
import { useInfiniteQuery } from "@tanstack/react-query";
import type { Model } from "../../api/contract";
import { readPages } from "../../api/queries";
import { useFormat } from "../../format/format";
import { More, QueryStates, Row, RowGhosts, Rows } from "../../ui";
import type { Level } from "../queries";

type Movement = Model<"MovementView">;

const kinds: Record<Movement["kind"], MessageDescriptor> = {
  received: msg`Received`,
  counted: msg`Counted`,
  adjusted: msg`Adjusted`,
  reserved: msg`Held for an order`,
  committed: msg`Sold`,
  released: msg`No longer held: the order was given up`,
  expired: msg`No longer held: it was not paid in time`,
  returned: msg`Came back`,
};

/** Why a level is what it is: everything that changed it, the latest first. */
export function Movements({ of: { variant_id, warehouse } }: { of: Level }) {
  const { t } = useLingui();
  const query = useInfiniteQuery(readPages("list_movements", { variant_id, warehouse_id: warehouse.id, limit: 10 }));
  return (
    <QueryStates
      query={query}
      ghost={<RowGhosts rows={3} height={44} />}
      isEmpty={({ pages }) => pages[0]?.items.length === 0}
      empty={
        <p>
          <Trans>Nothing has changed it yet.</Trans>
        </p>
      }
    >
      {({ pages }) => (
        <>
          <Rows page={{ items: pages.flatMap(({ items }) => items) }} row={MovementRow} label={t`What changed it`} />
          <More of={query} />
        </>
      )}
    </QueryStates>
  );
}

function MovementRow({ item: { kind, reason, moved_at, on_hand_change, reserved_change } }: { item: Movement }) {
  const { i18n } = useLingui();
  const { moment, signed } = useFormat();
  return (
    <Row
      title={i18n._(kinds[kind])}
      aside={
        on_hand_change !== 0 ? (
          <bdi>{signed(on_hand_change)}</bdi>
        ) : (
          <Trans>
            <bdi>{signed(reserved_change)}</bdi> held
          </Trans>
        )
      }
    >
      {reason && <bdi>{reason}</bdi>}
      {reason && " · "}
      <small>{moment(moved_at)}</small>
    </Row>
  );
}
