// One socket a page. It says that something changed; the element then asks for its fragment itself, as it does
// every half minute while there is no socket.
import type { Answer } from "../exchange";

const SIGNED_OUT = 4401;
const SLOWEST = 30_000;
const OWN = 3_000; // news this soon after something was sent from here are one's own

let healthy = false;
let tries = 0;
let sentAt = 0;
let missed = false;
let retry: ReturnType<typeof setTimeout> | undefined;
const saying = new Set<string>();

function liveElements(topic?: string): HTMLElement[] {
  const found = [...document.querySelectorAll<HTMLElement>("[data-live]")];
  return found.filter((element) => !topic || element.dataset.live === topic);
}

/** To look is to have read: a tab in the background waits until somebody comes back to it. */
function lookAgain(topic?: string): void {
  missed = document.hidden;
  if (missed) return;
  for (const element of liveElements(topic)) element.dispatchEvent(new CustomEvent("live"));
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

function hear(news: { following?: string; changed?: string }): void {
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

/** While the socket works, and in a tab that nobody looks at, the half-minute look is saved. */
function savePolls(event: Event): void {
  if (healthy || document.hidden) event.stopImmediatePropagation();
}

/** What came by itself is read out; what the person did herself is not. */
function say(): void {
  const place = document.querySelector<HTMLElement>("#say");
  const words = [...saying].map((topic) => liveElements(topic)[0]?.dataset.say).filter(Boolean);
  saying.clear();
  if (place && words.length) place.textContent = words.join(" ");
}

function after(event: Event): void {
  const { element, method, accepted } = (event as CustomEvent<Answer>).detail;
  if (element.dataset.live) say();
  else if (method !== "GET" && accepted) lookAgain();
}

document.addEventListener("submit", () => (sentAt = Date.now()));
document.addEventListener("every", savePolls, { capture: true });
document.addEventListener("answered", after);
document.addEventListener("visibilitychange", () => (missed || !healthy) && lookAgain());
window.addEventListener("online", connect);
connect();
