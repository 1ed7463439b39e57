import { Trans, useLingui } from "@lingui/react/macro";
import { useQuery } from "@tanstack/react-query";
import { Link, useParams } from "react-router";
import { read } from "../../api/queries";
import { useFormat } from "../../format/format";
import { paths } from "../../paths";
import { styled } from "../../theme/styled";
import { colour } from "../../theme/tokens";
import { Definitions, Ghost, Page, QueryStates, Status } from "../../ui";
import { channels, standings, titles } from "./words";

/** One message to anybody, and how its delivery went. */
export function MessagePage() {
  const { t, i18n } = useLingui();
  const { moment, count } = useFormat();
  const { id = "" } = useParams();
  const message = useQuery(read("inspect_notification", { notification_id: id }));
  const about = message.data && titles[message.data.template];
  const standing = message.data && standings[message.data.status];
  return (
    <Page
      title={about ? i18n._(about) : (message.data?.template ?? t`Message`)}
      unlisted
      aside={standing && <Status tone={standing.tone}>{i18n._(standing.words)}</Status>}
    >
      <QueryStates query={message} ghost={<Ghost style={{ height: 240 }} />}>
        {({ channel, recipient, created_at, sent_at, tries, failure, metadata, user_id }) => (
          <>
            <Definitions
              of={[
                { term: t`By`, is: channels[channel] ? i18n._(channels[channel]) : channel },
                { term: t`To`, is: <bdi>{recipient}</bdi> },
                { term: t`Written`, is: moment(created_at) },
                { term: t`Sent`, is: sent_at && moment(sent_at) },
                { term: t`Attempts`, is: count(tries) },
                { term: t`What went wrong`, is: failure && <bdi>{failure}</bdi> },
                {
                  term: t`Order`,
                  is: typeof metadata.order_id === "string" && (
                    <Link to={paths.adminOrder.to(metadata.order_id)}>
                      <Trans>See the order</Trans>
                    </Link>
                  ),
                },
                {
                  term: t`Look up`,
                  is: (
                    <Link to={paths.adminMessages.to({ customer: user_id })}>
                      <Trans>All messages to this person</Trans>
                    </Link>
                  ),
                },
              ]}
            />
            <Quiet>
              <Trans>The words themselves, and the whole address, are forgotten when a message is sent.</Trans>
            </Quiet>
          </>
        )}
      </QueryStates>
    </Page>
  );
}

const Quiet = styled("p")({ color: colour("quiet") });
