import { useLingui } from "@lingui/react/macro";
import type { Country } from "../queries/countries";

/** What the region in an address is called. */
export function useRegionNames(): Record<NonNullable<Country["region"]>, string> {
  const { t } = useLingui();
  return {
    area: t`Area`,
    county: t`County`,
    department: t`Department`,
    district: t`District`,
    do_si: t`Province or city (do, si)`,
    emirate: t`Emirate`,
    island: t`Island`,
    oblast: t`Oblast`,
    parish: t`Parish`,
    prefecture: t`Prefecture`,
    province: t`Province`,
    state: t`State`,
  };
}
