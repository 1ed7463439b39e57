import { Trans, useLingui } from "@lingui/react/macro";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useForm, useWatch } from "react-hook-form";
import { call } from "../../api/client";
import type { Model } from "../../api/contract";
import { useCommand } from "../../api/queries";
import { ApiForm, CheckField, TextField, useDraft, useRules, useShowProblem } from "../../forms";
import { AddressFields } from "../../forms/AddressFields";
import { addressOf, valuesOf as addressValues, blankAddress } from "../../forms/address";
import { paths } from "../../paths";
import { countries } from "../../queries/countries";
import { styled } from "../../theme/styled";
import { announce, Button, ButtonLink, Ghost, Page, Picture, QueryStates } from "../../ui";
import { Conflict } from "../Conflict";
import { myShop } from "../queries";

type Shop = Model<"ShopView">;

/** What customers see of the shop: name, pictures, words, what it promises. */
export function ShopSettingsPage() {
  const { t } = useLingui();
  const shop = useQuery(myShop());
  return (
    <Page
      title={t`Shop page`}
      unlisted
      aside={
        shop.data?.status === "approved" && (
          <ButtonLink to={paths.shop.to(shop.data)} variant="text">
            <Trans>See it as customers do</Trans>
          </ButtonLink>
        )
      }
    >
      <QueryStates query={shop} ghost={<Ghost style={{ height: 420 }} />}>
        {(data) => <Settings key={data.id} shop={data} />}
      </QueryStates>
    </Page>
  );
}

/** A shop as its form holds it, with the version that it was when it was read. */
const valuesOf = ({ logo_url, banner_url, ...shop }: Shop) => ({
  version: shop.version,
  name: shop.name,
  tagline: shop.tagline,
  about: shop.about,
  shipping_policy: shop.shipping_policy,
  returns_policy: shop.returns_policy,
  has_legal_address: shop.legal_address !== null,
  legal_address: shop.legal_address ? addressValues(shop.legal_address) : blankAddress(shop.country),
  tax_id: shop.tax_id ?? "",
  logo_url: logo_url ?? "",
  banner_url: banner_url ?? "",
});

/** Whether a shop is what a request wanted to make of it, such as one whose answer never came. */
const isSaved = (shop: Shop, wanted: Partial<Shop>) =>
  Object.entries(wanted).every(([field, value]) => JSON.stringify(shop[field as keyof Shop]) === JSON.stringify(value));

function Settings({ shop }: { shop: Shop }) {
  const { t } = useLingui();
  const rules = useRules();
  const showProblem = useShowProblem();
  const form = useForm({ defaultValues: valuesOf(shop) });
  useDraft(form, `page of shop ${shop.id}`);
  const update = useCommand("update_my_shop", { refreshes: ["get_my_shop", "get_seller", "list_sellers"] });
  const queries = useQueryClient();
  const [logo, banner, hasAddress] = useWatch({
    control: form.control,
    name: ["logo_url", "banner_url", "has_legal_address"],
  });
  const take = (newer: Shop) => {
    form.reset(valuesOf(newer));
    update.reset();
  };
  const taken = (saved: Shop) => {
    take(saved);
    announce(t`Your shop page is saved`);
  };
  const save = (over?: number) =>
    form.handleSubmit(async ({ version, logo_url, banner_url, has_legal_address, legal_address, tax_id, ...words }) => {
      const body = {
        ...words,
        legal_address: has_legal_address
          ? addressOf(legal_address, (await queries.ensureQueryData(countries())).items)
          : null,
        tax_id: tax_id.trim() || null,
        logo_url: logo_url || null,
        banner_url: banner_url || null,
      };
      update.mutate(
        { body: { ...body, version: over ?? version } },
        {
          onSuccess: taken,
          onError: async (problem) => {
            if (problem.code !== "version_conflict") return showProblem(form, problem);
            const now = await call("get_my_shop").catch(() => undefined);
            if (now && isSaved(now, body)) taken(now);
          },
        },
      );
    });
  const conflict = update.error?.code === "version_conflict" ? update.error : null;
  const pattern = { value: /^(https:\/)?\/[^/]/, message: t`Write an address that begins with https://` };
  const picture = { maxLength: rules.most(500), pattern };
  const address = <Trans>Its address, beginning with https://</Trans>;
  return (
    <ApiForm
      form={form}
      onSubmit={save()}
      busy={update.isPending}
      problem={conflict ? null : update.error}
      safe={<Trans>Nothing was saved. What you wrote is still here.</Trans>}
      label={t`Shop page`}
    >
      {conflict && (
        <Conflict
          onTakeTheirs={async () => take(await call("get_my_shop"))}
          onKeepMine={() => void save(Number(conflict.members.version))()}
        />
      )}
      <Columns>
        <div>
          <TextField
            name="name"
            label={<Trans>Name of the shop</Trans>}
            rules={{ required: rules.required, minLength: rules.least(2), maxLength: rules.most(80) }}
          />
          <TextField
            name="tagline"
            label={<Trans>In one line</Trans>}
            hint={<Trans>Stands below the name.</Trans>}
            rules={{ maxLength: rules.most(120) }}
          />
          <TextField
            name="about"
            label={<Trans>About the shop</Trans>}
            multiline
            rows={4}
            rules={{ maxLength: rules.most(5000) }}
          />
          <TextField
            name="shipping_policy"
            label={<Trans>How you deliver</Trans>}
            multiline
            rows={3}
            rules={{ maxLength: rules.most(5000) }}
          />
          <TextField
            name="returns_policy"
            label={<Trans>How you take back</Trans>}
            multiline
            rows={3}
            rules={{ maxLength: rules.most(5000) }}
          />
        </div>
        <div>
          <Shown>
            <Picture src={shown(banner)} alt="" ratio="4 / 1" />
          </Shown>
          <TextField name="banner_url" label={<Trans>Banner</Trans>} hint={address} type="url" rules={picture} />
          <Shown className="logo">
            <Picture src={shown(logo)} alt="" ratio="1" />
          </Shown>
          <TextField name="logo_url" label={<Trans>Logo</Trans>} hint={address} type="url" rules={picture} />
        </div>
      </Columns>
      <h2>
        <Trans>Who sells by law</Trans>
      </h2>
      <Law>
        <p>
          <Trans>Invoices name it; without it they have the name of the shop and its country alone.</Trans>
        </p>
        <CheckField name="has_legal_address" label={<Trans>Invoices have a name and an address of their own</Trans>} />
        {hasAddress && <AddressFields before="legal_address." />}
        <TextField
          name="tax_id"
          label={<Trans>VAT number</Trans>}
          hint={<Trans>Empty when there is none</Trans>}
          rules={{ maxLength: rules.most(30) }}
        />
      </Law>
      <Button type="submit" variant="contained" loading={update.isPending}>
        <Trans>Save</Trans>
      </Button>
    </ApiForm>
  );
}

const shown = (url: string) => (/^(https:\/)?\/[^/]/.test(url) ? url : null);

const Columns = styled("div")({
  display: "grid",
  gridTemplateColumns: "minmax(0, 1.4fr) minmax(0, 1fr)",
  gap: "0 40px",
  "@media (max-width: 900px)": { gridTemplateColumns: "minmax(0, 1fr)" },
});
const Law = styled("div")({ maxWidth: 640, marginBlock: "8px 16px" });
const Shown = styled("div")({ marginBlockEnd: 12, "&.logo": { width: 96 } });
