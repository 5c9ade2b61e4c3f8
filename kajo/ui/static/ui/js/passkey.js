// Passkeys: the browser makes one, or signs with one, and the form takes what it answers to the server.

const toBytes = (text) =>
  Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (mark) => mark.charCodeAt(0));

const toText = (buffer) =>
  btoa(String.fromCharCode(...new Uint8Array(buffer))).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");

const withBytes = (listed) => (listed || []).map((one) => ({ ...one, id: toBytes(one.id) }));

const create = async (asked) => {
  const made = await navigator.credentials.create({
    publicKey: {
      ...asked,
      challenge: toBytes(asked.challenge),
      user: { ...asked.user, id: toBytes(asked.user.id) },
      excludeCredentials: withBytes(asked.excludeCredentials),
      authenticatorSelection: {
        ...asked.authenticatorSelection,
        residentKey: "required",
        requireResidentKey: true,
        userVerification: "required",
      },
    },
  });
  return answerOf(made, {
    attestationObject: toText(made.response.attestationObject),
    transports: made.response.getTransports?.() ?? [],
  });
};

const get = async (asked) => {
  const used = await navigator.credentials.get({
    publicKey: {
      ...asked,
      challenge: toBytes(asked.challenge),
      allowCredentials: withBytes(asked.allowCredentials),
    },
  });
  const handle = used.response.userHandle;
  return answerOf(used, {
    authenticatorData: toText(used.response.authenticatorData),
    signature: toText(used.response.signature),
    ...(handle && { userHandle: toText(handle) }),
  });
};

const answerOf = (credential, response) => ({
  id: credential.id,
  rawId: toText(credential.rawId),
  type: credential.type,
  authenticatorAttachment: credential.authenticatorAttachment,
  clientExtensionResults: credential.getClientExtensionResults(),
  response: { clientDataJSON: toText(credential.response.clientDataJSON), ...response },
});

// What is to be asked stands in the form; at signing in it is fetched when the button is pressed.
const askedBy = async (form) => {
  const written = form.querySelector("script[type='application/json']");
  if (written) return JSON.parse(written.textContent).publicKey;
  const answer = await fetch(form.action, { headers: { Accept: "application/json" } });
  if (!answer.ok) throw new Error(answer.statusText);
  return (await answer.json()).request_options.publicKey;
};

if (window.PublicKeyCredential) {
  for (const button of document.querySelectorAll("[data-kajo-knows-passkeys]")) button.hidden = false;
  for (const form of document.querySelectorAll("[data-kajo-passkey]")) {
    const button = form.querySelector("[data-kajo-passkey-button]");
    const status = form.querySelector("[data-kajo-passkey-failed]");
    button.hidden = false;
    status.textContent = "";
    form.addEventListener("submit", async (event) => {
      event.preventDefault();
      status.textContent = "";
      try {
        const asked = await askedBy(form);
        const answer = form.dataset.kajoPasskey === "create" ? await create(asked) : await get(asked);
        form.elements.credential.value = JSON.stringify(answer);
        form.submit();
      } catch {
        status.textContent = status.dataset.kajoPasskeyFailed;
      }
    });
  }
}
