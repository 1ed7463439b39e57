import type { MessageDescriptor } from "@lingui/core";
import { msg } from "@lingui/core/macro";

const methods: Record<string, MessageDescriptor> = {
  sandbox_visa: msg`Test card that pays`,
  sandbox_declined: msg`Test card that is declined`,
  sandbox_no_funds: msg`Test card without funds`,
  sandbox_timeout: msg`Test card that pays, but answers late`,
  sandbox_3ds: msg`Test card with a second step (code 123456)`,
  paypal: msg`PayPal`,
  stripe_card: msg`Card`,
  none: msg`Gift card or store credit`,
};

/** What people call a way to pay: in their language, else as its provider does. */
export const methodName = (method: string, title = method): MessageDescriptor =>
  methods[method] ?? { id: title, message: title };
