// A passkey is asked of the device when its form is sent. The server's options and the answer travel as JSON, in which
// bytes are base64url: browsers that read such JSON by themselves are too new to count on.
type Json = Record<string, any>;
type Ceremony = (options: Json) => Promise<Credential | null>;

const form = document.querySelector<HTMLFormElement>("form[data-passkey]");
const told = document.querySelector("#js_data");

const bytes = (text: string): ArrayBuffer =>
  Uint8Array.from(atob(text.replaceAll("-", "+").replaceAll("_", "/")), (letter) => letter.charCodeAt(0)).buffer;

const text = (data: ArrayBuffer | null | undefined): string | null =>
  data ? btoa(String.fromCharCode(...new Uint8Array(data))).replaceAll("+", "-").replaceAll("/", "_").replace(/=+$/, "") : null;

const known = (list: Json[] | undefined): Json[] | undefined => list?.map((one) => ({ ...one, id: bytes(one.id) }));

const create: Ceremony = ({ creation_options: { publicKey: asked } }) =>
  navigator.credentials.create({
    publicKey: {
      ...asked,
      challenge: bytes(asked.challenge),
      user: { ...asked.user, id: bytes(asked.user.id) },
      excludeCredentials: known(asked.excludeCredentials),
    } as PublicKeyCredentialCreationOptions,
  });

const get: Ceremony = ({ request_options: { publicKey: asked } }) =>
  navigator.credentials.get({
    publicKey: { ...asked, challenge: bytes(asked.challenge), allowCredentials: known(asked.allowCredentials) } as PublicKeyCredentialRequestOptions,
  });

/** What the device answered, as the server reads it. */
function written(credential: PublicKeyCredential): Json {
  const answer = credential.response as AuthenticatorAttestationResponse & AuthenticatorAssertionResponse;
  const parts = ["clientDataJSON", "attestationObject", "authenticatorData", "signature", "userHandle"] as const;
  const response = Object.fromEntries(parts.filter((name) => answer[name]).map((name) => [name, text(answer[name])]));
  const { id, type, authenticatorAttachment } = credential;
  const clientExtensionResults = credential.getClientExtensionResults();
  return { id, rawId: text(credential.rawId), type, authenticatorAttachment, clientExtensionResults, response };
}

async function ask(form: HTMLFormElement, options: Json): Promise<void> {
  const failed = document.querySelector<HTMLElement>("#passkey-failed");
  failed?.parentElement?.toggleAttribute("hidden", true);
  try {
    const credential = await (form.dataset.passkey === "create" ? create : get)(options);
    const field = form.elements.namedItem("credential") as HTMLInputElement;
    field.value = JSON.stringify(written(credential as PublicKeyCredential));
    form.submit();
  } catch {
    form.removeAttribute("aria-busy");
    failed?.parentElement?.toggleAttribute("hidden", false);
    failed?.focus();
  }
}

form?.addEventListener("submit", (event) => {
  event.preventDefault();
  void ask(form, JSON.parse(told?.textContent ?? "{}"));
});

export {};
