// The camera as a scanner, where the browser itself can read codes: what it sees is typed, and enter is pressed. Elsewhere
// there is no button. No picture leaves the device, or is kept on it.
const PAUSE = 250;
const STILL = 3000; // a code that is held before it is read once

interface Detector {
  detect(from: HTMLVideoElement): Promise<{ rawValue: string }[]>;
}
type Detectors = { new (how: { formats: string[] }): Detector; getSupportedFormats(): Promise<string[]> };
const detectors = (window as unknown as { BarcodeDetector?: Detectors }).BarcodeDetector;
const button = document.querySelector<HTMLButtonElement>("#camera");
const lens = document.querySelector<HTMLVideoElement>("#lens");
let last = "";
let seen = 0;

async function offer(button: HTMLButtonElement, lens: HTMLVideoElement, known: Detectors): Promise<void> {
  const formats = (await known.getSupportedFormats()).filter((name) => name === "qr_code");
  if (!formats.length || !navigator.mediaDevices) return;
  const detector = new known({ formats });
  button.hidden = false;
  button.addEventListener("click", () => void (lens.srcObject ? close(lens) : open(lens, detector)).catch(() => (button.hidden = true)));
}

async function open(lens: HTMLVideoElement, detector: Detector): Promise<void> {
  lens.srcObject = await navigator.mediaDevices.getUserMedia({ video: { facingMode: "environment" } });
  show(true);
  await lens.play();
  while (lens.srcObject) {
    const [code] = await detector.detect(lens).catch(() => []); // no picture yet
    if (code) type(code.rawValue.trim());
    await new Promise((go) => setTimeout(go, PAUSE));
  }
}

async function close(lens: HTMLVideoElement): Promise<void> {
  (lens.srcObject as MediaStream).getTracks().forEach((track) => track.stop());
  lens.srcObject = null;
  show(false);
}

function show(on: boolean): void {
  lens!.hidden = !on;
  button!.setAttribute("aria-pressed", String(on));
}

/** Into the field that waits for it, one after the other. */
function type(code: string): void {
  const form = document.querySelector<HTMLFormElement>("#reading");
  const field = [...(form?.querySelectorAll<HTMLInputElement>("#card, #read") ?? [])].find((one) => one.offsetParent);
  if (!form || !field || form.hasAttribute("aria-busy")) return;
  const held = code === last && Date.now() - seen < STILL;
  [last, seen] = [code, Date.now()];
  if (held) return;
  field.value = code;
  form.requestSubmit();
}

if (button && lens && detectors) void offer(button, lens, detectors).catch(() => null);

export {};
