// What Souk uses of Stripe's script, with frames where Stripe has frames. https://docs.stripe.com/js
globalThis.Stripe = () => {
  let fields;

  const frame = (address, title) => {
    const made = document.createElement("iframe");
    made.src = address;
    made.title = title;
    return made;
  };

  const typed = () =>
    new Promise((answered) => {
      addEventListener("message", ({ data }) => answered(data), { once: true });
      fields.contentWindow.postMessage("number", "https://js.stripe.com");
    });

  return {
    elements: () => ({
      create: () => ({
        mount(place) {
          fields = frame("https://js.stripe.com/fields.html", "Secure card payment input frame");
          place.append(fields);
        },
        destroy: () => fields.remove(),
      }),
      update() {},
      submit: async () => ((await typed()) ? {} : { error: { message: "Your card number is incomplete." } }),
    }),

    async createConfirmationToken() {
      const body = new URLSearchParams({ number: await typed() });
      const answer = await fetch("https://api.stripe.com/v1/confirmation_tokens", { method: "POST", body });
      return { confirmationToken: await answer.json() };
    },

    handleNextAction: ({ clientSecret }) =>
      new Promise((answered) => {
        const [intent] = clientSecret.split("_secret_");
        const bank = frame(`https://hooks.stripe.com/authenticate/${intent}?secret=${clientSecret}`, "Your bank");
        let loads = 0;
        bank.onload = () => {
          loads += 1;
          if (loads < 2) return;
          bank.remove();
          answered({});
        };
        document.body.append(bank);
      }),
  };
};
