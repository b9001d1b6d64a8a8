// Answers for the till alone, and only when there is no line: with the page and its assets that islands/keeping.ts kept.
// It keeps nothing itself, and no other page is in its reach.
interface Asked extends Event {
  request: Request;
  respondWith(answer: Promise<Response>): void;
  waitUntil(done: Promise<unknown>): void;
}
interface Worker {
  skipWaiting(): Promise<void>;
  clients: { claim(): Promise<void> };
  addEventListener(what: string, then: (event: Asked) => void): void;
}
const worker = self as unknown as Worker;
const KEPT = "till";

const kept = (request: Request): Promise<Response | undefined> =>
  request.method === "GET" ? caches.match(request, { ignoreVary: true, cacheName: KEPT }) : Promise.resolve(undefined);

/** A sign-in page in its place, or a form that was sent (a till opened): what was kept is not true any more. */
async function page(request: Request): Promise<Response> {
  let answer: Response;
  try {
    answer = await fetch(request);
  } catch (away) {
    const copy = await kept(request);
    if (copy) return copy;
    throw away;
  }
  if (answer.status >= 500) return (await kept(request)) ?? answer; // away for a moment is as good as no line
  if (!answer.ok || request.method !== "GET") await caches.delete(KEPT);
  return answer;
}

worker.addEventListener("install", () => void worker.skipWaiting());
worker.addEventListener("activate", (event) => event.waitUntil(worker.clients.claim()));
worker.addEventListener("fetch", (event) => {
  const { request } = event;
  if (request.mode === "navigate") event.respondWith(page(request));
  else if (request.destination) event.respondWith(kept(request).then((copy) => copy ?? fetch(request)));
});

export {};
