"use strict";
const $ = (selector, root = document) => root.querySelector(selector);
const all = (selector, root = document) => [...root.querySelectorAll(selector)];
let token = "";

for (const curl of all(".curl")) curl.textContent = curl.textContent.replaceAll("$api", location.origin);

async function signIn(email, password) {
  const status = $("#who");
  status.textContent = "Signing in …";
  const body = JSON.stringify({ email, password });
  const answer = await fetch("/api/auth/login", { method: "POST", headers: { "Content-Type": "application/json" }, body });
  const read = await answer.json();
  token = answer.ok ? read.access_token : "";
  status.textContent = answer.ok ? `Signed in as ${email}.` : read.detail || read.title;
  for (const button of all("#demo button")) button.setAttribute("aria-pressed", String(answer.ok && button.value === email));
}

$("#account").addEventListener("submit", (event) => {
  event.preventDefault();
  signIn($("#email").value, $("#password").value);
});

fetch("/demo-accounts.json").then(async (answer) => {
  if (!answer.ok || !answer.headers.get("content-type").includes("json")) return;
  const { accounts, password } = await answer.json();
  for (const [email, role] of Object.entries(accounts)) {
    const button = document.createElement("button");
    Object.assign(button, { type: "button", value: email, textContent: `${email} (${role})` });
    button.addEventListener("click", () => signIn(email, password));
    $("#demo").append(button);
  }
  $("#demo").hidden = false;
});

for (const form of all(".operation form")) form.addEventListener("submit", async (event) => {
  event.preventDefault();
  const fields = all("[name]", form).filter((field) => field.value !== "");
  const placed = (place) => fields.filter((field) => field.dataset.in === place).map((field) => [field.name, field.value]);
  let path = form.dataset.path;
  for (const [name, value] of placed("path")) path = path.replace(`{${name}}`, encodeURIComponent(value));
  const query = new URLSearchParams(placed("query")).toString();
  const headers = Object.fromEntries(placed("header"));
  if (form.dataset.keyed && !headers["Idempotency-Key"]) headers["Idempotency-Key"] = crypto.randomUUID();
  if (token) headers.Authorization = `Bearer ${token}`;
  const body = fields.find((field) => field.dataset.in === "body")?.value;
  if (body) headers["Content-Type"] = "application/json";
  const [shown, button] = [$(".answer", form), $("button", form)];
  button.disabled = true;
  try {
    const answer = await fetch(path + (query && `?${query}`), { method: form.dataset.method, headers, body });
    const text = await answer.text();
    let pretty = text;
    try { pretty = JSON.stringify(JSON.parse(text), null, 2); } catch { /* it is no JSON, and shown as it is */ }
    const described = [...answer.headers].map(([name, value]) => `${name}: ${value}`).join("\n");
    shown.textContent = `${answer.status} ${answer.statusText}\n\n${pretty}\n\n${described}`;
    shown.classList.toggle("bad", !answer.ok);
  } catch (error) {
    shown.textContent = `No answer: ${error.message}`;
    shown.classList.add("bad");
  }
  shown.hidden = button.disabled = false;
});

function open() {
  const target = location.hash && document.getElementById(decodeURIComponent(location.hash.slice(1)));
  if (target instanceof HTMLDetailsElement) target.open = true;
}
addEventListener("hashchange", open);
open();
