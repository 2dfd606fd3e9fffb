// A page that stays open learns of news by server-sent events and fetches its list anew, without moving focus or scroll.

export function hearNews(root) {
  const place = root.querySelector("[data-news]");
  const list = root.querySelector("[data-list][data-fresh-from]");
  if (!place || !list || !("EventSource" in globalThis)) return;
  let source = null;
  let known = null;
  const listen = () => {
    source ??= new EventSource(place.dataset.news);
    source.addEventListener("lonceng", (event) => ring(root, event.data));
    source.addEventListener("tugas", (event) => {
      if (known !== null && event.data !== known) renew(root, list, place);
      known = event.data;
    });
  };
  const rest = () => {
    source?.close();
    source = null;
  };
  // A page nobody looks at does not ask; when it is looked at again it hears at once.
  document.addEventListener("visibilitychange", () => (document.hidden ? rest() : listen()));
  addEventListener("pagehide", rest);
  addEventListener("pageshow", (event) => event.persisted && listen());
  if (!document.hidden) listen();
}

// The bell in the header counts along.
function ring(root, count) {
  for (const each of root.querySelectorAll("[data-bell], [data-bell-words]")) each.hidden = count === "0";
  const shown = root.querySelector("[data-bell]");
  if (shown) shown.textContent = count;
}

async function renew(root, list, place) {
  let text;
  try {
    const answer = await fetch(list.dataset.freshFrom, { credentials: "same-origin" });
    if (!answer.ok || answer.redirected) return;
    text = await answer.text();
  } catch {
    return; // The network is away: what is shown stays, the next news brings it up to date.
  }
  if (list.contains(document.activeElement) && document.activeElement.matches("input, select, textarea")) return;
  const before = new Set(addresses(list));
  const focused = list.contains(document.activeElement) ? document.activeElement : null;
  const wanted = focused?.closest("[data-row]")?.querySelector("a")?.getAttribute("href");
  const claiming = focused?.matches("[data-claim]");
  list.innerHTML = text;
  for (const [name, count] of counts(list)) {
    const shown = root.querySelector(`[data-fresh="${CSS.escape(name)}"]`);
    if (shown) shown.textContent = count;
  }
  const row = wanted && [...list.querySelectorAll("[data-row]")].find((each) => each.querySelector("a").getAttribute("href") === wanted);
  if (row) ((claiming && row.querySelector("[data-claim]")) || row.querySelector("a")).focus({ preventScroll: true });
  else if (focused) (list.querySelector("[data-row] a") ?? document.querySelector("main")).focus({ preventScroll: true });
  const fresh = addresses(list).filter((address) => !before.has(address)).length;
  if (fresh) root.querySelector("[data-said]").textContent = (fresh === 1 ? place.dataset.one : place.dataset.many).replace("#", fresh);
}

function addresses(list) {
  return [...list.querySelectorAll("[data-row] a")].map((link) => link.getAttribute("href"));
}

function counts(list) {
  return [...list.querySelectorAll("template[data-count-of]")].map((each) => [each.dataset.countOf, each.dataset.count]);
}
