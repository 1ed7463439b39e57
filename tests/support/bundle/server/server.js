// A bundle that shows what it was given, and does what a test asks for in the address.
const souk = {
  render(request, answers) {
    if (request.search.includes("loops")) for (;;);
    if (request.search.includes("grows")) for (const all = []; ; ) all.push("x".repeat(1000) + all.length);
    if (request.search.includes("throws")) throw new Error("no page");
    const shown = JSON.stringify({ request, answers });
    return {
      status: answers.some((answer) => answer.problem) ? answers[0].problem.status : 200,
      location: request.path.startsWith("/products/wrong/") ? "/products/right/1" : null,
      lang: request.locale,
      dir: request.locale === "ar" ? "rtl" : "ltr",
      html: "<h1>rendered</h1>",
      head: "<title>Souk</title>",
      chunks: ["ProductPage", request.locale],
      styles: { text: ".souk-1{margin:0}", names: "1" },
      state: shown.replace(/</g, "\\u003c"),
    };
  },
};
