// Nothing typed is lost: words of a form with data-keep stay in this tab until they have arrived, and a message
// that the line swallowed is sent again. The form's hidden key makes a repeat harmless.
import type { Answer } from "../exchange";

const AGAIN = 15_000;

type Control = HTMLInputElement | HTMLTextAreaElement;
// With `key` where these very words went off under it, and nobody knows whether they arrived:
type Kept = { words: Record<string, string>; sent: boolean; key?: string };
// By the name of the form, which an answer replaces:
const lastSent = new Map<string, Kept["words"]>();
const waiting = new Map<string, () => void>(); // for the line; called, it waits no more

const nameOf = (form: HTMLFormElement): string => `keep:${form.dataset.keep}`;
const forms = (): HTMLFormElement[] => [...document.querySelectorAll<HTMLFormElement>("form[data-keep]")];

function controls(form: HTMLFormElement): Control[] {
  const written = 'textarea[name],input[name][type="text"],input[name][type="email"],input[name][type="tel"]';
  return [...form.querySelectorAll<Control>(written)];
}

function typed(form: HTMLFormElement): Kept["words"] {
  return Object.fromEntries(controls(form).map((control) => [control.name, control.value]));
}

function keep(form: HTMLFormElement, sent: boolean, key?: string): void {
  sessionStorage.setItem(nameOf(form), JSON.stringify({ words: typed(form), sent, key } satisfies Kept));
}

/** Of a form that is answered on its own page: of others only that page would know whether they arrived. */
const keyOf = (form: HTMLFormElement): HTMLInputElement | null => form.querySelector("[hx-post] input[name=key]");

function kept(form: HTMLFormElement): Kept | null {
  return JSON.parse(sessionStorage.getItem(nameOf(form)) ?? "null");
}

const forget = (form: HTMLFormElement): void => sessionStorage.removeItem(nameOf(form));

function restore(form: HTMLFormElement): void {
  const found = kept(form);
  if (!found) return;
  if (found.sent && cameThrough()) return forget(form);
  for (const control of controls(form)) control.value ||= found.words[control.name] ?? "";
}

/** A form that was accepted is answered with a redirect; coming back from a dead line is not one. */
function cameThrough(): boolean {
  const [visit] = performance.getEntriesByType("navigation") as PerformanceNavigationTiming[];
  return visit?.type === "navigate" && visit.redirectCount > 0;
}

/** On the sign-in page nothing that was sent has arrived. */
function takeBack(): void {
  if (location.pathname !== document.body.dataset.signIn) return;
  for (const [name, value] of Object.entries({ ...sessionStorage })) {
    if (!name.startsWith("keep:")) continue;
    sessionStorage.setItem(name, JSON.stringify({ ...JSON.parse(value), sent: false }));
  }
}

function formOf(event: Event): HTMLFormElement | null {
  return (event.target as Element).closest?.<HTMLFormElement>("form[data-keep]") ?? null;
}

function finished(event: Event): void {
  const { element, arrived, accepted } = (event as CustomEvent<Answer>).detail;
  const form = element.closest<HTMLFormElement>("form[data-keep]");
  if (!form) return;
  if (accepted) return keepRest(form);
  keep(form, false, kept(form)?.key);
  if (!arrived) waitForLine(form);
}

function after(value: string, gone: string): string {
  return value.startsWith(gone) ? value.slice(gone.length).trimStart() : value;
}

/** What was typed while the answer was under way is not sent yet. */
function keepRest(form: HTMLFormElement): void {
  const [gone, there] = [lastSent.get(nameOf(form)) ?? {}, kept(form)?.words ?? {}];
  forget(form);
  waiting.get(nameOf(form))?.();
  waiting.delete(nameOf(form));
  for (const one of forms().filter((other) => nameOf(other) === nameOf(form))) {
    for (const control of controls(one)) control.value = after(there[control.name] ?? "", gone[control.name] ?? "");
    if (controls(one).some((control) => control.value)) keep(one, false);
  }
}

/** Pressed twice, it waits once. */
function waitForLine(form: HTMLFormElement): void {
  const note = form.querySelector<HTMLElement>("[data-failed]") ?? form.appendChild(failure());
  note.textContent ||= document.body.dataset.failed ?? ""; // read out once, however long it lasts
  const stop = (): void => {
    clearTimeout(timer);
    window.removeEventListener("online", again);
  };
  const again = (): void => {
    stop();
    if (form.isConnected) sendAgain(form);
  };
  const timer = setTimeout(again, AGAIN);
  window.addEventListener("online", again);
  waiting.get(nameOf(form))?.();
  waiting.set(nameOf(form), stop);
}

/** What was pressed goes off, not the half sentence that is being written by now: that stays, to be sent. */
function sendAgain(form: HTMLFormElement): void {
  const there = typed(form);
  put(form, lastSent.get(nameOf(form)) ?? there);
  form.requestSubmit();
  if (put(form, there)) keep(form, false);
}

/** Answers how many fields became different by it. */
function put(form: HTMLFormElement, words: Kept["words"]): number {
  const others = controls(form).filter((control) => control.value !== (words[control.name] ?? ""));
  for (const control of others) control.value = words[control.name] ?? "";
  return others.length;
}

/** Other words under the key of those whose answer did not come would pass for a repeat of them, and be lost. The same
 * words, untouched since, go under it again, after the page was loaded anew, too. */
function chooseKey(form: HTMLFormElement): void {
  const key = keyOf(form);
  if (!key) return;
  const before = lastSent.get(nameOf(form));
  const others = before && JSON.stringify(before) !== JSON.stringify(typed(form));
  key.value = others ? crypto.randomUUID() : (kept(form)?.key ?? key.value);
}

function failure(): HTMLElement {
  const note = document.createElement("p");
  note.className = "wrong";
  note.dataset.failed = "";
  note.setAttribute("role", "alert");
  return note;
}

document.addEventListener("input", (event) => {
  const form = formOf(event);
  if (form) keep(form, false);
});
document.addEventListener(
  "submit",
  (event) => {
    const form = formOf(event);
    if (form) chooseKey(form);
  },
  { capture: true }, // before htmx reads the form
);
document.addEventListener("submit", (event) => {
  const form = formOf(event);
  if (!form) return;
  keep(form, true, keyOf(form)?.value);
  lastSent.set(nameOf(form), typed(form));
});
document.addEventListener("answered", finished);
takeBack();
forms().forEach(restore);
