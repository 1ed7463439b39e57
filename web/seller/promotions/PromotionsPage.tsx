import { keepPreviousData, useInfiniteQuery } from "@tanstack/react-query";
import { readPages, useCommand } from "../../api/queries";
import { Promotions } from "../../consoles/promotions/Promotions";
import { useNarrowing } from "../../consoles/useNarrowing";

const refreshes = ["list_own_promotions" as const];

/** The promotions of the shop, which it pays for itself. */
export function PromotionsPage() {
  const narrowing = useNarrowing("code");
  const code = narrowing.value("code");
  const promotions = useInfiniteQuery({
    ...readPages("list_own_promotions", { ...(code && { code }) }),
    placeholderData: keepPreviousData,
  });
  const make = useCommand("create_own_promotion", { refreshes });
  const change = useCommand("change_own_promotion", { refreshes });
  const end = useCommand("end_own_promotion", { refreshes });
  return (
    <Promotions
      promotions={promotions}
      narrowing={narrowing}
      save={({ shops: _, ...body }, before, said) =>
        before
          ? change.mutate({ params: { promotion_id: before.id }, body: { ...body, version: before.version } }, said)
          : make.mutate({ body }, said)
      }
      busy={make.isPending || change.isPending}
      problem={make.error ?? change.error}
      end={({ id }) => end.mutateAsync({ params: { promotion_id: id } })}
    />
  );
}
