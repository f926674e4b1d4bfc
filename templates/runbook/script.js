"use strict";
(function () {
  const root = document.documentElement;
  const prefix = "hybrid-oauth:" + root.dataset.bundle + ":";
  const boxes = Array.from(document.querySelectorAll("input[type=checkbox]"));
  const fields = Array.from(document.querySelectorAll("input.field"));
  const progress = document.getElementById("progress");

  // A browser may refuse storage, above all for files; the page then works without memory.
  function recall(name) {
    try { return localStorage.getItem(prefix + name) ?? ""; } catch (error) { return ""; }
  }
  function keep(name, text) {
    try {
      if (text) { localStorage.setItem(prefix + name, text); } else { localStorage.removeItem(prefix + name); }
    } catch (error) { /* see recall */ }
  }
  function count() {
    const steps = boxes.filter((box) => box.classList.contains("done"));
    progress.textContent = steps.filter((box) => box.checked).length + " / " + steps.length;
  }
  for (const box of boxes) {
    box.checked = recall(box.id) !== "";
    box.addEventListener("change", function () { keep(box.id, box.checked ? "1" : ""); count(); });
  }
  for (const field of fields) {
    field.value = recall(field.id);
    field.addEventListener("change", function () { keep(field.id, field.value); });
  }
  document.getElementById("reset").addEventListener("click", function () {
    for (const box of boxes) { box.checked = false; keep(box.id, ""); }
    for (const field of fields) { field.value = ""; keep(field.id, ""); }
    count();
  });
  count();

  function copyBySelection(element) {
    const selection = getSelection();
    selection.selectAllChildren(element);
    const done = document.execCommand("copy");
    if (done) { selection.removeAllRanges(); }
    return done;
  }
  async function copy(element) {
    try {
      await navigator.clipboard.writeText(element.textContent);
      return true;
    } catch (error) {
      return copyBySelection(element);
    }
  }
  const status = document.getElementById("status");
  for (const button of document.querySelectorAll("button[data-copy]")) {
    const word = button.textContent;
    button.addEventListener("click", async function () {
      const done = await copy(document.getElementById(button.dataset.copy));
      button.textContent = done ? root.dataset.copied : root.dataset.failed;
      status.textContent = button.textContent;
      setTimeout(function () { button.textContent = word; status.textContent = ""; }, 1500);
    });
  }

  // What is folded away on the screen is there on paper.
  let folded = [];
  addEventListener("beforeprint", function () {
    folded = Array.from(document.querySelectorAll("details:not([open])"));
    for (const part of folded) { part.open = true; }
  });
  addEventListener("afterprint", function () {
    for (const part of folded) { part.open = false; }
  });
})();
