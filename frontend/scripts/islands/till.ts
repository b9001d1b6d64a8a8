// The till goes on while the line is away: labels that are read lie on it, and what is taken goes to slips.ts.
import type { Answer } from "../exchange";

let pressed: HTMLButtonElement | null = null;

const room = (): HTMLElement | null => document.querySelector<HTMLElement>("#till[data-till]");
const typed = (form: HTMLFormElement, name: string): HTMLInputElement | null => form.querySelector(`input[name=${name}]`);

function act(form: HTMLFormElement): void {
  if (pressed?.name === "hand_over") return tell("later", null);
  if (pressed?.name === "remove") pressed.closest("li")?.remove();
  read(form);
  if (pressed?.name === "take") take(form);
  show(form);
}

/** A label that was read lies there; as the first thing a card was read. */
function read(form: HTMLFormElement): void {
  const field = typed(form, "read");
  const label = field?.value.trim().toUpperCase();
  if (!field || !label) return;
  field.value = "";
  const there = [...form.querySelectorAll<HTMLInputElement>("input[name=label]")].map((one) => one.value);
  if (!there.includes(label)) form.querySelector("[data-basket]")?.append(row(label));
}

function row(label: string): Node {
  const made = room()?.querySelector("template")?.content.cloneNode(true) as DocumentFragment;
  made.querySelector("p")!.textContent = label;
  made.querySelector("input")!.value = label;
  made.querySelector("button")!.value = label;
  made.querySelector("button")!.setAttribute("form", "reading");
  return made;
}

function show(form: HTMLFormElement): void {
  const card = Boolean(typed(form, "card")?.value.trim());
  form.querySelector<HTMLElement>("[data-card]")!.hidden = card;
  form.querySelector<HTMLElement>("[data-labels]")!.hidden = !card;
  form.querySelector<HTMLElement>("[data-sum]")!.hidden = !form.querySelector("input[name=label]");
  typed(form, card ? "read" : "card")?.focus();
}

function take(form: HTMLFormElement): void {
  const told = new FormData(form);
  const labels = told.getAll("label").map(String);
  if (!labels.length) return;
  tell("took", { nonce: String(told.get("key")), taken_at: new Date().toISOString(), card: String(told.get("card")), labels });
  begin(form);
}

const tell = (what: string, detail: unknown): void => void document.dispatchEvent(new CustomEvent(what, { detail }));

/** The next card, with a nonce of its own. */
function begin(form: HTMLFormElement): void {
  form.querySelectorAll("[data-basket] li").forEach((one) => one.remove());
  typed(form, "key")!.value = crypto.randomUUID();
  typed(form, "card")!.value = "";
  show(form);
}

const formOf = (event: Event): HTMLFormElement | null => (event.target as Element).closest<HTMLFormElement>("#reading");

document.addEventListener(
  "submit",
  (event) => {
    const form = formOf(event);
    if (!form || !room()) return;
    pressed = event.submitter as HTMLButtonElement | null;
    if (navigator.onLine) return;
    event.preventDefault();
    event.stopPropagation();
    form.removeAttribute("aria-busy");
    act(form);
  },
  { capture: true },
);
document.addEventListener("answered", (event) => {
  const { element, arrived } = (event as CustomEvent<Answer>).detail;
  const form = element.closest<HTMLFormElement>("#reading");
  if (form && room() && !arrived) act(form);
});
document.addEventListener("htmx:after:swap", () => document.querySelector<HTMLElement>("#reading [autofocus]")?.focus());
window.addEventListener("beforeunload", (event) => {
  const kept = document.querySelector<HTMLElement>("#kept")?.hidden === false;
  if (room() && !navigator.onLine && !kept) event.preventDefault(); // without a line the page does not come back
});

const first = document.querySelector<HTMLInputElement>("#till[data-till] #reading input[name=key]");
if (first) first.value = crypto.randomUUID(); // a page that was kept shows one that was taken with before
