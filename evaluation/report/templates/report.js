// Searching and choosing in the list of questions. Without scripts, a style sheet narrows the list
// to what a link "#only-..." names.
(() => {
  "use strict";
  const form = document.getElementById("find");
  const count = document.getElementById("count");
  const rows = [...document.querySelectorAll(".q")];
  const texts = new Array(rows.length);

  function apply() {
    form.choice.value = location.hash.startsWith("#only-") ? location.hash.slice(6) : "";
    const only = form.choice.value; // empty where there is no such choice
    const words = form.search.value.toLowerCase().split(/\s+/).filter(Boolean);
    let shown = 0;
    rows.forEach((row, i) => {
      if (words.length) texts[i] ??= row.textContent.toLowerCase();
      const found =
        (!only || row.classList.contains("f-" + only)) &&
        words.every((word) => texts[i].includes(word));
      if (row.hidden === found) row.hidden = !found;
      if (found) shown += 1;
    });
    count.textContent = `${shown} of ${rows.length} questions`;
  }

  // Narrowing the list moves what was scrolled to.
  function follow() {
    apply();
    if (location.hash.startsWith("#only-")) document.getElementById("questions").scrollIntoView();
  }

  let waiting;
  form.search.addEventListener("input", () => {
    clearTimeout(waiting);
    waiting = setTimeout(apply, 120);
  });
  form.choice.addEventListener("change", () => {
    location.hash = form.choice.value ? "only-" + form.choice.value : "questions";
  });
  form.addEventListener("submit", (event) => event.preventDefault());
  addEventListener("hashchange", follow);
  form.hidden = false;
  follow();
})();
