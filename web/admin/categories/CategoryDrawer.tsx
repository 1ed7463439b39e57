import { Trans, useLingui } from "@lingui/react/macro";
import { useForm } from "react-hook-form";
import type { Problem } from "../../api/problem";
import { useCommand } from "../../api/queries";
import { ApiForm, SelectField, TextField, useRules, useShowProblem } from "../../forms";
import type { Category } from "../../queries/categories";
import { announce, Button, Drawer } from "../../ui";
import { standOf } from "./moves";
import { moved } from "./queries";

interface Props {
  of: Category | null;
  tree: Category[];
  onClose: () => void;
}

/** Every category that others can stand below, with the way to it. */
const parentsIn = (tree: Category[], before = "", level = 1): { value: string; label: string }[] =>
  tree.flatMap(({ id, name, children }) => [
    { value: id, label: before + name },
    ...(level < 3 ? parentsIn(children, `${before}${name} › `, level + 1) : []),
  ]);

/** A category to be made or renamed. */
export function CategoryDrawer({ of, tree, onClose }: Props) {
  const { t } = useLingui();
  const rules = useRules();
  const showProblem = useShowProblem();
  const form = useForm({ defaultValues: { name: of?.name ?? "", slug: of?.slug ?? "", parent_id: "" } });
  const create = useCommand("create_category", moved);
  const update = useCommand("update_category", moved);
  const busy = create.isPending || update.isPending;
  const save = form.handleSubmit(({ name, slug, parent_id }) => {
    const said = {
      onSuccess: () => {
        announce(t`${name} is saved`);
        onClose();
      },
      onError: (problem: Problem) => showProblem(form, problem),
    };
    const body = { name, slug: slug.trim() || null };
    if (!of) {
      const beside = standOf(parent_id, tree)?.category.children ?? tree;
      const last = (beside.at(-1)?.position ?? -1) + 1;
      return create.mutate({ body: { ...body, parent_id: parent_id || null, position: last } }, said);
    }
    update.mutate({ params: { category_id: of.id }, body: { ...body, version: of.version } }, said);
  });
  return (
    <Drawer title={of ? of.name : t`New category`} open onClose={onClose}>
      <ApiForm
        form={form}
        onSubmit={save}
        busy={busy}
        problem={create.error ?? update.error}
        safe={<Trans>The tree is as it was.</Trans>}
        label={t`Category`}
      >
        <TextField
          name="name"
          label={<Trans>Name</Trans>}
          rules={{ required: rules.required, validate: rules.written, maxLength: rules.most(100) }}
        />
        <TextField
          name="slug"
          label={<Trans>Words in its address</Trans>}
          hint={<Trans>Made of the name when you leave it empty.</Trans>}
        />
        {!of && (
          <SelectField
            name="parent_id"
            label={<Trans>Stands below</Trans>}
            placeholder={t`Nothing, it is at the top`}
            options={parentsIn(tree)}
          />
        )}
        <Button type="submit" variant="contained" loading={busy}>
          <Trans>Save</Trans>
        </Button>
      </ApiForm>
    </Drawer>
  );
}
