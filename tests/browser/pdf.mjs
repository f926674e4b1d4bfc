// How full the pages of a PDF are that Chromium printed: for each page the part of its height above the
// lowest line of text. It reads what Skia writes, plain page objects and deflated contents, nothing else.
import { inflateSync } from "node:zlib";

export function fullness(bytes) {
  const text = bytes.toString("latin1");
  const objects = new Map(Array.from(text.matchAll(/(?:^|\n)(\d+) 0 obj\n/g), (found) => [found[1], found.index + found[0].length]));
  const body = (id) => text.slice(objects.get(id), text.indexOf("endobj", objects.get(id)));
  const pages = Array.from(objects.keys(), body).filter((one) => /\/Type \/Page\b(?!s)/.test(one));
  return pages.map((page) => {
    const height = Number(/\/MediaBox \[0 0 [\d.]+ ([\d.]+)\]/.exec(page)[1]);
    return 1 - Math.max(0, lowest(contents(/\/Contents (\d+) 0 R/.exec(page)[1]), height)) / height;
  });

  function contents(id) {
    const head = body(id);
    const begin = objects.get(id) + head.indexOf("stream\n") + 7;
    const length = Number(/\/Length (\d+)/.exec(head)[1]);
    return inflateSync(bytes.subarray(begin, begin + length)).toString("latin1");
  }
}

// The lowest place of text, in points from the bottom of the page.
function lowest(program, height) {
  let matrix = [1, 0, 0, 1, 0, 0];
  let place = matrix;
  let low = height;
  const saved = [];
  let operands = [];
  const times = (a, b) => [
    a[0] * b[0] + a[1] * b[2], a[0] * b[1] + a[1] * b[3], a[2] * b[0] + a[3] * b[2], a[2] * b[1] + a[3] * b[3],
    a[4] * b[0] + a[5] * b[2] + b[4], a[4] * b[1] + a[5] * b[3] + b[5],
  ];
  for (const word of program.match(/<[^>]*>|\((?:\\.|[^)\\])*\)|[^\s[\]()<>]+/g) ?? []) {
    if (/^[-+.\d]/.test(word)) { operands.push(Number(word)); continue; }
    if (word === "q") { saved.push(matrix); }
    if (word === "Q") { matrix = saved.pop(); }
    if (word === "cm") { matrix = times(operands.slice(-6), matrix); }
    if (word === "Tm") { place = operands.slice(-6); }
    if (word === "Tj" || word === "TJ") { low = Math.min(low, times(place, matrix)[5]); continue; }
    if (/^[A-Za-z]/.test(word)) { operands = []; }
  }
  return low;
}
