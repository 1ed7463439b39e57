import { Trans, useLingui } from "@lingui/react/macro";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import type { Model } from "../../api/contract";
import { read } from "../../api/queries";
import { styled } from "../../theme/styled";
import { QueryStates, RowGhosts } from "../../ui";
import { AnswerDrawer } from "../disputes/AnswerDrawer";
import { DisputeTable } from "../disputes/DisputeTable";
import type { Dispute } from "../disputes/standings";

/** What the customer of an order disputes with their bank. */
export function Disputed({ order: { id } }: { order: Model<"AnyOrderView"> }) {
  const { t } = useLingui();
  const [answering, setAnswering] = useState<Dispute | null>(null);
  const disputes = useQuery(read("list_disputes", { order_id: id, limit: 100 }));
  return (
    <Below>
      <h2>
        <Trans>Disputes</Trans>
      </h2>
      <QueryStates
        query={disputes}
        ghost={<RowGhosts rows={1} height={36} />}
        empty={
          <p>
            <Trans>Nothing of it is disputed.</Trans>
          </p>
        }
      >
        {({ items }) => <DisputeTable label={t`Disputes`} disputes={items} onAnswer={setAnswering} />}
      </QueryStates>
      {answering && <AnswerDrawer dispute={answering} onClose={() => setAnswering(null)} />}
    </Below>
  );
}

const Below = styled("section")({ marginBlockStart: 32, "& > h2": { marginBlockEnd: 8 } });
