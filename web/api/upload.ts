import { ask } from "./ask";
import type { Model } from "./contract";
import { Problem } from "./problem";

/** After so many milliseconds a file counts as not sent. */
const PATIENCE = 600_000;

/** Send a file to where the API said. Throws Problem when it is refused there or stays unanswered. */
export async function upload({ url, fields }: Model<"UploadView">, file: File): Promise<void> {
  const form = new FormData();
  for (const [name, value] of Object.entries(fields)) form.append(name, value);
  form.append("file", file);
  const answer = await ask(url, { method: "POST", body: form }, PATIENCE);
  if (!answer.ok) throw new Problem(answer.status, { code: "upload_refused" });
}
