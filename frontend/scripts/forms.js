// A form is sent once; leaving a page with unsent typing asks first.

export function guardForms(root) {
  let typed = false;
  for (const form of root.querySelectorAll("form[data-keep]")) {
    form.addEventListener("input", () => { typed = true; });
    form.addEventListener("alur:saved", () => { typed = false; });
  }
  root.addEventListener("submit", (event) => {
    const form = event.target;
    if (form.dataset.sent) {
      event.preventDefault();
      return;
    }
    typed = false;
    form.dataset.sent = "yes";
    // After this turn of the event loop, so that the pressed button's own value is still sent.
    setTimeout(() => setBusy(form, true));
  });
  // Coming back by the browser's back button shows the page as it was: make it usable again.
  addEventListener("pageshow", () => {
    for (const form of root.querySelectorAll("form[data-sent]")) {
      delete form.dataset.sent;
      setBusy(form, false);
    }
  });
  addEventListener("beforeunload", (event) => {
    if (typed) event.preventDefault();
  });
}

function setBusy(form, busy) {
  const buttons = [...form.elements, ...document.querySelectorAll(`button[form="${CSS.escape(form.id)}"]`)];
  for (const button of buttons) {
    if (button.matches("button")) button.setAttribute("aria-disabled", String(busy));
  }
}
