// The conversation inside the frame. Its token stays in memory; it is kept on the device only after the person ticked the box.
"use strict";

(() => {
  const { organisation, language, you, sending, offline } = document.body.dataset;
  const talk = document.getElementById("talk");
  const text = document.getElementById("text");
  const status = document.getElementById("status");
  const keep = document.getElementById("keep");
  const place = `recourse:${organisation}`;
  let thread = "new";
  let busy = false;

  function kept() {
    try { return window.localStorage.getItem(place); } catch { return null; }
  }

  function store() {
    try {
      if (keep.checked && thread !== "new") window.localStorage.setItem(place, thread);
      else window.localStorage.removeItem(place);
    } catch {
      // storage is closed to frames here: the conversation lives as long as the page
    }
  }

  function add(kind, words) {
    const block = document.createElement("div");
    block.className = kind;
    if (kind === "said") block.setAttribute("aria-label", `${you}: ${words}`);
    words.split(/(https?:\/\/[^\s｜）)]+)/).forEach((part, index) => {
      if (index % 2 === 0) { block.append(part); return; }
      const link = document.createElement("a");
      link.href = part;
      link.target = "_blank";
      link.rel = "noopener noreferrer";
      link.textContent = part;
      block.append(link);
    });
    talk.append(block);
    block.scrollIntoView({ block: "start" });
    return block;
  }

  async function send(line, shown) {
    if (busy) return;
    busy = true;
    status.textContent = sending;
    try {
      const response = await fetch(`/widget/${encodeURIComponent(organisation)}/turns?lang=${language}`, {
        method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify({ ...line, thread }), credentials: "omit",
      });
      const answer = await response.json();
      if (!response.ok) { status.textContent = answer.error || offline; return; }
      thread = answer.thread;
      store();
      add("said", shown);
      const reply = add("reply", answer.text);
      reply.lang = answer.language;
      const choices = document.createElement("div");
      choices.className = "choices";
      answer.actions.forEach((action) => {
        const button = document.createElement("button");
        button.type = "button";
        button.textContent = action.label;
        button.addEventListener("click", () => send({ choice: action.token, lang: answer.language }, action.label));
        choices.append(button);
      });
      if (answer.actions.length) reply.append(choices);
      status.textContent = "";
      if (line.text === text.value.trim()) text.value = "";
    } catch {
      status.textContent = offline;
    } finally {
      busy = false;
    }
  }

  document.getElementById("composer").addEventListener("submit", (event) => {
    event.preventDefault();
    if (text.value.trim()) send({ text: text.value.trim() }, text.value.trim());
  });
  document.querySelector("#composer button").disabled = false; // closed until now: a form sent before this line would be lost
  text.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && !event.shiftKey && !event.isComposing) { event.preventDefault(); event.target.form.requestSubmit(); }
  });
  keep.addEventListener("change", store);
  document.getElementById("forget").addEventListener("click", async () => {
    if (thread !== "new") {
      await fetch(`/widget/${encodeURIComponent(organisation)}/forget`, {
        method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify({ text: "", thread }), credentials: "omit",
      }).catch(() => null);
    }
    thread = "new";
    keep.checked = false;
    store();
    talk.replaceChildren();
    text.focus();
  });
  const known = kept();
  if (known) { thread = known; keep.checked = true; }
})();
