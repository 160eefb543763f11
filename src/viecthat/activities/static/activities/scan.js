/* The camera in the page, where the browser reads QR codes. What was scanned is put in the outbox with the moment it
   was scanned, and sent at once or when there is a network again. */
"use strict";

{
  const scanner = document.querySelector("#scanner");
  const words = scanner.dataset;
  const said = scanner.querySelector("[data-said]");
  const start = scanner.querySelector("[data-start]");
  const video = scanner.querySelector("video");
  const LETTERS = /\/dd\/([a-z2-7]{26})\/?$/i;

  /* One scan: kept, sent. Also called by whatever else reads a code. */
  const scanned = async address => {
    const found = LETTERS.exec(address);
    if (!found || !window.outbox) return false;
    const at = outbox.clock();
    const time = new Date(at).toLocaleTimeString("vi", { hour: "2-digit", minute: "2-digit" });
    const key = `dd-${found[1].toLowerCase()}`;
    await outbox.keep({
      key, title: words.title.replace("{time}", time), address: words.address,
      fields: [["code", found[1].toLowerCase()], ["luc", String(Math.round(at))]],
    });
    const outcome = await outbox.send(key);
    if (outcome.state === "sent") location.assign(outcome.url);
    else if (outcome.state === "waiting") said.textContent = words.waiting.replace("{time}", time);
    else { said.textContent = outcome.why.join(" "); await outbox.drop(key); }
    return true;
  };
  window.viecthatScanned = scanned;

  const look = async () => {
    const reader = new BarcodeDetector({ formats: ["qr_code"] });
    let stream;
    try {
      stream = await navigator.mediaDevices.getUserMedia({ video: { facingMode: "environment" } });
    } catch {
      said.textContent = words.noCamera;
      return;
    }
    video.srcObject = stream;
    video.hidden = false;
    await video.play();
    const stop = () => { for (const track of stream.getTracks()) track.stop(); video.hidden = true; };
    const again = async () => {
      for (const one of await reader.detect(video).catch(() => [])) {
        if (LETTERS.test(one.rawValue)) { stop(); await scanned(one.rawValue); return; }
      }
      if (stream.active) requestAnimationFrame(again);
    };
    again();
  };

  if ("BarcodeDetector" in window && navigator.mediaDevices) {
    start.hidden = false;
    scanner.querySelector("[data-plain]").hidden = true;
    start.addEventListener("click", () => { start.hidden = true; look(); });
  }
}
