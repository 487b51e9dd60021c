// Comforts only: every page works without this file.

const typed = new WeakSet(); // forms holding text nobody has sent yet
const guarded = (form) => form && form.method === "post" && form.matches(".page .form");

// Summary of errors: read it first, and remember that the form still holds unsent text.
const summary = document.querySelector(".error-summary");
if (summary) {
  summary.focus();
  const form = summary.closest("form");
  if (guarded(form) && form.querySelector("textarea")) typed.add(form);
}

document.addEventListener("input", (event) => {
  const form = event.target.form;
  if (guarded(form) && event.target.type !== "password") typed.add(form);
});

document.addEventListener("submit", (event) => typed.delete(event.target));

window.addEventListener("beforeunload", (event) => {
  if ([...document.forms].some((form) => typed.has(form))) event.preventDefault();
});

document.addEventListener("keydown", (event) => {
  const field = event.target.closest("input, textarea, select, [contenteditable]");
  if (event.key === "/" && !field && !event.ctrlKey && !event.metaKey && !event.altKey) {
    const find = [...document.querySelectorAll("[data-find], .filters input[type=search], .filters input[type=text]")]
      .find((one) => one.offsetParent !== null);
    if (find) {
      event.preventDefault();
      find.focus();
      find.select();
    }
  }
  if (event.key === "Enter" && (event.ctrlKey || event.metaKey) && field?.form?.method === "post") {
    event.preventDefault();
    field.form.requestSubmit();
  }
});

// A day picked from the calendar shows at once; a day typed waits for Enter or the button.
for (const form of document.querySelectorAll("form[data-turn-day]")) {
  const day = form.querySelector("input[type=date]");
  let byKeyboard = false;
  day.addEventListener("keydown", () => { byKeyboard = true; });
  day.addEventListener("pointerdown", () => { byKeyboard = false; });
  day.addEventListener("change", () => {
    if (!byKeyboard && day.value && day.checkValidity()) form.requestSubmit();
  });
}

// The person's menu closes on Escape and on a click elsewhere.
const person = document.querySelector("details.person");
if (person) {
  document.addEventListener("click", (event) => {
    if (!person.contains(event.target)) person.open = false;
  });
  person.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && person.open) {
      person.open = false;
      person.querySelector("summary").focus();
    }
  });
}

// A chart wider than its place shows its newest end first.
for (const chart of document.querySelectorAll(".two-voices > .chart-scroll, .trend > .chart-scroll")) {
  chart.scrollLeft = document.dir === "rtl" ? 0 : chart.scrollWidth;
}

// A long form keeps itself: two seconds after the last key it is sent as a draft, whole.
for (const form of document.querySelectorAll("form[data-autosave]")) {
  const state = form.querySelector("[data-autosave-state]");
  let waiting = 0;
  let sending = false;
  let stopped = false;
  const save = async () => {
    if (stopped) return;
    if (sending) { waiting = setTimeout(save, 1000); return; }
    sending = true;
    const content = new FormData(form);
    content.set("action", "autosave");
    try {
      const answer = await fetch(location.href, { method: "POST", body: content, headers: { Accept: "application/json" } });
      const said = await answer.json();
      if (answer.ok) {
        form.elements.version.value = said.version;
        const now = new Date();
        state.textContent = `${said.saved} ${now.getHours()}:${String(now.getMinutes()).padStart(2, "0")}`;
        if (!waiting) typed.delete(form);
      } else {
        state.textContent = said.said;
        stopped = answer.status === 409;
      }
    } catch { /* offline: the text is still here, the next key tries again */ }
    sending = false;
  };
  form.addEventListener("input", () => {
    clearTimeout(waiting);
    waiting = setTimeout(() => { waiting = 0; save(); }, 2000);
  });
  form.addEventListener("submit", () => { clearTimeout(waiting); stopped = true; });
}
