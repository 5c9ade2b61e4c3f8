// The window of an overview strip can be dragged by its grips; then the date fields are filled in and sent.
// Without this, the fields under the strip do the same.

const parse = (text) => text.split(";").map((day) => day.split("/"));

const draggable = (strip, form) => {
  const plot = strip.querySelector(".strip-plot");
  const [left, right] = plot.querySelectorAll(".grip");
  const frames = plot.querySelectorAll(".window, .window-wash");
  const days = parse(strip.dataset.kajoStrip);
  const count = days.length;
  const share = (place) => `${(place / count) * 100}%`;
  const place = (grip) => Math.round((parseFloat(grip.getAttribute("x")) / 100) * count);
  const edges = () => [place(left), place(right)];

  const move = (grip, to) => {
    const [start, end] = edges();
    const at = grip === left ? Math.min(Math.max(to, 0), end - 1) : Math.max(Math.min(to, count), start + 1);
    grip.setAttribute("x", share(at));
    const [from, until] = edges();
    for (const frame of frames) {
      frame.setAttribute("x", share(from));
      frame.setAttribute("width", share(until - from));
    }
  };

  const send = () => {
    const [from, until] = edges();
    form.querySelector("[data-kajo-from]").value = days[from][0];
    form.querySelector("[data-kajo-until]").value = days[until - 1][1];
    form.requestSubmit();
  };

  for (const grip of [left, right]) {
    grip.addEventListener("pointerdown", (event) => {
      event.preventDefault();
      grip.setPointerCapture(event.pointerId);
      const before = edges().join();
      const box = plot.getBoundingClientRect();
      const drag = (moved) => move(grip, Math.round(((moved.clientX - box.left) / box.width) * count));
      grip.addEventListener("pointermove", drag);
      grip.addEventListener("lostpointercapture", () => {
        grip.removeEventListener("pointermove", drag);
        if (edges().join() !== before) send();
      }, { once: true });
    });
  }
  strip.setAttribute("data-kajo-ready", "");
};

for (const strip of document.querySelectorAll("[data-kajo-strip]")) {
  const form = document.querySelector("form[data-kajo-dates]");
  if (form && !strip.dataset.kajoStrip.includes(";/")) draggable(strip, form);
}
