/* Marking words of a document with a pointer: the words chosen become a link. Without it a paragraph's own menu does. */
"use strict";

const bar = document.querySelector("[data-chosen-words]");

function chosen() {
  const selection = document.getSelection();
  if (!selection || selection.isCollapsed || !selection.rangeCount) return null;
  const range = selection.getRangeAt(0);
  const element = node => (node.nodeType === Node.ELEMENT_NODE ? node : node.parentElement);
  const paragraph = element(range.startContainer).closest("[data-paragraph]");
  if (!paragraph || element(range.endContainer).closest("[data-paragraph]") !== paragraph) return null;
  const before = document.createRange();
  before.setStart(paragraph, 0);
  before.setEnd(range.startContainer, range.startOffset);
  // Python counts characters, a browser counts halves of some: the spread operator counts as Python does
  const start = [...before.toString()].length;
  return { number: paragraph.dataset.paragraph, start, end: start + [...range.toString()].length };
}

document.addEventListener("selectionchange", () => {
  const words = chosen();
  bar.hidden = !words;
  if (!words) return;
  for (const link of bar.querySelectorAll("a")) {
    link.href = `${link.dataset.to}?doan=${words.number}&cau=${words.start}-${words.end}`;
  }
});
