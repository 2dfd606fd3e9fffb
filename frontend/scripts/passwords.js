// A password can be looked at while it is typed: a button beside each field, and hidden again before the form is sent.

export function revealPasswords(root) {
  for (const input of root.querySelectorAll("input[type=password][data-reveal]")) {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "button plain reveal";
    const show = (shown) => {
      input.type = shown ? "text" : "password";
      button.textContent = shown ? input.dataset.conceal : input.dataset.reveal;
      button.setAttribute("aria-pressed", String(shown));
    };
    button.setAttribute("aria-controls", input.id);
    button.addEventListener("click", () => show(input.type === "password"));
    input.form.addEventListener("submit", () => show(false));
    show(false);
    input.after(button);
    button.setAttribute("aria-describedby", (input.labels[0].id ||= `${input.id}-label`));
  }
}
