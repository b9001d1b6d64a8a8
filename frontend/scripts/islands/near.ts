// "Near me": the device is asked where it is when the button is pressed, never before. Its answer is rounded before it
// goes anywhere, and is looked for like any other place that is written into the field.
const ROUND = 1_000; // to a thousandth of a degree, about 100 metres: marketplace/places/positions.py does the same
const HOW = { timeout: 10_000, maximumAge: 300_000 }; // ms; as roughly as it likes
const WHY = ["", "refused", "lost", "slow"] as const; // by the number that the browser gives

const button = document.querySelector<HTMLButtonElement>("#near-me");
const field = document.querySelector<HTMLInputElement>("#near");

function ask(): void {
  say("waits");
  navigator.geolocation.getCurrentPosition(look, ({ code }) => say(WHY[code] || "lost"), HOW);
}

function look({ coords }: GeolocationPosition): void {
  if (!field) return;
  say("");
  field.value = [coords.latitude, coords.longitude].map((degrees) => Math.round(degrees * ROUND) / ROUND).join();
  field.form?.requestSubmit();
}

/** Seen below the fields, and read out. */
function say(what: "" | "waits" | (typeof WHY)[number]): void {
  const said = (what && button?.dataset[what]) || "";
  const seen = document.querySelector<HTMLElement>("#near-said");
  const read = document.querySelector<HTMLElement>("#say");
  if (seen) seen.hidden = !said;
  for (const place of [seen, read]) if (place) place.textContent = said;
  seen?.scrollIntoView({ block: "nearest" });
}

// Without TLS no browser tells it, so there is nothing to press.
if (button && field && window.isSecureContext && navigator.geolocation) {
  button.hidden = false;
  button.addEventListener("click", ask);
}

export {};
