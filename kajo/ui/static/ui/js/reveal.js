// A password can be looked at while it is written.

for (const button of document.querySelectorAll("[data-kajo-reveal]")) {
  const field = document.getElementById(button.dataset.kajoReveal);
  if (!field) continue;
  const show = button.textContent;
  button.hidden = false;
  button.setAttribute("aria-controls", field.id);
  button.addEventListener("click", () => {
    const hidden = field.type === "password";
    field.type = hidden ? "text" : "password";
    button.textContent = hidden ? button.dataset.kajoHide : show;
  });
  field.form?.addEventListener("submit", () => { field.type = "password"; });
}
