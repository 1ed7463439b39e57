import { Trans } from "@lingui/react/macro";
import { keepPreviousData, useInfiniteQuery } from "@tanstack/react-query";
import { Link } from "react-router";
import { readPages, useCommand } from "../../api/queries";
import { Promotions } from "../../consoles/promotions/Promotions";
import type { Promotion } from "../../consoles/promotions/terms";
import { useNarrowing } from "../../consoles/useNarrowing";
import { paths } from "../../paths";

const refreshes = ["find_promotions" as const];

/** Everybody's promotions; those of the platform are made and changed here. */
export function PromotionsPage() {
  const narrowing = useNarrowing("code");
  const code = narrowing.value("code");
  const promotions = useInfiniteQuery({
    ...readPages("find_promotions", { ...(code && { code }) }),
    placeholderData: keepPreviousData,
  });
  const make = useCommand("create_promotion", { refreshes });
  const change = useCommand("change_promotion", { refreshes });
  const end = useCommand("end_promotion", { refreshes });
  return (
    <Promotions
      promotions={promotions}
      narrowing={narrowing}
      save={(body, before, said) =>
        before
          ? change.mutate({ params: { promotion_id: before.id }, body: { ...body, version: before.version } }, said)
          : make.mutate({ body }, said)
      }
      busy={make.isPending || change.isPending}
      problem={make.error ?? change.error}
      end={({ id }) => end.mutateAsync({ params: { promotion_id: id } })}
      ofWhom={ofWhom}
      mayChange={({ seller_id }) => !seller_id}
      ofShops
    />
  );
}

const ofWhom = ({ seller_id }: Promotion) =>
  seller_id ? (
    <Link to={paths.adminShop.to(seller_id)}>
      <Trans>A shop</Trans>
    </Link>
  ) : (
    <Trans>The platform</Trans>
  );
