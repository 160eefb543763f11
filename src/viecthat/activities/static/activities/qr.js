/* QR codes drawn in the browser, so that an organiser without a network can show them: bytes, level M, versions 3 to 6
   (ISO/IEC 18004), which is up to 106 letters. A test compares them with another maker's, module by module. */

// By version: data bytes in a block, blocks, error bytes in a block. All blocks of these versions are of one length.
const SHAPES = { 3: [44, 1, 26], 4: [32, 2, 18], 5: [43, 2, 24], 6: [27, 4, 16] };
const LEVEL_M = 0;

const EXP = [], LOG = [];
for (let power = 0, value = 1; power < 255; power += 1) {
  EXP[power] = value; LOG[value] = power;
  value <<= 1;
  if (value > 255) value ^= 0x11d;
}
const times = (a, b) => a && b ? EXP[(LOG[a] + LOG[b]) % 255] : 0;

const errorBytes = (data, count) => {
  let generator = [1];
  for (let power = 0; power < count; power += 1) {
    const next = [...generator, 0];
    generator.forEach((factor, place) => { next[place + 1] ^= times(factor, EXP[power]); });
    generator = next;
  }
  const rest = [...data, ...Array(count).fill(0)];
  data.forEach((_byte, place) => {
    const lead = rest[place];
    if (lead) generator.forEach((factor, offset) => { rest[place + offset] ^= times(factor, lead); });
  });
  return rest.slice(data.length);
};

const codewords = (bytes, version) => {
  const [length, blocks, errors] = SHAPES[version];
  const bits = [0, 1, 0, 0, ...bitsOf(bytes.length, 8), ...[...bytes].flatMap(byte => bitsOf(byte, 8))];
  const room = length * blocks * 8;
  bits.push(...Array(Math.min(4, room - bits.length)).fill(0));
  while (bits.length % 8) bits.push(0);
  const data = [];
  for (let place = 0; place < bits.length; place += 8) data.push(parseInt(bits.slice(place, place + 8).join(""), 2));
  for (let pad = 0xec; data.length < length * blocks; pad ^= 0xec ^ 0x11) data.push(pad);
  const parts = Array.from({ length: blocks }, (_, block) => data.slice(block * length, (block + 1) * length));
  const proofs = parts.map(part => errorBytes(part, errors));
  const woven = [];
  for (let place = 0; place < length; place += 1) woven.push(...parts.map(part => part[place]));
  for (let place = 0; place < errors; place += 1) woven.push(...proofs.map(proof => proof[place]));
  return woven;
};

const bitsOf = (number, count) => Array.from({ length: count }, (_, place) => (number >>> (count - 1 - place)) & 1);

const MASKS = [
  (r, c) => (r + c) % 2, r => r % 2, (_r, c) => c % 3, (r, c) => (r + c) % 3,
  (r, c) => (Math.floor(r / 2) + Math.floor(c / 3)) % 2, (r, c) => (r * c) % 2 + (r * c) % 3,
  (r, c) => ((r * c) % 2 + (r * c) % 3) % 2, (r, c) => ((r + c) % 2 + (r * c) % 3) % 2,
];

const formatBits = mask => {
  const said = LEVEL_M << 3 | mask;
  let rest = said << 10;
  for (let place = 14; place >= 10; place -= 1) if (rest >> place & 1) rest ^= 0x537 << (place - 10);
  return bitsOf((said << 10 | rest) ^ 0x5412, 15);
};

const frame = size => {
  const cells = Array.from({ length: size }, () => Array(size).fill(null));
  const square = (row, column, reach, dark) => {
    for (let r = -reach; r <= reach; r += 1) for (let c = -reach; c <= reach; c += 1) {
      const [y, x] = [row + r, column + c];
      if (y >= 0 && x >= 0 && y < size && x < size) cells[y][x] = dark(Math.max(Math.abs(r), Math.abs(c)));
    }
  };
  for (const [row, column] of [[3, 3], [3, size - 4], [size - 4, 3]]) square(row, column, 4, far => Number(far !== 2 && far !== 4));
  square(size - 7, size - 7, 2, far => Number(far !== 1));
  for (let place = 8; place < size - 8; place += 1) cells[6][place] = cells[place][6] = 1 - place % 2;
  cells[size - 8][8] = 1;
  return cells;
};

const formatPlaces = size => {
  const first = [0, 1, 2, 3, 4, 5, 7, 8].map(column => [8, column]).concat([7, 5, 4, 3, 2, 1, 0].map(row => [row, 8]));
  const second = Array.from({ length: 7 }, (_, place) => [size - 1 - place, 8])
    .concat(Array.from({ length: 8 }, (_, place) => [8, size - 8 + place]));
  return [first, second];
};

const drawn = (words, version, mask) => {
  const size = 17 + 4 * version;
  const cells = frame(size);
  const format = formatBits(mask);
  for (const places of formatPlaces(size)) places.forEach(([row, column], place) => { cells[row][column] = format[place]; });
  const bits = words.flatMap(word => bitsOf(word, 8));
  let next = 0, upward = true;
  for (let right = size - 1; right > 0; right -= 2) {
    if (right === 6) right = 5; // the timing column is passed over
    for (let step = 0; step < size; step += 1) {
      const row = upward ? size - 1 - step : step;
      for (const column of [right, right - 1]) {
        if (cells[row][column] !== null) continue;
        const bit = next < bits.length ? bits[next] : 0;
        cells[row][column] = MASKS[mask](row, column) === 0 ? bit ^ 1 : bit;
        next += 1;
      }
    }
    upward = !upward;
  }
  return cells;
};

// Long runs of one colour are what a camera loses its way in: of the eight masks the one with the fewest.
const runs = cells => {
  const lines = [...cells, ...cells[0].map((_, column) => cells.map(row => row[column]))];
  return lines.reduce((sum, line) => sum + (line.join("").match(/0{5,}|1{5,}/g) ?? []).reduce((part, run) => part + run.length - 2, 0), 0);
};

/* The modules of the words' QR, rows of 0 and 1, with the version and mask that were taken; null for words too long. */
export function qrOf(words) {
  const bytes = new TextEncoder().encode(words);
  const version = Object.keys(SHAPES).map(Number).find(one => bytes.length <= SHAPES[one][0] * SHAPES[one][1] - 2);
  if (!version) return null;
  const woven = codewords(bytes, version);
  const faces = MASKS.map((_, mask) => ({ cells: drawn(woven, version, mask), version, mask }));
  return faces.reduce((best, face) => runs(face.cells) < runs(best.cells) ? face : best);
}

/* The same as the path of an SVG whose units are modules, with the quiet border of four that a reader needs. */
export function qrSvg(words, label) {
  const face = qrOf(words);
  if (!face) return null;
  const side = face.cells.length + 8;
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  svg.setAttribute("viewBox", `0 0 ${side} ${side}`);
  svg.setAttribute("role", "img");
  svg.setAttribute("aria-label", label);
  svg.setAttribute("shape-rendering", "crispEdges");
  const path = svg.appendChild(document.createElementNS("http://www.w3.org/2000/svg", "path"));
  path.setAttribute("d", face.cells.flatMap((row, y) => row.map((dark, x) => dark ? `M${x + 4} ${y + 4}h1v1h-1z` : "")).join(""));
  return svg;
}
