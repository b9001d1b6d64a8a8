// One socket a page. It says that something changed; the element then asks for its fragment itself, as it does
// every half minute while there is no socket, or one that hears nothing.
import type { Answer, Exchange } from "../exchange";

const SIGNED_OUT = 4401;
const SLOWEST = 30_000;
const OWN = 3_000; // news this soon after something was sent from here are one's own

let healthy = false;
let tries = 0;
let sentAt = 0;
let missed = false;
let unanswered = false;
let retry: ReturnType<typeof setTimeout> | undefined;
const saying = new Set<string>();
const asking = new Set<string>(); // ids of the elements whose fragment is under way
const again = new Set<string>(); // and of those that changed meanwhile

function liveElements(topic?: string): HTMLElement[] {
  const found = [...document.querySelectorAll<HTMLElement>("[data-live]")];
  return found.filter((element) => !topic || element.dataset.live === topic);
}

/** To look is to have read: a tab in the background waits until somebody comes back to it. */
function lookAgain(topic?: string): void {
  missed = document.hidden;
  if (missed) return;
  liveElements(topic).forEach(ask);
}

/** The answer under way may be older than the change, and htmx drops what waits for an element that is replaced. */
function ask(element: HTMLElement): void {
  if (asking.has(element.id)) again.add(element.id);
  else element.dispatchEvent(new CustomEvent("live"));
}

function begin(event: Event): void {
  const { sourceElement } = (event as CustomEvent<{ ctx: Exchange }>).detail.ctx;
  if (sourceElement.dataset.live) asking.add(sourceElement.id);
}

function end({ element, arrived }: Answer): void {
  unanswered = !arrived;
  asking.delete(element.id);
  const now = document.getElementById(element.id);
  if (again.delete(element.id) && now) ask(now);
}

function connect(): void {
  const address = document.body.dataset.socket;
  if (!address || !liveElements().length) return;
  clearTimeout(retry);
  const socket = new WebSocket(address);
  socket.onopen = () => follow(socket);
  socket.onmessage = ({ data }) => hear(JSON.parse(data));
  socket.onclose = ({ code }) => lost(code);
}

function follow(socket: WebSocket): void {
  const topics = new Set(liveElements().map((element) => element.dataset.live));
  for (const topic of topics) socket.send(JSON.stringify({ follow: topic }));
}

/** A server that hears nothing itself says so: until it follows again, the page asks. */
function hear(news: { following?: string; changed?: string; deaf?: boolean }): void {
  if (news.deaf) healthy = false;
  if (news.following) {
    healthy = true;
    tries = 0;
    lookAgain(news.following); // what happened between the page and the socket
  }
  if (news.changed) {
    if (Date.now() - sentAt > OWN) saying.add(news.changed);
    lookAgain(news.changed);
  }
}

function lost(code: number): void {
  healthy = false;
  if (code === SIGNED_OUT) return lookAgain();
  const pause = Math.min(SLOWEST, 500 * 2 ** tries++);
  retry = setTimeout(connect, pause * (0.5 + Math.random() / 2));
}

/** While the socket works and all was answered, and in a tab that nobody looks at, the half-minute look is saved. */
function savePolls(event: Event): void {
  if ((healthy && !unanswered) || document.hidden) event.stopImmediatePropagation();
}

/** What came by itself is read out; what the person did herself is not. */
function say(): void {
  const place = document.querySelector<HTMLElement>("#say");
  const words = [...saying].map((topic) => liveElements(topic)[0]?.dataset.say).filter(Boolean);
  saying.clear();
  if (place && words.length) place.textContent = words.join(" ");
}

function after(event: Event): void {
  const answer = (event as CustomEvent<Answer>).detail;
  if (answer.element.dataset.live) {
    end(answer);
    say();
  } else if (answer.method !== "GET" && answer.accepted) lookAgain();
}

document.addEventListener("submit", () => (sentAt = Date.now()));
document.addEventListener("every", savePolls, { capture: true });
document.addEventListener("htmx:before:request", begin);
document.addEventListener("answered", after);
document.addEventListener("visibilitychange", () => (missed || !healthy) && lookAgain());
window.addEventListener("online", connect);
connect();
