// n opens the next task; j and k walk through the rows of a list, Enter opens (a link does that by itself), "a" takes the task.

export function walkLists(root) {
  const rows = [...root.querySelectorAll("[data-row]")];
  const next = root.querySelector("[data-next]");
  if (!rows.length && !next) return;
  root.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.target.matches("input, select, textarea")) return;
    if (event.key === "n" && next) next.click();
    if (!rows.length) return;
    const at = rows.findIndex((row) => row.contains(document.activeElement));
    if (event.key === "j") focusRow(rows[Math.min(at + 1, rows.length - 1)]);
    if (event.key === "k") focusRow(rows[Math.max(at - 1, 0)]);
    if (event.key === "a" && at >= 0) rows[at].querySelector("[data-claim]")?.click();
  });
}

function focusRow(row) {
  row.querySelector("a").focus();
  row.scrollIntoView({ block: "nearest" });
}
