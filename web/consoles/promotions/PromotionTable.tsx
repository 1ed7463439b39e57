import { Trans, useLingui } from "@lingui/react/macro";
import type { ReactNode } from "react";
import { useFormat } from "../../format/format";
import { Button, type Column, Price, Status, Table } from "../../ui";
import { kinds, type Promotion, standings } from "./terms";

interface Props {
  label: string;
  promotions: Promotion[];
  onChange: (promotion: Promotion) => void;
  onEnd: (promotion: Promotion) => void;
  /** Whose a promotion is, where it may be anybody's. */
  ofWhom?: (promotion: Promotion) => ReactNode;
  /** Whether it may be changed here. */
  mayChange?: (promotion: Promotion) => boolean;
  busy?: boolean;
}

/** Promotions, one on each row, with what can be done about it. */
export function PromotionTable({
  label,
  promotions,
  onChange,
  onEnd,
  ofWhom,
  mayChange = () => true,
  busy = false,
}: Props) {
  const { t, i18n } = useLingui();
  const { moment, count } = useFormat();
  const columns: Column<Promotion>[] = [
    { name: "title", head: t`Title`, kind: "title", cell: ({ title }) => <bdi>{title}</bdi> },
    ...(ofWhom ? [{ name: "seller", head: t`Of whom`, cell: ofWhom }] : []),
    { name: "benefit", head: t`Takes off`, cell: ({ benefit }) => <Benefit of={benefit} /> },
    { name: "code", head: t`Code`, cell: ({ code }) => <bdi>{code ?? "–"}</bdi> },
    {
      name: "when",
      head: t`When`,
      cell: ({ starts_at, ends_at }) => (
        <span>
          {moment(starts_at)} – {ends_at && moment(ends_at)}
        </span>
      ),
    },
    {
      name: "used",
      head: t`Used`,
      kind: "figure",
      cell: ({ used, total_limit }) => (total_limit ? `${count(used)} / ${count(total_limit)}` : count(used)),
    },
    {
      name: "status",
      head: t`Status`,
      cell: ({ status }) => <Status tone={standings[status].tone}>{i18n._(standings[status].words)}</Status>,
    },
    {
      name: "actions",
      head: t`What can be done`,
      kind: "action",
      cell: (one) => {
        const { title, status } = one;
        return (
          status !== "ended" && (
            <>
              {mayChange(one) && (
                <Button aria-label={t`Change ${title}`} onClick={() => onChange(one)}>
                  <Trans>Change</Trans>
                </Button>
              )}
              <Button color="error" aria-label={t`End ${title}`} onClick={() => onEnd(one)}>
                <Trans>End</Trans>
              </Button>
            </>
          )
        );
      },
    },
  ];
  return <Table label={label} columns={columns} items={promotions} keyOf={({ id }) => id} busy={busy} />;
}

function Benefit({ of }: { of: Promotion["benefit"] }) {
  const { i18n } = useLingui();
  const { count } = useFormat();
  if (of.kind === "amount") return <Price of={of.amount} />;
  if (of.kind === "free_delivery") return i18n._(kinds.free_delivery);
  const percent = count((of.rate ?? 10_000) / 100);
  if (of.kind === "percentage") return <Trans>{percent} %</Trans>;
  const [buy, get] = [count(of.buy), count(of.get)];
  return (
    <Trans>
      {percent} % off {get} with {buy}
    </Trans>
  );
}
