// A browser that is a till keeps its page, with what it loads, so that it is opened anew without a line. Where it is
// no till (any more), or the till is another one, nothing stays: what it took waits in slips.ts all the same.
const KEPT = "till";

const room = (): HTMLElement | null => document.querySelector<HTMLElement>("#till[data-till]");

async function keep(): Promise<void> {
  const secret = room()?.dataset.secret;
  const note = document.querySelector<HTMLElement>("#kept");
  if (!secret || !note) return void (await caches.delete(KEPT));
  await navigator.serviceWorker.register(note.dataset.worker ?? "");
  await navigator.serviceWorker.ready; // before that nobody would answer with it
  const there = await caches.open(KEPT);
  if (navigator.onLine) await renew(there, secret);
  note.hidden = !(await there.match(location.href, { ignoreVary: true }));
}

/** The page as it is without anybody's card. All that it loads comes first: half a page would be none. */
async function renew(there: Cache, secret: string): Promise<void> {
  const answer = await fetch(location.href);
  if (!answer.ok || answer.redirected || !(await answer.clone().text()).includes(secret)) return void (await caches.delete(KEPT));
  const loaded = performance.getEntriesByType("resource").map(({ name }) => name);
  const wanted = [...new Set(loaded.filter((name) => name.startsWith(`${location.origin}/static/`)))];
  await there.addAll(wanted);
  await there.put(location.href, answer);
  for (const { url } of await there.keys()) if (![...wanted, location.href].includes(url)) await there.delete(url);
}

void keep().catch(() => null); // a browser that keeps nothing is a till while its page is open

export {};
