// The error summary takes focus, so that it is read first; its links lead into the fields.

const summary = document.querySelector("[data-kajo-focus]");
if (summary) summary.focus();
