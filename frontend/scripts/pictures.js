// The picture of a file that cannot be drawn (damaged, locked) goes; its name and its download stay.
export function hideMissing(root) {
  const hide = (picture) => picture.closest(".thumb").setAttribute("hidden", "");
  root.addEventListener("error", (event) => event.target.matches?.(".thumb img") && hide(event.target), true); // it does not bubble
  for (const picture of root.querySelectorAll(".thumb img")) if (picture.complete && !picture.naturalWidth) hide(picture);
}
