import type { I18n, MessageDescriptor } from "@lingui/core";
import { msg } from "@lingui/core/macro";
import type { Order, ShippingWay } from "./queries";

const options: Record<string, MessageDescriptor> = {
  standard: msg`Standard`,
  express: msg`Express`,
};

/** What people call a way for parcels to travel: a shop's own as the shop called it. */
export const optionName = (i18n: I18n, option: ShippingWay, name: string): string => {
  const words = options[option];
  return words ? i18n._(words) : name;
};

type Sent = Pick<Order["sellers"][number], "shipping_option" | "shipping_name">;

/** What the way is called in which a parcel travels. */
export const wayName = (i18n: I18n, { shipping_option, shipping_name }: Sent): string =>
  optionName(i18n, shipping_option, shipping_name);

const reasons: Record<string, MessageDescriptor> = {
  insufficient_funds: msg`Your bank says that there is not enough money for it.`,
  provider_unavailable: msg`The payment service could not be reached in time.`,
  confirmation_failed: msg`The confirmation of the payment did not succeed.`,
  unknown_method: msg`This way to pay is not offered here.`,
};
const declined = msg`Your bank declined it.`;

/** Why a payment failed. */
export const failureWords = (reason: string): MessageDescriptor => reasons[reason] ?? declined;
