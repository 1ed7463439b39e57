import { Trans } from "@lingui/react/macro";
import type { Model } from "../../api/contract";
import { Price } from "../../ui";

/** What one side says that moved; what was kept of it stands below. */
export function Side({ moved }: { moved: Model<"MovedView"> | null }) {
  if (moved === null) return "–";
  const { amount, fee } = moved;
  return (
    <>
      <Price of={amount} />
      {fee.amount !== 0 && (
        <div>
          <Trans>
            of it kept: <Price of={fee} />
          </Trans>
        </div>
      )}
    </>
  );
}
