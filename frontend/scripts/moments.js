// Dates are typed as Indonesians write them, 24/11/2026; this adds the browser's own picker beside each.

const DAY = /^(\d{1,2})[/.\-\s](\d{1,2})[/.\-\s](\d{4})$/;
const HOUR = /^(\d{1,2})[.:](\d{2})$/;
const PICKERS = { date: "date", time: "time", datetime: "datetime-local" };
const NAMES = document.documentElement.lang === "en"
  ? { date: "Choose a date", time: "Choose a time", datetime: "Choose date and time", short: "Choose" }
  : { date: "Pilih tanggal", time: "Pilih jam", datetime: "Pilih tanggal dan jam", short: "Pilih" };

// Typed text -> ISO text, as the server reads it; what is not understood stays.
export const MOMENTS = {
  date: (text) => text.replace(DAY, (_, day, month, year) => `${year}-${month.padStart(2, "0")}-${day.padStart(2, "0")}`),
  time: (text) => text.replace(HOUR, (_, hour, minute) => `${hour.padStart(2, "0")}:${minute}`),
  datetime: (text) => {
    const cut = text.lastIndexOf(" ");
    return cut < 0 ? text : `${MOMENTS.date(text.slice(0, cut).trim())}T${MOMENTS.time(text.slice(cut + 1))}:00+07:00`;
  },
};

export function addPickers(root) {
  for (const input of root.querySelectorAll("input[data-moment]")) {
    if (!("showPicker" in input) || input.nextElementSibling?.matches(".picker")) continue;
    input.after(picker(input));
  }
}

function picker(input) {
  const kind = input.dataset.moment;
  const box = document.createElement("span");
  box.className = "picker";
  const native = document.createElement("input");
  native.type = PICKERS[kind];
  native.tabIndex = -1;
  native.ariaHidden = "true";
  const button = document.createElement("button");
  button.type = "button";
  button.className = "button slim";
  button.textContent = NAMES.short;
  const name = input.labels[0]?.textContent.replace("(wajib)", "").trim() ?? "";
  button.ariaLabel = `${NAMES[kind]}: ${name}`;
  button.addEventListener("click", () => {
    native.value = MOMENTS[kind](input.value.trim()).slice(0, 16);
    native.showPicker();
  });
  native.addEventListener("change", () => {
    input.value = written(kind, native.value);
    input.dispatchEvent(new Event("input", { bubbles: true }));
    input.focus();
  });
  box.append(native, button);
  return box;
}

// ISO text of the picker -> 24/11/2026 09.30.
function written(kind, value) {
  const [day, hour] = kind === "time" ? ["", value] : value.split("T");
  const parts = day ? [day.split("-").reverse().join("/")] : [];
  if (hour) parts.push(hour.slice(0, 5).replace(":", "."));
  return parts.join(" ");
}
