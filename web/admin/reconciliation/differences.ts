import type { MessageDescriptor } from "@lingui/core";
import { msg } from "@lingui/core/macro";
import type { Model } from "../../api/contract";

export type Mismatch = Model<"MismatchView">;

/** What is wrong with an entry. */
export const differences: Record<Mismatch["difference"], MessageDescriptor> = {
  missing_here: msg`Not in our books`,
  missing_there: msg`Not in the report`,
  another_amount: msg`Another amount`,
  another_currency: msg`Another currency`,
  booked_twice: msg`Moved twice`,
};

/** What moved. */
export const moves: Record<Mismatch["kind"], MessageDescriptor> = {
  charge: msg`Charge`,
  refund: msg`Refund`,
  refund_returned: msg`Refund that came back`,
  payout_made: msg`Payout to a shop`,
  dispute_opened: msg`Taken back for a dispute`,
  dispute_won: msg`Given back after a dispute`,
  other: msg`Something else`,
};
