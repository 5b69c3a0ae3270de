// Makes the page quicker and quieter. Everything here also works without it, by plain forms and links.
"use strict";

(() => {
  const composer = document.getElementById("composer");
  if (!composer || !window.fetch || !window.EventSource) return;

  const talk = document.getElementById("talk");
  const status = document.getElementById("status");
  const fault = document.getElementById("fault");
  const text = document.getElementById("text");
  const reader = document.getElementById("reader");
  const words = composer.dataset;
  const BY_SCRIPT = { "X-Requested-With": "chat", Accept: "application/json" };
  const calm = window.matchMedia("(prefers-reduced-motion: reduce)");

  // --- saying things ---

  function announce(sentence) {
    status.textContent = "";
    window.requestAnimationFrame(() => { status.textContent = sentence; });
  }

  function complain(sentence) {
    fault.textContent = sentence;
    fault.hidden = !sentence;
    if (sentence) text.setAttribute("aria-invalid", "true");
    else text.removeAttribute("aria-invalid");
    text.setAttribute("aria-describedby", sentence ? "keys fault" : "keys");
  }

  function show(turn) {
    turn.scrollIntoView({ behavior: calm.matches ? "auto" : "smooth", block: "start" });
  }

  // --- sending ---

  async function send(form, button) {
    if (form.dataset.busy) return;
    form.dataset.busy = "yes";
    const body = new URLSearchParams(new FormData(form));
    if (button && button.name) body.set(button.name, button.value);
    const written = form === composer ? text.value : null;
    complain("");
    announce(words.sending);
    try {
      const response = await fetch(form.action, { method: "POST", headers: BY_SCRIPT, body, credentials: "same-origin" });
      const promise = await response.json();
      if (response.status === 202) accepted(form, promise, written);
      else refused(promise);
    } catch {
      refused({ error: words.offline });
    } finally {
      delete form.dataset.busy;
    }
  }

  function refused(promise) {
    if (promise.token) document.querySelectorAll("input[name=token]").forEach((field) => { field.value = promise.token; });
    announce("");
    complain(promise.error || words.offline);
    text.focus();
  }

  function accepted(form, promise, written) {
    if (form === composer) {
      form.elements.nonce.value = promise.nonce;
      if (text.value === written) text.value = "";
      form.querySelectorAll("input[name=company], .about").forEach((part) => part.remove());
    }
    let turn = document.getElementById(`turn-${promise.id}`);
    if (!turn) {
      talk.insertAdjacentHTML("beforeend", promise.html);
      turn = document.getElementById(`turn-${promise.id}`);
      ["welcome", "notice"].forEach((id) => document.getElementById(id)?.remove());
      document.querySelector(".hello")?.classList.replace("hello", "unseen");
      text.placeholder = words.more;
      document.getElementById("forget").hidden = false;
    }
    if (form !== composer) turn.focus({ preventScroll: true });
    show(turn);
    if (turn.querySelector("[data-final]")) tell(turn);
    else follow(turn);
  }

  // --- following a turn ---

  function follow(turn) {
    if (!turn.dataset.events || turn.dataset.followed) return;
    turn.dataset.followed = "yes";
    const stream = new EventSource(turn.dataset.events);
    const slot = turn.querySelector(".reply-slot");
    stream.addEventListener("progress", (event) => {
      const line = slot.querySelector("[data-progress]");
      if (line) line.textContent = event.data;
    });
    stream.addEventListener("provisional", (event) => { slot.innerHTML = event.data; });
    stream.addEventListener("reply", (event) => {
      stream.close();
      arrived(turn, event.data);
    });
    stream.addEventListener("error", (event) => {
      stream.close();
      if (event.data) late(turn, event.data);
      else fetchReply(turn, 1);
    });
  }

  async function fetchReply(turn, attempt) {
    try {
      const response = await fetch(`/turns/${turn.dataset.turn}`, { headers: BY_SCRIPT, credentials: "same-origin" });
      if (response.status === 200) return arrived(turn, await response.text());
      if (response.status === 404) return late(turn, words.late);
    } catch {
      // the line is down: the next attempt may find it up
    }
    if (attempt >= 6) return late(turn, words.late);
    return window.setTimeout(() => fetchReply(turn, attempt + 1), 500 * 2 ** attempt);
  }

  function arrived(turn, html) {
    const slot = turn.querySelector(".reply-slot");
    slot.innerHTML = html;
    delete turn.dataset.events;
    tell(turn);
    if (document.activeElement !== text || !text.value) show(turn);
  }

  function tell(turn) {
    const first = turn.querySelector(".first, .answer p, .prose");
    announce(`${words.arrived} ${first ? first.textContent : ""}`);
  }

  function late(turn, sentence) {
    const line = turn.querySelector("[data-progress]");
    if (line) line.textContent = sentence;
    turn.querySelector(".waiting")?.classList.add("late");
    announce(sentence);
  }

  // --- a passage in place ---

  async function open(link) {
    try {
      const response = await fetch(link.href, { headers: { "X-Requested-With": "chat" }, credentials: "same-origin" });
      if (!response.ok) throw new Error("no passage");
      document.getElementById("reader-body").innerHTML = await response.text();
      reader.showModal();
      reader.scrollTop = 0;
    } catch {
      window.location.assign(link.href);
    }
  }

  // --- what people do ---

  document.addEventListener("submit", (event) => {
    if (!event.target.matches("form[data-chat]")) return;
    event.preventDefault();
    send(event.target, event.submitter);
  });

  document.addEventListener("click", (event) => {
    const link = event.target.closest("a[data-passage]");
    if (link && reader.showModal && !event.metaKey && !event.ctrlKey && !event.shiftKey && event.button === 0) {
      event.preventDefault();
      open(link);
    }
    if (event.target === reader) reader.close();
  });

  text.addEventListener("keydown", (event) => {
    // While an input method is choosing characters, Enter belongs to it (229: browsers that end composing first).
    if (event.key !== "Enter" || event.shiftKey || event.isComposing || event.keyCode === 229) return;
    event.preventDefault();
    composer.requestSubmit();
  });

  document.querySelectorAll("[data-events]").forEach(follow);
})();
