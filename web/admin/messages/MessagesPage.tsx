import { Trans, useLingui } from "@lingui/react/macro";
import { keepPreviousData, useInfiniteQuery } from "@tanstack/react-query";
import { Link } from "react-router";
import type { Model } from "../../api/contract";
import { readPages } from "../../api/queries";
import { useNarrowing } from "../../consoles/useNarrowing";
import { useFormat } from "../../format/format";
import { paths } from "../../paths";
import {
  type Column,
  Empty,
  More,
  NoMatch,
  Page,
  QueryStates,
  RowGhosts,
  SearchLine,
  Status,
  Table,
  Tabs,
} from "../../ui";
import { Narrowed } from "../Narrowed";
import { channels, type Standing, standings, titles } from "./words";

const isStanding = (word: string): word is Standing => word in standings;

/** What was written to everybody, the latest first. */
export function MessagesPage() {
  const { t, i18n } = useLingui();
  const { value, narrow, isNarrowed, clear } = useNarrowing("email", "customer", "status");
  const [email, customer, wanted] = [value("email"), value("customer"), value("status")];
  const status = isStanding(wanted) ? wanted : null;
  const messages = useInfiniteQuery({
    ...readPages("find_notifications", {
      ...(email && { email }),
      ...(customer && { customer }),
      ...(status && { status }),
    }),
    placeholderData: keepPreviousData,
  });
  const tab = (name: Standing | null, label: string) => ({
    to: paths.adminMessages.to({
      ...(email && { email }),
      ...(customer && { customer }),
      ...(name && { status: name }),
    }),
    label,
    current: status === name,
  });
  return (
    <Page title={t`Messages`} unlisted>
      <SearchLine
        label={t`E-mail of an account`}
        value={email}
        onChange={(words) => narrow({ email: words, customer: "" })}
      />
      <Tabs
        label={t`Which messages`}
        tabs={[
          tab(null, t`All`),
          ...(["sent", "queued", "failed"] as const).map((name) => tab(name, i18n._(standings[name].words))),
        ]}
      />
      {customer && (
        <Narrowed onClear={clear}>
          <Trans>Only the messages to one customer</Trans>
        </Narrowed>
      )}
      <QueryStates
        query={messages}
        ghost={<RowGhosts rows={8} height={36} />}
        isEmpty={({ pages }) => pages[0]?.items.length === 0}
        empty={
          isNarrowed ? (
            <NoMatch onClear={clear}>
              <Trans>There is no such message. Those to a guest are found from the guest's order.</Trans>
            </NoMatch>
          ) : (
            <Empty>
              <Trans>Nothing was written to anybody yet.</Trans>
            </Empty>
          )
        }
      >
        {({ pages }) => (
          <>
            <MessageTable messages={pages.flatMap(({ items }) => items)} busy={messages.isPlaceholderData} />
            <More of={messages} />
          </>
        )}
      </QueryStates>
    </Page>
  );
}

function MessageTable({ messages, busy }: { messages: Model<"FoundNotification">[]; busy: boolean }) {
  const { t, i18n } = useLingui();
  const { moment } = useFormat();
  const named = (words: (typeof titles)[string] | undefined, otherwise: string) => (words ? i18n._(words) : otherwise);
  const columns: Column<Model<"FoundNotification">>[] = [
    {
      name: "template",
      head: t`Message`,
      kind: "title",
      cell: ({ id, template }) => <Link to={paths.adminMessage.to(id)}>{named(titles[template], template)}</Link>,
    },
    { name: "channel", head: t`By`, cell: ({ channel }) => named(channels[channel], channel) },
    { name: "recipient", head: t`To`, cell: ({ recipient }) => <bdi>{recipient}</bdi> },
    { name: "created_at", head: t`Written`, cell: ({ created_at }) => moment(created_at) },
    {
      name: "status",
      head: t`Status`,
      cell: ({ status }) => <Status tone={standings[status].tone}>{i18n._(standings[status].words)}</Status>,
    },
  ];
  return <Table label={t`Messages`} columns={columns} items={messages} keyOf={({ id }) => id} busy={busy} />;
}
