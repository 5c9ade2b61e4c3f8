// Copy buttons are shown only where copying works, and say that it was done.

const SHOWN_FOR_MS = 2500;

const say = (button) => {
  const text = button.querySelector("span");
  const before = text.innerHTML;
  button.setAttribute("aria-live", "polite");
  text.textContent = button.dataset.kajoCopied;
  setTimeout(() => { text.innerHTML = before; }, SHOWN_FOR_MS);
};

if (navigator.clipboard) {
  for (const button of document.querySelectorAll("[data-kajo-copy]")) {
    button.hidden = false;
    button.addEventListener("click", async () => {
      if (button.querySelector("span").textContent === button.dataset.kajoCopied) return;
      await navigator.clipboard.writeText(button.dataset.kajoCopy);
      say(button);
    });
  }
}
