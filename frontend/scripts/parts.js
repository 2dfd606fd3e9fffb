// Parts of a page that come after it: what stands there until then is a link to the same.

export function fillParts(root) {
  for (const part of root.querySelectorAll("[data-load]")) fill(part);
}

async function fill(part) {
  part.ariaBusy = "true";
  try {
    const answer = await fetch(part.dataset.load, { credentials: "same-origin" });
    if (answer.ok && !answer.redirected) part.innerHTML = await answer.text();
  } catch {
    // The network is away: the link stays.
  }
  part.ariaBusy = null;
  part.dataset.loaded = "yes";
}
