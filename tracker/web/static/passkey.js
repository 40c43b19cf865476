// Asks the browser for a passkey and puts its answer into the form, which is then sent as any other.
// Where a browser cannot, the form stays hidden and the password is the way in.
"use strict";

const able = window.PublicKeyCredential && PublicKeyCredential.parseRequestOptionsFromJSON;

async function answered(form) {
  const options = JSON.parse(form.dataset.options);
  const made =
    form.dataset.passkey === "add"
      ? await navigator.credentials.create({
          publicKey: PublicKeyCredential.parseCreationOptionsFromJSON(options),
        })
      : await navigator.credentials.get({
          publicKey: PublicKeyCredential.parseRequestOptionsFromJSON(options),
        });
  return JSON.stringify(made.toJSON());
}

for (const form of document.querySelectorAll("form[data-passkey]")) {
  form.hidden = !able;
  form.addEventListener("submit", async (sent) => {
    const credential = form.elements.namedItem("credential");
    if (credential.value) return;
    sent.preventDefault();
    try {
      credential.value = await answered(form);
    } catch {
      // Whoever closes the browser's own window, or has no passkey, stays where they are.
      delete form.dataset.sent;
      return;
    }
    form.submit();
  });
}
