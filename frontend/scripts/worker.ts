// Answers for the whole site when the line is away, with a page that is nobody's. It keeps that page, the styles and the
// typefaces, and nothing that is looked at: no page of a person, no answer of the API.
interface Asked extends Event {
  request: Request;
  preloadResponse: Promise<Response | undefined>;
  respondWith(answer: Promise<Response>): void;
  waitUntil(done: Promise<unknown>): void;
}
interface Worker {
  kept: { name: string; files: string[]; pages: Record<string, string> }; // by frontend/pages/line.py, before this script
  registration: ServiceWorkerRegistration;
  skipWaiting(): Promise<void>;
  addEventListener(what: string, then: (event: Asked) => void): void;
}
const worker = self as unknown as Worker;
const { name, files, pages } = worker.kept;
const SPOKEN = "/offline/"; // under this the language of the page that was seen last
let heard = "";

/** Without cookies: nobody's name can be in it. */
async function fill(): Promise<void> {
  const there = await caches.open(name);
  await there.addAll([...files, ...Object.values(pages)].map((address) => new Request(address, { credentials: "omit" })));
  await worker.skipWaiting();
}

async function begin(): Promise<void> {
  for (const old of await caches.keys()) if (old.startsWith("shell-") && old !== name) await caches.delete(old);
  await worker.registration.navigationPreload?.enable(); // a page does not wait until a worker on a cheap phone is awake
}

async function page(event: Asked): Promise<Response> {
  try {
    const answer = (await event.preloadResponse) ?? (await fetch(event.request));
    event.waitUntil(hear(answer.headers.get("Content-Language") ?? ""));
    return answer;
  } catch {
    return (await offline()) ?? Response.error();
  }
}

async function hear(language: string): Promise<void> {
  if (!(language in pages) || language === heard) return;
  heard = language;
  await (await caches.open(name)).put(SPOKEN, new Response(language));
}

async function offline(): Promise<Response | undefined> {
  const there = await caches.open(name);
  const language = (await (await there.match(SPOKEN))?.text()) ?? navigator.language.slice(0, 2);
  return there.match(pages[language] ?? Object.values(pages)[0]!, { ignoreVary: true });
}

async function file(request: Request): Promise<Response> {
  return (await caches.match(request, { cacheName: name, ignoreVary: true })) ?? fetch(request);
}

/** A form that is sent is left to the browser, which offers to send it once more. */
function isPage({ mode, method }: Request): boolean {
  return mode === "navigate" && method === "GET";
}

worker.addEventListener("install", (event) => event.waitUntil(fill()));
worker.addEventListener("activate", (event) => event.waitUntil(begin()));
worker.addEventListener("fetch", (event) => {
  const { origin, pathname } = new URL(event.request.url);
  if (origin !== location.origin || pathname.startsWith("/api/")) return;
  if (isPage(event.request)) event.respondWith(page(event));
  else if (files.includes(pathname)) event.respondWith(file(event.request));
});

export {};
