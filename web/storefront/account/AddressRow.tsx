import { Trans, useLingui } from "@lingui/react/macro";
import { useCommand } from "../../api/queries";
import { paths } from "../../paths";
import { AddressText } from "../../queries/AddressText";
import type { KeptAddress } from "../../queries/addresses";
import { styled } from "../../theme/styled";
import { colour, type as sizes } from "../../theme/tokens";
import { announce, Button, ButtonLink, confirm } from "../../ui";

/** One address of the book. */
export function AddressRow({ item }: { item: KeptAddress }) {
  const { t } = useLingui();
  const { name, line1 } = item;
  const forget = useCommand("delete_address", { refreshes: ["list_addresses"] });
  const command = { params: { address_id: item.id } };
  const remove = async () => {
    const agreed = await confirm({
      title: t`Remove this address?`,
      text: (
        <>
          <AddressText address={item} />
          <Hint>
            <Trans>Orders that go there keep it.</Trans>
          </Hint>
        </>
      ),
      yes: t`Remove`,
      danger: true,
      work: () => forget.mutateAsync(command),
    });
    if (agreed) announce(t`The address was removed`);
  };
  return (
    <Kept>
      <AddressText address={item} />
      {(item.default_shipping || item.default_billing) && (
        <p>
          {item.default_shipping && item.default_billing ? (
            <Trans>Proposed for deliveries and bills</Trans>
          ) : item.default_shipping ? (
            <Trans>Proposed for deliveries</Trans>
          ) : (
            <Trans>Proposed for bills</Trans>
          )}
        </p>
      )}
      <div className="ways">
        <ButtonLink to={paths.addresses.edit(item.id)} aria-label={t`Change the address of ${name}, ${line1}`}>
          <Trans>Change</Trans>
        </ButtonLink>
        <Button color="secondary" onClick={() => void remove()} aria-label={t`Remove the address of ${name}, ${line1}`}>
          <Trans>Remove</Trans>
        </Button>
      </div>
    </Kept>
  );
}

const Kept = styled("div")({
  paddingBlock: 16,
  "& > p": { color: colour("leaf"), fontSize: sizes.label, marginBlockStart: 8 },
  "& > .ways": { display: "flex", gap: 8, marginBlockStart: 4 },
});

const Hint = styled("p")({ marginBlockStart: 12, color: colour("quiet") });
