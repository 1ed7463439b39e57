import type { MessageDescriptor } from "@lingui/core";
import { msg } from "@lingui/core/macro";

const missing = msg`Fill this in.`;
const unfit = msg`This cannot be taken as it is.`;
const whole = msg`Write a whole number.`;
const number = msg`Write a number.`;
const date = msg`Write a date such as 2026-11-30.`;
const choice = msg`Choose one of those that are offered.`;
const again = msg`Choose this once more.`;
const misplaced = msg`This does not belong here.`;
const readAgain = msg`Open this page anew and try again.`;
const currency = msg({ message: "Choose one of these currencies: {sold_in}." });
const notSold = msg`This can no longer be bought.`;

/**
 * What people read of a field's fault, by its code, with its figures by the names that they have in the contract.
 *
 * Figures are written as numbers are in the language. A code that is not here is told in the words of the API.
 */
export const fieldWords = {
  missing,
  extra_forbidden: misplaced,
  model_type: unfit,
  model_attributes_type: unfit,
  dict_type: unfit,
  list_type: unfit,
  invalid_key: unfit,
  string_type: unfit,
  string_unicode: unfit,
  string_too_short: msg({
    message: "{min_length, plural, one {Fill this in.} other {At least {min_length, number} characters.}}",
  }),
  string_too_long: msg({ message: "At most {max_length, number} characters." }),
  string_pattern_mismatch: msg`This has another form than is needed.`,
  too_short: msg({
    message: "{min_length, plural, one {Give at least one.} other {Give at least {min_length, number}.}}",
  }),
  too_long: msg({ message: "No more than {max_length, number} fit in here." }),
  greater_than: msg({ message: "Write a number above {gt, number}." }),
  greater_than_equal: msg({ message: "Write a number of at least {ge, number}." }),
  less_than: msg({ message: "Write a number below {lt, number}." }),
  less_than_equal: msg({ message: "Write a number of at most {le, number}." }),
  multiple_of: msg({ message: "Write a multiple of {multiple_of, number}." }),
  bool_type: choice,
  bool_parsing: choice,
  literal_error: choice,
  enum: choice,
  union_tag_invalid: choice,
  union_tag_not_found: choice,
  int_type: whole,
  int_parsing: whole,
  int_parsing_size: whole,
  int_from_float: whole,
  float_type: number,
  float_parsing: number,
  finite_number: number,
  date_type: date,
  date_parsing: date,
  date_from_datetime_parsing: date,
  date_from_datetime_inexact: date,
  datetime_type: date,
  datetime_parsing: date,
  datetime_object_invalid: date,
  datetime_from_date_parsing: date,
  timezone_aware: date,
  uuid_type: again,
  uuid_parsing: again,
  uuid_version: again,
  unfit_id: again,
  unfit_cursor: readAgain,
  unknown_parameter: misplaced,
  unknown_filter: misplaced,
  unknown_client: readAgain,
  unfit_idempotency_key: readAgain,
  unfit_entity_tag: readAgain,
  another_version: readAgain,
  version_missing: readAgain,
  shop_missing: again,
  unfit_shop: again,
  refresh_token_missing: readAgain,
  refresh_token_misplaced: readAgain,
  text_length: msg({ message: "From {least, number} to {most, number} characters." }),
  text_blank: missing,
  text_hides: msg({ message: "Remove the character {character}: nobody can see it here, or it breaks the line." }),
  unfit_email: msg`Write an address such as name@example.com.`,
  unfit_phone: msg`Write it with the code of the country, such as +44 20 7946 0000.`,
  unfit_postal_code: msg`Write 1 to 12 letters, digits, blanks or hyphens.`,
  postal_code_missing: msg`Addresses in this country have a postal code.`,
  postal_code_elsewhere: msg`There is no such postal code in this country.`,
  region_missing: msg`Addresses in this country have a region.`,
  unknown_country: again,
  country_not_delivered_to: msg`We do not deliver to this country.`,
  unknown_locale: choice,
  unknown_currency: currency,
  currency_not_sold_in: currency,
  unfit_slug: msg`Write it in small letters and digits, the words joined by one hyphen.`,
  unknown_category: msg`This category is no longer there. Choose another.`,
  tree_full: msg({ message: "There are {most, number} categories, and no more fit in." }),
  tree_too_deep: msg({ message: "Categories stand in at most {most, number} levels." }),
  not_below_parent: msg`Its place has moved meanwhile. Try again.`,
  below_itself: msg`A category cannot stand below itself.`,
  half_a_size: msg`Give the width and the height, or neither.`,
  sku_twice: msg`Two variants have the same SKU.`,
  currencies_differ: msg`All variants of a product are priced in one currency.`,
  options_differ: msg`All variants of a product have the same options.`,
  options_twice: msg`Two variants have the same options.`,
  stock_held: msg({ message: "Orders hold {held, number} of it: no fewer can be in stock." }),
  nothing_changes: msg`Nothing would change.`,
  suspension_reason: msg`Say why the shop is suspended.`,
  fewer_available: msg({ message: "Only {available, number} left." }),
  not_on_sale: notSold,
  gone_from_sale: notSold,
  price_was: msg`The price has changed.`,
  email_missing: msg`Write the address that we may write to.`,
  email_of_account: msg`We write to the address of your account.`,
  method_not_offered: msg`This way of paying is not offered here. Choose another.`,
  token_missing: msg`Fill in how you pay.`,
  code_missing: msg`Write the code that your bank sent you.`,
  shipping_option_missing: msg`Choose how this parcel travels.`,
  sends_nothing: misplaced,
  unfit_claim: msg`This link was used, or has expired, or is none of ours.`,
} satisfies Record<string, MessageDescriptor>;
