// What the till took while the line was away is signed, kept in this browser, and sent in its order when the line is back.
// Its nonce makes a repeat harmless, also of what had arrived although no answer came.
const AGAIN = 15_000;
const KEPT = "till:";
const PART = 100; // slips that are sent at a time
const REFUSED = "refused:"; // not signed by that till: kept for whoever looks into the device

type Take = { card: string; labels: string[]; taken_at: string; nonce: string; signature: string };
type Taken = Omit<Take, "signature">;
type Answered = { slips: Record<string, "settled" | "look" | "decided" | "refused"> };
let sending = false;

const room = (): HTMLElement | null => document.querySelector<HTMLElement>("#till[data-till]");
const line = (): HTMLElement | null => document.querySelector<HTMLElement>("#line");
const shelf = (): string => `${KEPT}${room()?.dataset.queue}`; // by the address that it goes to
const kept = (name: string): Take[] => JSON.parse(localStorage.getItem(name) ?? "[]");
const keep = (takes: Take[], name: string): void => localStorage.setItem(name, JSON.stringify(takes));

function say(what: "kept" | "settled" | "colleague" | "later"): void {
  const note = line();
  if (!note) return;
  note.hidden = false;
  note.textContent = note.dataset[what] ?? "";
}

async function write(one: Taken): Promise<void> {
  const signed = { ...one, signature: await signature(one) };
  keep([...kept(shelf()), signed], shelf());
  say("kept");
}

/** HMAC-SHA256, a line each: bookings/till/late.py writes the same. */
async function signature(one: Taken): Promise<string> {
  const bytes = (words: string): Uint8Array<ArrayBuffer> => new TextEncoder().encode(words);
  const how = { name: "HMAC", hash: "SHA-256" };
  const key = await crypto.subtle.importKey("raw", bytes(room()?.dataset.secret ?? ""), how, false, ["sign"]);
  const signed = await crypto.subtle.sign("HMAC", key, bytes([one.nonce, one.taken_at, one.card, ...one.labels].join("\n")));
  return [...new Uint8Array(signed)].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}

// --- the line is back ----------------------------------------------------------------------------------------------
/** Also what this browser took as another till, before somebody signed out. */
async function send(): Promise<void> {
  const shelves = Object.keys(localStorage).filter((name) => name.startsWith(KEPT) && kept(name).length);
  if (!shelves.length || sending) return;
  sending = true;
  try {
    for (const name of shelves) while (await settle(name, kept(name).slice(0, PART)));
  } catch {
    say("kept"); // still away
  } finally {
    sending = false;
  }
}

/** Answers whether it went on: then there may be more. */
async function settle(name: string, takes: Take[]): Promise<boolean> {
  if (!takes.length) return false;
  const body = new FormData(document.querySelector<HTMLFormElement>("#reading")!);
  body.set("takes", JSON.stringify(takes));
  const answer = await fetch(name.slice(KEPT.length), { method: "POST", body, redirect: "error" });
  if (!answer.ok) {
    const closed = answer.status === 409;
    if (closed) void caches.delete("till"); // the page goes, what it took is kept for whoever looks
    say(closed ? "colleague" : "kept");
    return false;
  }
  const { slips } = (await answer.json()) as Answered;
  const refused = takes.filter((one) => slips[one.nonce] === "refused");
  if (refused.length) keep([...kept(REFUSED + name), ...refused], REFUSED + name);
  const left = kept(name).filter((one) => !(one.nonce in slips));
  const fewer = left.length < kept(name).length;
  keep(left, name);
  say(refused.length ? "colleague" : "settled");
  return fewer;
}

document.addEventListener("took", (event) => void write((event as CustomEvent<Taken>).detail));
document.addEventListener("later", () => say("later"));
window.addEventListener("online", () => void send());
setInterval(() => void send(), AGAIN);
void send();

export {};
