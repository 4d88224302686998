// What starts the page: the table, links to a record or finding, and printing whole.

const isLink = () => /^#(record|finding)=/.test(location.hash);

function follow() {
  const dialog = byName("viewer");
  if (isLink()) viewer.open(location.hash);
  else if (dialog.open) dialog.close();
}

byName("viewer-close").addEventListener("click", () => byName("viewer").close());
byName("viewer").addEventListener("close", () => {
  if (isLink()) history.replaceState(null, "", "#");
});
byName("viewer").addEventListener("click", (event) => {
  if (event.target === byName("viewer")) byName("viewer").close(); // beside it
});

let closed = []; // what was folded before printing
addEventListener("beforeprint", () => {
  closed = [...document.querySelectorAll("main details:not([open])")];
  for (const details of closed) details.open = true;
  table.print();
});
addEventListener("afterprint", () => {
  for (const details of closed) details.open = false;
  byName("printed").replaceChildren();
});

table.start();
addEventListener("hashchange", follow);
// A link is followed when the pictures, which stand at the end of the page, are there.
if (document.readyState === "loading") addEventListener("DOMContentLoaded", follow);
else follow();
document.documentElement.dataset.ready = "true";
