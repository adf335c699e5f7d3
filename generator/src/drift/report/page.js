"use strict";
const form = document.getElementById("filter");
const changes = [...document.querySelectorAll("details.change")];
const shown = document.getElementById("shown");
const none = document.getElementById("none");
function filter() {
  const chosen = (name) => [...form.querySelectorAll(`input[name=${name}]:checked`)].map((it) => it.value);
  const severities = chosen("severity");
  const concerns = chosen("concerns");
  const used = chosen("used");
  const words = form.elements.text.value.toLowerCase().split(/\s+/).filter(Boolean);
  let count = 0;
  for (const change of changes) {
    const own = change.dataset.concerns.split(" ");
    const text = change.textContent.toLowerCase();
    const fits = severities.includes(change.dataset.severity)
      && (concerns.length === 0 || concerns.some((it) => own.includes(it)))
      && (change.dataset.used === undefined || used.includes(change.dataset.used))
      && words.every((it) => text.includes(it));
    change.hidden = !fits;
    if (fits) count += 1;
  }
  shown.textContent = `${count} of ${changes.length} ${form.dataset.noun}`;
  none.hidden = count > 0 || changes.length === 0;
}
form.hidden = false;
form.addEventListener("input", filter);
form.addEventListener("submit", (event) => event.preventDefault());
filter();
window.addEventListener("beforeprint", () => changes.filter((it) => !it.hidden).forEach((it) => { it.open = true; }));
