// The map of what was found, nearer and farther: by buttons, keys, the wheel with Ctrl, and two fingers; it moves by
// arrows and by dragging. Without it the map is whole, and all its links work. It jumps: nothing on it flies or glides.
const NEAREST = 12; // times as large as the whole
const STEP = 1.5;
const STRIDE = 0.2; // of what is seen
const DRAGGED = 6; // px: less is a finger that trembles

interface View {
  x: number;
  y: number;
  width: number;
}

type Spot = Pick<View, "x" | "y">;

const sheet = document.querySelector<HTMLElement>("#sheet")!;
const svg = sheet.querySelector<SVGSVGElement>("svg")!;
const { x, y, width, height } = svg.viewBox.baseVal;
const whole = { x, y, width };
const fingers = new Map<number, Spot>();
let view: View = whole;
let pressedAt: Spot | null = null;
let dragged = false;

function show(wished: View): void {
  const wide = between(wished.width, width / NEAREST, width);
  const high = (wide / width) * height;
  view = { x: between(wished.x, x, x + width - wide), y: between(wished.y, y, y + height - high), width: wide };
  svg.setAttribute("viewBox", `${view.x} ${view.y} ${wide} ${high}`);
  svg.style.setProperty("--near", String(width / wide));
  sheet.classList.toggle("near", wide < width);
}

/** Larger by so many times; what lies at this spot of the map stays where it is. */
function zoom(times: number, at: Spot = middle()): void {
  const wide = between(view.width / times, width / NEAREST, width);
  const kept = wide / view.width;
  show({ x: at.x - (at.x - view.x) * kept, y: at.y - (at.y - view.y) * kept, width: wide });
}

function move(right: number, down: number): void {
  show({ ...view, x: view.x + right * view.width, y: view.y + down * view.width });
}

function middle(): Spot {
  return { x: view.x + view.width / 2, y: view.y + ((view.width / width) * height) / 2 };
}

/** How much of the map a pixel is. */
function unit(): number {
  return 1 / (svg.getScreenCTM()?.a || 1);
}

/** Where on the map this spot of the screen lies. */
function under({ x: left, y: top }: Spot): Spot {
  return new DOMPoint(left, top).matrixTransform(svg.getScreenCTM()?.inverse());
}

const deeds: Record<string, () => void> = {
  nearer: () => zoom(STEP),
  farther: () => zoom(1 / STEP),
  west: () => move(-STRIDE, 0),
  east: () => move(STRIDE, 0),
  north: () => move(0, -STRIDE),
  south: () => move(0, STRIDE),
  whole: () => show(whole),
};
const keys: Record<string, string> = {
  "+": "nearer", "=": "nearer", "-": "farther", "0": "whole",
  ArrowLeft: "west", ArrowRight: "east", ArrowUp: "north", ArrowDown: "south",
};

function press(event: KeyboardEvent): void {
  const deed = deeds[keys[event.key] ?? ""];
  if (!deed || event.ctrlKey || event.metaKey || event.altKey) return;
  event.preventDefault();
  deed();
}

function turn(event: WheelEvent): void {
  if (!event.ctrlKey) return;
  event.preventDefault();
  zoom(Math.exp(-event.deltaY / 200), under({ x: event.clientX, y: event.clientY }));
}

function down(event: PointerEvent): void {
  if (event.button) return;
  fingers.set(event.pointerId, { x: event.clientX, y: event.clientY });
  if (fingers.size === 1) [pressedAt, dragged] = [{ x: event.clientX, y: event.clientY }, false];
}

function drag(event: PointerEvent): void {
  const before = fingers.get(event.pointerId);
  const now = { x: event.clientX, y: event.clientY };
  if (!before || !pressedAt) return;
  if (!dragged && apart(pressedAt, now) < DRAGGED && fingers.size === 1) return;
  if (!dragged) svg.setPointerCapture(event.pointerId); // not before: what is pressed would get no click
  dragged = true;
  const other = [...fingers].find(([finger]) => finger !== event.pointerId)?.[1];
  if (other) zoom(apart(now, other) / (apart(before, other) || 1), under(halfway(now, other)));
  const part = other ? 0.5 : 1; // of two fingers the middle moves half as far
  show({ ...view, x: view.x - (now.x - before.x) * unit() * part, y: view.y - (now.y - before.y) * unit() * part });
  fingers.set(event.pointerId, now);
}

function lift(event: PointerEvent): void {
  fingers.delete(event.pointerId);
  if (!fingers.size) setTimeout(() => (dragged = false)); // after a drag with a finger no click may come at all
}

/** The end of a drag presses nothing. */
function click(event: MouseEvent): void {
  if (!dragged) return;
  event.preventDefault();
  event.stopPropagation();
  dragged = false;
}

/** Whoever goes from point to point by keyboard sees the one where she is. */
function follow(event: FocusEvent): void {
  const link = event.target as Element;
  if (!link.matches("svg a:focus-visible")) return;
  const seen = svg.getBoundingClientRect();
  const box = link.getBoundingClientRect();
  const spot = { x: box.left + box.width / 2, y: box.top + box.height / 2 };
  if (spot.x > seen.left && spot.x < seen.right && spot.y > seen.top && spot.y < seen.bottom) return;
  const { x: left, y: top } = under(spot);
  show({ ...view, x: left - view.width / 2, y: top - ((view.width / width) * height) / 2 });
}

sheet.tabIndex = 0;
sheet.addEventListener("keydown", press);
sheet.addEventListener("focusin", follow);
sheet.addEventListener("click", click, { capture: true });
svg.addEventListener("wheel", turn, { passive: false });
svg.addEventListener("pointerdown", down);
svg.addEventListener("pointermove", drag);
for (const end of ["pointerup", "pointercancel"] as const) svg.addEventListener(end, lift);
svg.addEventListener("dragstart", (event) => event.preventDefault());
for (const button of document.querySelectorAll<HTMLButtonElement>("#handles button"))
  button.addEventListener("click", () => deeds[button.dataset.does ?? ""]?.());
for (const hidden of document.querySelectorAll<HTMLElement>("#handles, #h-keys")) hidden.hidden = false;

/** Where the card of a point lies below the map, one is led to it; the point that was pressed is told from the others. */
document.addEventListener("answered", (event) => {
  const { element } = (event as CustomEvent<{ element: Element }>).detail;
  if (!element.matches("a.dot")) return;
  document.querySelector("a.dot[aria-current]")?.removeAttribute("aria-current");
  element.setAttribute("aria-current", "true");
  document.querySelector("#spot")?.scrollIntoView({ block: "nearest" });
});

function between(value: number, least: number, most: number): number {
  return Math.min(Math.max(value, least), most);
}

function apart(a: Spot, b: Spot): number {
  return Math.hypot(a.x - b.x, a.y - b.y);
}

function halfway(a: Spot, b: Spot): Spot {
  return { x: (a.x + b.x) / 2, y: (a.y + b.y) / 2 };
}

export {};
