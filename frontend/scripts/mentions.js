// Typing @ in a comment offers the case's people; choosing one writes the name. Without it, they are ticked in the list.

const SHOWN = 6;

export function offerMentions(root) {
  for (const form of root.querySelectorAll("form[data-talk]")) offer(form, form.querySelector("textarea"));
}

function offer(form, area) {
  const names = [...form.querySelectorAll("input[data-name]")].map((box) => box.dataset.name);
  const list = document.createElement("ul");
  list.className = "offered plain-list";
  list.hidden = true;
  area.after(list);
  const close = () => { list.hidden = true; };
  area.addEventListener("input", () => {
    const typed = /(?:^|\s)@([^@\n]{0,40})$/.exec(area.value.slice(0, area.selectionStart));
    const found = typed ? names.filter((name) => name.toLowerCase().includes(typed[1].toLowerCase())).slice(0, SHOWN) : [];
    list.replaceChildren(...found.map((name) => line(name, () => {
      area.setRangeText(`${name} `, area.selectionStart - typed[1].length, area.selectionStart, "end");
      close();
      area.focus();
      area.dispatchEvent(new Event("input", { bubbles: true }));
    })));
    list.hidden = found.length === 0 || found.some((name) => typed[1] === `${name} `);
  });
  // Down leads into the list, up and down walk it, Escape leads back.
  form.addEventListener("keydown", (event) => {
    if (list.hidden || !(event.target === area || list.contains(event.target))) return;
    const lines = [...list.querySelectorAll("button")];
    const at = lines.indexOf(document.activeElement);
    if (event.key === "ArrowDown") lines[Math.min(at + 1, lines.length - 1)].focus();
    else if (event.key === "ArrowUp") (at > 0 ? lines[at - 1] : area).focus();
    else if (event.key === "Escape") { close(); area.focus(); }
    else return;
    event.preventDefault();
  });
}

function line(name, choose) {
  const item = document.createElement("li");
  const button = document.createElement("button");
  button.type = "button";
  button.className = "button plain";
  button.textContent = name;
  button.addEventListener("click", choose);
  item.append(button);
  return item;
}
