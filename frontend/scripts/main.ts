// On every page: the styles, htmx, and a guard against sending a form twice. Everything works without it, too.
import "../styles/main.css";
import "htmx.org";
import { answerOf, asksToSignIn, contextOf, type Exchange } from "./exchange";

const LATER = 1_000;
const WAIT = 10_000; // after that the line is taken for dead and the button may be pressed again

function guard(event: SubmitEvent): void {
  const form = event.target as HTMLFormElement;
  if (form.method !== "post") return;
  if (form.hasAttribute("aria-busy")) {
    event.preventDefault();
    event.stopImmediatePropagation();
    return;
  }
  form.setAttribute("aria-busy", "true");
  setTimeout(() => release(form), WAIT);
}

function release(form: HTMLFormElement): void {
  form.removeAttribute("aria-busy");
}

function releaseAll(): void {
  document.querySelectorAll<HTMLFormElement>("form[aria-busy]").forEach(release);
}

function finish(event: Event): void {
  releaseAll();
  document.dispatchEvent(new CustomEvent("answered", { detail: answerOf(contextOf(event)) }));
}

/** A fragment is only what its page expects: a sign-in page or an error page is shown whole, or not at all. */
function keepOut(event: Event): void {
  const exchange = contextOf(event);
  if (asksToSignIn(exchange)) {
    event.preventDefault();
    location.reload();
  } else if (isUnwanted(exchange)) {
    event.preventDefault();
  }
}

function isUnwanted({ request, response }: Exchange): boolean {
  const status = response?.status ?? 0;
  return status >= 500 || (status >= 400 && request.method === "GET");
}

/** The page for when there is no line is fetched once all that this page needs is there. */
function keepOffline(): void {
  void navigator.serviceWorker?.register("/worker.js", { updateViaCache: "all" }).catch(() => null);
}

/** Whoever signs out takes along what she typed and did not send. */
function leave(event: SubmitEvent): void {
  if (!(event.target as HTMLFormElement).hasAttribute("data-leaves")) return;
  for (const name of Object.keys(sessionStorage)) if (name.startsWith("keep:")) sessionStorage.removeItem(name);
}

/** The box that lists mistakes takes the focus, so that it is read out first. */
function showMistakes(): void {
  document.querySelector<HTMLElement>("#wrong")?.focus();
}

window.addEventListener("submit", guard, { capture: true });
document.addEventListener("submit", leave);
window.addEventListener("pageshow", releaseAll);
document.addEventListener("htmx:finally:request", finish);
document.addEventListener("htmx:before:swap", keepOut);
document.addEventListener("htmx:after:swap", showMistakes);
showMistakes();
if (!document.body.dataset.socket) void window.caches?.delete("till").catch(() => null); // nobody is signed in (any more)
window.addEventListener("load", () => setTimeout(keepOffline, LATER));
