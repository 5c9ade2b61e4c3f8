// Five minutes before the session ends a dialog says so. Other tabs may have used it, so the server is asked first.

const WARN_SECONDS = 300;
const LOOK_EVERY_MS = 5000;
const dialog = document.querySelector("[data-kajo-session]");

if (dialog?.showModal) {
  const longer = dialog.querySelector("[data-kajo-longer]");
  const last = dialog.querySelector("[data-kajo-last]");
  const inSeconds = (seconds) => Date.now() + seconds * 1000;
  let ends = inSeconds(Number(dialog.dataset.kajoSeconds));
  let isWarned = false;
  let isAsking = false;

  // Raises when the session is over: the answer then leads to signing in.
  const ask = async (options = {}) => {
    const answer = await fetch(dialog.dataset.kajoSession, { redirect: "error", ...options });
    return answer.json();
  };

  const leftNow = () => (ends - Date.now()) / 1000;

  const look = async () => {
    if (isAsking || leftNow() > WARN_SECONDS || (isWarned && leftNow() > 0)) return;
    isAsking = true;
    try {
      const left = await ask();
      ends = inSeconds(left.seconds);
      longer.hidden = !left.canBeLonger;
      last.hidden = left.canBeLonger;
      if (leftNow() > WARN_SECONDS) isWarned = false;
      else if (!dialog.open && !isWarned) {
        isWarned = true;
        dialog.showModal();
      }
    } catch {
      if (leftNow() <= 0) location.reload(); // to signing in, and nobody reads on
    } finally {
      isAsking = false;
    }
  };

  longer.addEventListener("submit", async (event) => {
    event.preventDefault();
    try {
      ends = inSeconds((await ask({ method: "POST", body: new FormData(longer) })).seconds);
      isWarned = false;
      dialog.close();
    } catch {
      location.reload();
    }
  });

  setInterval(look, LOOK_EVERY_MS);
}
