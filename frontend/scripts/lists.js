// Keys in lists: j and k (or arrows, once a row has the focus) walk, Enter opens (a link does that by itself), "a" takes the
// task, "n" opens the next task, "/" goes to the filter, "?" shows the keys. Only while no field has the focus; "Saya" switches them off.

export function walkLists(root) {
  if (document.body.hasAttribute("data-keys-off") || !root.querySelector("[data-row], [data-filter], [data-next]")) return;
  root.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
    if (event.target.closest("input, select, textarea, dialog, [contenteditable]")) return;
    if (act(root, event.key)) event.preventDefault();
  });
}

function act(root, key) {
  const rows = [...root.querySelectorAll("[data-row]")];
  const at = rows.findIndex((row) => row.contains(document.activeElement));
  if (key === "j" || (key === "ArrowDown" && at >= 0)) return focusRow(rows[Math.min(at + 1, rows.length - 1)]);
  if (key === "k" || (key === "ArrowUp" && at >= 0)) return focusRow(rows[Math.max(at - 1, 0)]);
  if (key === "a" && at >= 0) return press(rows[at].querySelector("[data-claim]"));
  if (key === "n") return press(root.querySelector("[data-next]"));
  if (key === "/") return focusFilter(root.querySelector("[data-filter]"));
  if (key === "?") return show(root.querySelector("dialog[data-keys]"));
  return false;
}

function focusRow(row) {
  if (!row) return false;
  row.querySelector("a").focus();
  row.scrollIntoView({ block: "nearest" });
  return true;
}

function press(button) {
  button?.click();
  return Boolean(button);
}

function focusFilter(field) {
  if (!field) return false;
  const hidden = field.closest("details");
  if (hidden) hidden.open = true;
  field.focus();
  return true;
}

function show(dialog) {
  if (!dialog || dialog.open) return false;
  dialog.showModal();
  return true;
}
