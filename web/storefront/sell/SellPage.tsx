import { Trans, useLingui } from "@lingui/react/macro";
import { useQuery } from "@tanstack/react-query";
import { read } from "../../api/queries";
import { paths } from "../../paths";
import { me, useVisitor } from "../../queries/me";
import { styled } from "../../theme/styled";
import { colour, measure, type as sizes } from "../../theme/tokens";
import { ButtonLink, ErrorState, Page, RowGhosts } from "../../ui";
import { Application } from "./Application";
import { ApplyForm } from "./ApplyForm";

/** While an application waits, it is looked after every so many milliseconds. */
const OFTEN = 15_000;

/** What it takes to sell on Souk, the way to apply, and how an application stands. */
export function SellPage() {
  const { t } = useLingui();
  return (
    <Page title={t`Sell on Souk`} narrow description={t`Open a shop on Souk: say who you are, and begin to sell.`}>
      <Words>
        <p>
          <Trans>Your own shop in one market with many others: customers pay once, and you send what is yours.</Trans>
        </p>
        <ol>
          <li>
            <Trans>You apply with a name and a country.</Trans>
          </li>
          <li>
            <Trans>Souk looks at it and approves it.</Trans>
          </li>
          <li>
            <Trans>You put your products on the shelf, one by one or from a file.</Trans>
          </li>
        </ol>
      </Words>
      <Standing />
    </Page>
  );
}

function Standing() {
  const { known, signedIn } = useVisitor();
  const self = useQuery({ ...me(), enabled: signedIn, staleTime: 0 });
  const hasShop = Boolean(self.data?.shop);
  const { queryKey, queryFn } = read("get_my_shop");
  const shop = useQuery({
    queryKey,
    queryFn,
    enabled: hasShop,
    staleTime: 0,
    refetchInterval: ({ state }) => (state.data?.status === "applied" ? OFTEN : false),
  });
  if (!known) return <RowGhosts rows={2} />;
  if (!signedIn)
    return (
      <Ways>
        <ButtonLink to={paths.register.to(paths.sell.to())} variant="contained">
          <Trans>Open an account</Trans>
        </ButtonLink>
        <ButtonLink to={paths.signIn.to(paths.sell.to())} variant="outlined">
          <Trans>Sign in</Trans>
        </ButtonLink>
      </Ways>
    );
  const failed = self.error ?? shop.error;
  if (failed) return <ErrorState problem={failed} onRetry={() => void (hasShop ? shop : self).refetch()} />;
  if (self.data && !hasShop) return <ApplyForm />;
  if (!shop.data) return <RowGhosts rows={2} />;
  return (
    <>
      <Application shop={shop.data} onLookAgain={() => void shop.refetch()} />
      {shop.data.status === "refused" && <ApplyForm />}
    </>
  );
}

const Words = styled("div")({
  maxWidth: measure,
  marginBlockEnd: 32,
  fontSize: sizes.large,
  "& ol": { counterReset: "step", marginBlockStart: 16, fontSize: sizes.text },
  "& li": {
    counterIncrement: "step",
    paddingBlock: 8,
    display: "flex",
    gap: 12,
    "&::before": { content: "counter(step)", color: colour("cobalt"), fontWeight: 600 },
  },
});
const Ways = styled("div")({ display: "flex", flexWrap: "wrap", gap: 12 });
