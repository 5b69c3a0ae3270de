// <script src="https://HOST/widget.js" data-organisation="ID" data-language="zh-TW" defer></script>
// Puts a button on the page; the frame behind it is loaded when it is pressed, and sets no cookie.
"use strict";

(() => {
  const tag = document.currentScript;
  if (!tag || !tag.dataset.organisation) return;
  const home = new URL(tag.src).origin;
  const english = (tag.dataset.language || document.documentElement.lang || "zh-TW").toLowerCase().startsWith("en");
  const words = english
    ? { open: "AI at work: ask about your rights", close: "Close", title: "Ask about AI at work" }
    : { open: "職場 AI 權益助理", close: "關閉", title: "職場 AI 權益助理" };
  const colour = /^#[0-9a-f]{6}$/i.test(tag.dataset.colour || "") ? tag.dataset.colour : "#1f5f8b";
  const parts = [1, 3, 5].map((at) => parseInt(colour.slice(at, at + 2), 16) / 255).map((part) => (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4));
  const ink = 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2] > 0.179 ? "#000000" : "#ffffff";
  const button = document.createElement("button");
  button.type = "button";
  button.textContent = words.open;
  button.setAttribute("aria-expanded", "false");
  Object.assign(button.style, {
    position: "fixed", insetInlineEnd: "16px", insetBlockEnd: "16px", zIndex: "2147483000", padding: "12px 18px", minHeight: "48px", border: "0",
    borderRadius: "24px", background: colour, color: ink, font: "600 16px/1.4 system-ui, sans-serif", cursor: "pointer", boxShadow: "0 2px 10px rgb(0 0 0 / 30%)",
  });
  let frame = null;

  function build() {
    const made = document.createElement("iframe");
    made.title = words.title;
    made.src = `${home}/widget/${encodeURIComponent(tag.dataset.organisation)}?lang=${english ? "en" : "zh-TW"}`;
    made.referrerPolicy = "no-referrer";
    made.setAttribute("sandbox", "allow-scripts allow-same-origin allow-forms allow-popups allow-popups-to-escape-sandbox");
    Object.assign(made.style, {
      position: "fixed", insetInlineEnd: "16px", insetBlockEnd: "76px", zIndex: "2147483000", width: "min(400px, calc(100vw - 32px))",
      height: "min(640px, calc(100vh - 100px))", border: "1px solid #7a8691", borderRadius: "12px", background: "#fff",
    });
    document.body.append(made);
    return made;
  }

  function show(open) {
    frame = frame || build();
    frame.hidden = !open;
    frame.style.display = open ? "block" : "none";
    button.setAttribute("aria-expanded", String(open));
    button.textContent = open ? words.close : words.open;
    if (open) frame.focus();
  }

  button.addEventListener("click", () => show(button.getAttribute("aria-expanded") !== "true"));
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && button.getAttribute("aria-expanded") === "true") { show(false); button.focus(); }
  });
  document.body.append(button);
})();
