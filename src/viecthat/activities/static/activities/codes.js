/* The codes that change every thirty seconds, as kernel/rotating_codes.py makes and checks them. */

export const SECONDS = 30;
const LETTERS = "abcdefghijklmnopqrstuvwxyz234567";
const SERIAL_BYTES = 5, STEP_BYTES = 4, SIGN_BYTES = 6;

export const stepAt = milliseconds => Math.floor(milliseconds / 1000 / SECONDS);

const bytesOf = (number, length) => {
  const bytes = new Uint8Array(length);
  for (let place = length - 1; place >= 0; place -= 1) { bytes[place] = number % 256; number = Math.floor(number / 256); }
  return bytes;
};

const base32 = bytes => {
  let letters = "", held = 0, bits = 0;
  for (const byte of bytes) {
    held = (held << 8) | byte;
    for (bits += 8; bits >= 5; bits -= 5) letters += LETTERS[(held >>> (bits - 5)) & 31];
    held &= (1 << bits) - 1;
  }
  return bits ? letters + LETTERS[(held << (5 - bits)) & 31] : letters;
};

/* The letters of the QR and the six digits of one purpose, serial number, key and step. */
export async function codeOf(purpose, serial, key, step) {
  const text = new TextEncoder();
  const signer = await crypto.subtle.importKey("raw", text.encode(key), { name: "HMAC", hash: "SHA-256" }, false, ["sign"]);
  const digest = new Uint8Array(await crypto.subtle.sign("HMAC", signer, text.encode(`${purpose}:${serial}:${step}`)));
  const raw = [purpose.charCodeAt(0), ...bytesOf(serial, SERIAL_BYTES), ...bytesOf(step, STEP_BYTES), ...digest.slice(0, SIGN_BYTES)];
  const kept = new DataView(digest.buffer).getUint32(SIGN_BYTES);
  return { letters: base32(raw), digits: String(kept % 1_000_000).padStart(6, "0") };
}
