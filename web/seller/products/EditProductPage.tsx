import { Trans, useLingui } from "@lingui/react/macro";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useForm } from "react-hook-form";
import { useNavigate, useParams } from "react-router";
import { call } from "../../api/client";
import type { Model } from "../../api/contract";
import { useCommand } from "../../api/queries";
import { useSession } from "../../api/session";
import { useDraft, useShowProblem } from "../../forms";
import { paths } from "../../paths";
import { announce, Button, ButtonLink, confirm, Ghost, Page, QueryStates } from "../../ui";
import { Conflict } from "../Conflict";
import { ProductForm } from "./ProductForm";
import { ownProduct, type Product, refreshes } from "./queries";
import { bodyOf, isSaved, namesOf, type ProductValues, valuesOf } from "./values";

/** A product of the shop, to be changed, published, taken off the shelf. */
export function EditProductPage() {
  const { t } = useLingui();
  const { id = "" } = useParams();
  const query = useQuery(ownProduct(id));
  return (
    <Page
      title={query.data?.title ?? t`Product`}
      unlisted
      aside={
        query.data?.status === "published" && (
          <ButtonLink to={paths.product.to(query.data)} variant="text">
            <Trans>See it in the shop</Trans>
          </ButtonLink>
        )
      }
    >
      <QueryStates query={query} ghost={<Ghost style={{ height: 420 }} />}>
        {(product) => <Editor key={id} product={product} />}
      </QueryStates>
    </Page>
  );
}

function Editor({ product }: { product: Product }) {
  const { t } = useLingui();
  const navigate = useNavigate();
  // What the form began with: a newer one is taken only when somebody says so.
  const [base, setBase] = useState(product);
  const showProblem = useShowProblem();
  const form = useForm<ProductValues>({ defaultValues: valuesOf(base) });
  const user = useSession(({ user_id }) => user_id);
  const forget = useDraft(form, `${user} product ${base.id}`);
  const update = useCommand("update_product", { refreshes: [...refreshes] });
  const remove = useCommand("delete_product", {
    refreshes: ["list_own_products", "list_products", "list_stock", "get_figures"],
  });
  const take = (newer: Product) => {
    setBase(newer);
    form.reset(valuesOf(newer));
    update.reset();
  };
  const taken = (saved: Product) => {
    take(saved);
    announce(t`${saved.title} is saved`);
  };
  const save = (status: Model<"ProductStatus">, version?: number) =>
    form.handleSubmit((values) => {
      const body = bodyOf(values, status, base.images);
      update.mutate(
        { params: { product_id: base.id }, body: { ...body, version: version ?? values.version } },
        {
          onSuccess: taken,
          onError: async (problem) => {
            if (problem.code !== "version_conflict") return showProblem(form, problem, namesOf(values) as never);
            const now = await call("get_own_product", { product_id: base.id }).catch(() => undefined);
            if (now && isSaved(now, body)) taken(now);
          },
        },
      );
    })();
  const discard = async () => {
    const agreed = await confirm({
      title: t`Remove ${base.title}?`,
      text: <Trans>Nobody can buy it any more. Orders that have it stay as they are.</Trans>,
      yes: <Trans>Remove it</Trans>,
      danger: true,
      work: () => remove.mutateAsync({ params: { product_id: base.id } }),
    });
    if (!agreed) return;
    form.reset();
    forget();
    navigate(paths.sellerProducts.to());
  };
  const conflict = update.error?.code === "version_conflict" ? update.error : null;
  const other = base.status === "draft" ? "published" : "draft";
  return (
    <>
      {conflict && (
        <Conflict
          onTakeTheirs={async () => take(await call("get_own_product", { product_id: base.id }))}
          onKeepMine={() => void save(base.status, Number(conflict.members.version))}
        />
      )}
      <ProductForm
        form={form}
        busy={update.isPending}
        problem={conflict ? null : update.error}
        onSave={() => void save(base.status)}
      >
        <Button type="submit" variant="contained" loading={update.isPending}>
          {base.status === "draft" ? <Trans>Save the draft</Trans> : <Trans>Save</Trans>}
        </Button>
        <Button variant="outlined" onClick={() => void save(other)} disabled={update.isPending}>
          {other === "published" ? <Trans>Publish</Trans> : <Trans>Take off the shelf</Trans>}
        </Button>
        {form.formState.isDirty && (
          <Button variant="text" onClick={() => take(base)} disabled={update.isPending}>
            <Trans>Undo changes</Trans>
          </Button>
        )}
        <Button variant="text" color="error" onClick={() => void discard()}>
          <Trans>Remove</Trans>
        </Button>
      </ProductForm>
    </>
  );
}
