import { Trans, useLingui } from "@lingui/react/macro";
import { Link } from "react-router";
import { useFormat } from "../../format/format";
import { paths } from "../../paths";
import { Button, type Column, Price, Status, Table } from "../../ui";
import type { Rule } from "./terms";

interface Props {
  rules: Rule[];
  categories: { value: string; label: string }[];
  onChange: (rule: Rule) => void;
  onEnd: (rule: Rule) => void;
  busy?: boolean;
}

/** Rules of commission, one on each row, with what can be done about it. */
export function RuleTable({ rules, categories, onChange, onEnd, busy = false }: Props) {
  const { t } = useLingui();
  const { moment, count } = useFormat();
  const nameOf = (id: string) => categories.find(({ value }) => value === id)?.label ?? "–";
  const columns: Column<Rule>[] = [
    {
      name: "shop",
      head: t`Shop`,
      kind: "title",
      cell: ({ seller_id, seller_name }) =>
        seller_id ? (
          <Link to={paths.adminShop.to(seller_id)}>
            <bdi>{seller_name}</bdi>
          </Link>
        ) : (
          <Trans>All shops</Trans>
        ),
    },
    {
      name: "category",
      head: t`Category`,
      cell: ({ category_id }) => (category_id ? <bdi>{nameOf(category_id)}</bdi> : <Trans>All categories</Trans>),
    },
    {
      name: "rate",
      head: t`Percentage`,
      kind: "figure",
      cell: ({ rate }) => {
        const percent = count(rate / 100);
        return <Trans>{percent} %</Trans>;
      },
    },
    {
      name: "fixed",
      head: t`Fixed part`,
      cell: ({ fixed, fixed_per }) =>
        fixed ? (
          <span>
            <Price of={fixed} /> {fixed_per === "unit" ? <Trans>a unit</Trans> : <Trans>a line</Trans>}
          </span>
        ) : (
          "–"
        ),
    },
    { name: "least", head: t`At least`, kind: "figure", cell: ({ least }) => (least ? <Price of={least} /> : "–") },
    { name: "most", head: t`At most`, kind: "figure", cell: ({ most }) => (most ? <Price of={most} /> : "–") },
    { name: "since", head: t`Made`, cell: ({ created_at }) => moment(created_at) },
    {
      name: "status",
      head: t`Status`,
      cell: ({ ended_at }) =>
        ended_at ? (
          <Status tone="quiet">
            <Trans>Over</Trans>
          </Status>
        ) : (
          <Status tone="leaf">
            <Trans>In force</Trans>
          </Status>
        ),
    },
    {
      name: "actions",
      head: t`What can be done`,
      kind: "action",
      cell: (rule) => {
        const shop = rule.seller_name ?? t`All shops`;
        const category = rule.category_id ? nameOf(rule.category_id) : t`All categories`;
        return (
          !rule.ended_at && (
            <>
              <Button aria-label={t`Change the rule of ${shop}, ${category}`} onClick={() => onChange(rule)}>
                <Trans>Change</Trans>
              </Button>
              <Button color="error" aria-label={t`End the rule of ${shop}, ${category}`} onClick={() => onEnd(rule)}>
                <Trans>End</Trans>
              </Button>
            </>
          )
        );
      },
    },
  ];
  return <Table label={t`Rules of commission`} columns={columns} items={rules} keyOf={({ id }) => id} busy={busy} />;
}
