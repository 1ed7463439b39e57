import { Trans, useLingui } from "@lingui/react/macro";
import { useQuery } from "@tanstack/react-query";
import { useFormat } from "../../format/format";
import { styled } from "../../theme/styled";
import { colour } from "../../theme/tokens";
import { Button, Empty, Icon, Page, QueryStates, RowGhosts, Table } from "../../ui";
import { MOST, toSend } from "../queries";
import { type Pick, picksOf } from "./picks";

/** What to take from which shelf for the orders that wait, on paper. */
export function PickListPage() {
  const { t } = useLingui();
  const { moment, count } = useFormat();
  const orders = useQuery(toSend());
  return (
    <Page
      title={t`Pick list`}
      unlisted
      aside={
        <Button variant="contained" onClick={() => window.print()} startIcon={<Icon name="print" size={20} />}>
          <Trans>Print</Trans>
        </Button>
      }
    >
      <QueryStates
        query={orders}
        ghost={<RowGhosts rows={8} height={36} />}
        empty={
          <Empty>
            <Trans>Nothing is to be picked: everything is sent.</Trans>
          </Empty>
        }
      >
        {({ items }) => (
          <>
            <p>
              {items.length < MOST ? (
                <Trans>
                  For {count(items.length)} orders, as of {moment(new Date().toISOString())}.
                </Trans>
              ) : (
                <Trans>For the latest {count(MOST)} orders. Send these first, then print the next list.</Trans>
              )}
            </p>
            {picksOf(items).map(({ id, name, picks }) => (
              <Shelf key={id}>
                <h2>{name}</h2>
                <Table
                  label={t`To take from ${name}`}
                  items={picks}
                  keyOf={({ variant_id }) => variant_id}
                  columns={[
                    {
                      name: "title",
                      head: t`What`,
                      kind: "title",
                      cell: ({ title, options }: Pick) => <bdi>{[title, ...Object.values(options)].join(", ")}</bdi>,
                    },
                    { name: "sku", head: t`SKU`, cell: ({ sku }: Pick) => <bdi>{sku}</bdi> },
                    {
                      name: "quantity",
                      head: t`How many`,
                      kind: "figure",
                      cell: ({ quantity }: Pick) => count(quantity),
                    },
                    {
                      name: "orders",
                      head: t`For`,
                      cell: ({ orders: numbers }: Pick) => <bdi>{numbers.join(", ")}</bdi>,
                    },
                    { name: "box", head: t`Taken`, cell: () => <Box aria-hidden /> },
                  ]}
                />
              </Shelf>
            ))}
          </>
        )}
      </QueryStates>
    </Page>
  );
}

const Shelf = styled("section")({ marginBlockStart: 24, breakInside: "avoid", "& h2": { marginBlockEnd: 8 } });
const Box = styled("span")({
  display: "inline-block",
  width: 16,
  height: 16,
  border: `1.5px solid ${colour("quiet")}`,
  borderRadius: 3,
});
