"use strict";
const shown = document.querySelector(".mailbox").dataset.latest;
const to = new URLSearchParams(location.search).get("to");

setInterval(async () => {
  const [latest] = await (await fetch("/mail.json" + (to ? `?to=${encodeURIComponent(to)}` : ""))).json();
  if ((latest?.id ?? "") !== shown) location.reload();
}, 3000);
