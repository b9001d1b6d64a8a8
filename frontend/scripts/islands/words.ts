// Nothing typed is lost: words of a form with data-keep stay in this tab until they have arrived, and a message
// that the line swallowed is sent again. The form's hidden key makes a repeat harmless.
import type { Answer } from "../exchange";

const AGAIN = 15_000;

type Control = HTMLInputElement | HTMLTextAreaElement;
type Kept = { words: Record<string, string>; sent: boolean };
const lastSent = new Map<string, Record<string, string>>(); // by the name of the form, which an answer replaces

const nameOf = (form: HTMLFormElement): string => `keep:${form.dataset.keep}`;
const forms = (): HTMLFormElement[] => [...document.querySelectorAll<HTMLFormElement>("form[data-keep]")];

function controls(form: HTMLFormElement): Control[] {
  const typed = 'textarea[name],input[name][type="text"],input[name][type="email"],input[name][type="tel"]';
  return [...form.querySelectorAll<Control>(typed)];
}

function keep(form: HTMLFormElement, sent: boolean): void {
  const words = Object.fromEntries(controls(form).map((control) => [control.name, control.value]));
  sessionStorage.setItem(nameOf(form), JSON.stringify({ words, sent } satisfies Kept));
}

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
  keep(form, false);
  if (!arrived) waitForLine(form);
}

function after(value: string, gone: string): string {
  return value.startsWith(gone) ? value.slice(gone.length).trimStart() : value;
}

/** What was typed while the answer was under way is not sent yet. */
function keepRest(form: HTMLFormElement): void {
  const [gone, typed] = [lastSent.get(nameOf(form)) ?? {}, kept(form)?.words ?? {}];
  forget(form);
  for (const one of forms().filter((other) => nameOf(other) === nameOf(form))) {
    for (const control of controls(one)) control.value = after(typed[control.name] ?? "", gone[control.name] ?? "");
    if (controls(one).some((control) => control.value)) keep(one, false);
  }
}

function waitForLine(form: HTMLFormElement): void {
  const note = form.querySelector<HTMLElement>("[data-failed]") ?? form.appendChild(failure());
  note.textContent = document.body.dataset.failed ?? "";
  const again = (): void => {
    clearTimeout(timer);
    window.removeEventListener("online", again);
    if (form.isConnected) form.requestSubmit();
  };
  const timer = setTimeout(again, AGAIN);
  window.addEventListener("online", again);
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
document.addEventListener("submit", (event) => {
  const form = formOf(event);
  if (!form) return;
  keep(form, true);
  lastSent.set(nameOf(form), kept(form)?.words ?? {});
});
document.addEventListener("answered", finished);
takeBack();
forms().forEach(restore);
