import type { MessageDescriptor } from "@lingui/core";
import { msg } from "@lingui/core/macro";
import type { ShippingOption } from "./queries";

const options: Record<ShippingOption, MessageDescriptor> = {
  standard: msg`Standard`,
  express: msg`Express`,
};

/** What people call a way for parcels to travel. */
export const optionName = (option: ShippingOption): MessageDescriptor => options[option];

const reasons: Record<string, MessageDescriptor> = {
  insufficient_funds: msg`Your bank says that there is not enough money for it.`,
  provider_unavailable: msg`The payment service could not be reached in time.`,
  confirmation_failed: msg`The confirmation of the payment did not succeed.`,
  unknown_method: msg`This way to pay is not offered here.`,
};
const declined = msg`Your bank declined it.`;

/** Why a payment failed. */
export const failureWords = (reason: string): MessageDescriptor => reasons[reason] ?? declined;
