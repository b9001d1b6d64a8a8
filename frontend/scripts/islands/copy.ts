// A button that copies what stands in a field. Without scripts there is no button, and one copies as ever.
for (const button of document.querySelectorAll<HTMLButtonElement>("button[data-copies]")) {
  const field = document.querySelector<HTMLInputElement>(button.dataset.copies ?? "");
  if (!field || !navigator.clipboard) continue;
  button.hidden = false;
  button.addEventListener("click", () => void copy(field, button));
}

async function copy(field: HTMLInputElement, button: HTMLButtonElement): Promise<void> {
  field.select();
  await navigator.clipboard.writeText(field.value);
  button.textContent = button.dataset.done ?? button.textContent;
}

export {};
