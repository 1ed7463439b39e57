import { Trans, useLingui } from "@lingui/react/macro";
import { useSearchParams } from "react-router";
import { paths } from "../../paths";
import { useAddresses } from "../../queries/addresses";
import { ButtonLink, Empty, QueryStates, RowGhosts, Rows } from "../../ui";
import { AddressForm } from "./AddressForm";
import { AddressRow } from "./AddressRow";
import { OwnPage } from "./OwnPage";

/** The address book; which address is being written stands in the page's own address. */
export function AddressesPage() {
  const { t } = useLingui();
  const [search] = useSearchParams();
  const written = search.get("edit");
  const query = useAddresses();
  const add = (
    <ButtonLink to={paths.addresses.edit("new")} variant="outlined">
      <Trans>Add an address</Trans>
    </ButtonLink>
  );
  const title = written === "new" ? t`A new address` : written ? t`Change an address` : t`Addresses`;
  return (
    <OwnPage title={title} aside={!written && query.data?.items.length ? add : null}>
      {written === "new" ? (
        <AddressForm address={null} />
      ) : (
        <QueryStates
          query={query}
          ghost={<RowGhosts rows={3} height={120} />}
          empty={
            <Empty action={add}>
              <Trans>No address is kept here yet.</Trans>
            </Empty>
          }
        >
          {(page) =>
            written ? (
              <Chosen id={written} among={page.items} />
            ) : (
              <Rows page={page} row={AddressRow} label={t`Addresses`} />
            )
          }
        </QueryStates>
      )}
    </OwnPage>
  );
}

interface ChosenProps {
  id: string;
  among: NonNullable<ReturnType<typeof useAddresses>["data"]>["items"];
}

function Chosen({ id, among }: ChosenProps) {
  const address = among.find((one) => one.id === id);
  if (address) return <AddressForm key={id} address={address} />;
  return (
    <Empty
      action={
        <ButtonLink to={paths.addresses.to()} variant="outlined">
          <Trans>To the address book</Trans>
        </ButtonLink>
      }
    >
      <Trans>This address is no longer in the book.</Trans>
    </Empty>
  );
}
