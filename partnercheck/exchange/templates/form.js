
"use strict";
// Fills in the text form that the page holds, as partnercheck writes it itself, and counts, saves,
// copies and remembers. It sends nothing anywhere; the page's policy would not let it.
(() => {
  const form = document.getElementById("form");
  const find = id => document.getElementById(id);
  const { code, file, evidence, basis, contact } = form.dataset;
  const mailTo = contact ? ` to ${contact}` : "";
  const structural = new RegExp(`^(?:${form.dataset.structural})`);
  const bullet = new RegExp(`^(?:${form.dataset.bullet})`);
  const [shortest, longest] = [Number(form.dataset.shortest), Number(form.dataset.longest)];
  // Without the letter: the person who answers has read it; the one who imports has written it.
  const empty = [...find("text-form").childNodes].filter(each => each.id !== "text-letter")
    .map(each => each.textContent).join("");
  const questions = [...document.querySelectorAll(".question")];
  const fields = [...form.elements].filter(each => each.name && each.name !== "remember");
  const draftKey = `partnercheck ${code}`;
  // What was filled in in the questions that were cleared, until something else is filled in there.
  const cleared = new Map();
  let changed = false;
  let saved = false;
  // What "all the same" does while the bar asks: save or copy.
  let goAhead = null;

  // ---- What has been filled in

  const chosen = name => form.querySelector(`input[name="${CSS.escape(name)}"]:checked`);
  const typed = name => (form.elements[name] ? form.elements[name].value.trim() : "");
  const valueOf = name => (chosen(name) ? chosen(name).value : "");

  function answerTo(question) {
    const line = valueOf(question.id);
    const text = typed(`${question.id}-evidence`);
    const side = line === "2" ? chosen(`${question.id}-side`) : null;
    const rest = chosen(`${question.id}-basis`);
    return {
      line,
      reason: line === "n" ? typed(`${question.id}-reason`) : "",
      side: side ? side.dataset.words : "",
      text,
      // As in the text form, a basis belongs to an answer or a text.
      basis: rest && (line || text) ? rest.dataset.words : "",
    };
  }

  function isAsked(question) {
    const after = question.dataset.neededAfter;
    return !after || after.split(" ").some(each => valueOf(each) === "n") || valueOf(question.id);
  }

  const unanswered = () => questions.filter(each => isAsked(each) && !valueOf(each.id));
  // Without the questions that say themselves that they may be left out.
  const due = () => unanswered().filter(each => !("mayStayOpen" in each.dataset));
  const firstOpen = () => due()[0] || unanswered()[0];

  // ---- The text form

  const wraps = (line, after) => {
    const needed = [...line].length + 1 + [...after.replace(/\\+$/, "").split(" ")[0]].length;
    return needed > shortest && [...line].length <= longest && !bullet.test(after);
  };

  // The lines of a person's text, as exchange/form_texts.py writes them.
  function written(text) {
    if (!text.trim()) return [];
    const lines = text.trim().split(/\r\n|\r|\n/).map(each => each.trim())
      .map(each => (structural.test(each) ? `\\${each}` : each));
    return lines.map((line, n) => {
      const after = lines[n + 1] || "";
      const hard = line && after && (wraps(line, after) || line.endsWith("\\"));
      return `    ${line}${hard ? "\\" : ""}`.trimEnd();
    });
  }

  function filledForm() {
    const known = new Map(questions.map(each => [`[${each.id}]`, each]));
    const name = typed("respondent").replace(/\s+/g, " ");
    const lines = [];
    let answer = null;
    let inBasis = false;
    for (const line of empty.split("\n")) {
      const box = /^    \[ \] ([0-4un])  /.exec(line);
      if (known.has(line)) answer = answerTo(known.get(line));
      if (line.startsWith(`    ${basis}`) && answer) {
        inBasis = true;
        if (answer.text) lines.splice(-2, 2, ...written(answer.text));
      }
      if (!answer) {
        lines.push(/^Respondent:/.test(line) ? `Respondent: ${name}`.trimEnd() : line);
      } else if (box && box[1] === answer.line) {
        lines.push(line.replace("[ ]", "[x]"));
        if (box[1] === "n") lines.push(...written(answer.reason));
      } else if (inBasis && answer.basis) {
        lines.push(line.replace(`( ) ${answer.basis}`, () => `(x) ${answer.basis}`));
      } else if (!inBasis && answer.side && line.startsWith("        ( ) ")) {
        lines.push(line.replace(`( ) ${answer.side}`, () => `(x) ${answer.side}`));
      } else {
        lines.push(line);
      }
      if (!line) inBasis = false;
    }
    return lines.join("\n");
  }

  // ---- What the page shows

  function show() {
    for (const question of questions) {
      const line = valueOf(question.id);
      const side = question.querySelector(".side");
      const reason = question.querySelector(".reason");
      // Both are always there, so that nothing moves below a finger when a line is chosen.
      if (side) side.disabled = line !== "2";
      if (reason) reason.querySelector("input").disabled = line !== "n";
      showClear(question, [...question.querySelectorAll(":checked")].length || texts(question).some(each => each.value.trim()));
    }
    const asked = questions.filter(isAsked).length;
    const answered = asked - unanswered().length;
    find("progress").max = asked;
    find("progress").value = answered;
    say("progress-text", `${answered} of ${asked} answered`);
    const open = firstOpen();
    find("first-open").hidden = !open;
    if (open) find("first-open").href = `#${open.id}`;
  }

  const texts = question => [...question.querySelectorAll("textarea, input[type=text]")];

  // The button keeps its place, so that nothing moves below a finger.
  function showClear(question, hasAnswer) {
    const button = question.querySelector(".clear");
    const { number } = button.dataset;
    if (hasAnswer) cleared.delete(question);
    const back = cleared.has(question);
    button.disabled = !hasAnswer && !back;
    button.textContent = back ? "Bring the answer back" : "Clear this answer";
    button.setAttribute("aria-label", `${button.textContent}: question ${number}`);
  }

  function clearOrBringBack(question) {
    const back = cleared.get(question);
    const { checked, typedIn } = back || {
      checked: [...question.querySelectorAll(":checked")],
      typedIn: texts(question).map(each => [each, each.value]),
    };
    for (const each of checked) each.checked = Boolean(back);
    for (const [each, value] of typedIn) {
      each.value = back ? value : "";
      if (each.type === "textarea") grow(each);
    }
    if (back) cleared.delete(question);
    else cleared.set(question, { checked, typedIn });
    changed = true;
    sayWhetherSaved();
    remember();
    show();
  }

  function sayWhetherSaved() {
    say("message", saved && changed ? "Changed since you saved: save again, and send the new file." : "");
  }

  // Words that are already shown are not announced again.
  function say(id, text) {
    if (find(id).textContent !== text) find(id).textContent = text;
  }

  function showNameError(wrong) {
    const field = find("respondent");
    find("respondent-error").hidden = !wrong;
    field.setAttribute("aria-invalid", wrong ? "true" : "false");
    if (wrong) field.setAttribute("aria-describedby", "respondent-error");
    else field.removeAttribute("aria-describedby");
  }

  function grow(field) {
    field.style.height = "auto";
    field.style.height = `${field.scrollHeight + 2}px`;
  }

  // ---- Save, copy, print

  function missing() {
    const left = due().length ? unanswered() : [];
    const numbers = left.map(each => each.dataset.number);
    const shown = numbers.length > 8 ? [...numbers.slice(0, 6), `and ${numbers.length - 6} more`] : numbers;
    const nameless = typed("respondent") ? [] : [`"${find("respondent").labels[0].textContent}" is empty`];
    const one = numbers.length === 1;
    const which = one ? `Question ${numbers[0]} has no answer` : `${numbers.length} questions have no answer: ${shown.join(", ")}`;
    const open = numbers.length ? [which, `You may leave ${one ? "it" : "them"} out`] : [];
    const onlyText = left.filter(each => typed(`${each.id}-evidence`)).map(each => each.dataset.number);
    const sent = onlyText.map(each => `What you wrote at question ${each} will be sent, although no line is chosen there`);
    return [...nameless, ...open, ...sent];
  }

  // Do it at once if nothing is missing; otherwise say what is, and ask.
  function askOr(action, button, besides) {
    const found = missing();
    if (!found.length) return action();
    const text = [...found, ...besides].map(each => `${each}.`).join(" ");
    goAhead = action;
    find("all-the-same").textContent = button;
    say("message", "");
    showNameError(!typed("respondent"));
    find("asking-text").textContent = text;
    ask(true);
    find("asking-text").focus();
    return undefined;
  }

  // While the bar asks a question, it has only the two buttons that answer it.
  function ask(now) {
    find("asking").hidden = !now;
    document.querySelector(".state .save").hidden = now;
  }

  function goOn() {
    ask(false);
    goTo(typed("respondent") ? firstOpen().querySelector("input") : find("respondent"));
  }

  function goTo(field) {
    field.focus();
    field.scrollIntoView({ block: "center" });
  }

  function save() {
    ask(false);
    const address = URL.createObjectURL(new Blob([filledForm()], { type: "text/plain;charset=utf-8" }));
    const link = document.createElement("a");
    link.href = address;
    link.download = file;
    document.body.append(link);
    link.click();
    link.remove();
    setTimeout(() => URL.revokeObjectURL(address), 60000);
    find("remember").checked = false;
    forget();
    changed = false;
    saved = true;
    say("message", `Saved as ${file}, in your downloads. Now attach that file to an e-mail${mailTo}. To change an answer, change it here and save again before you close this page.`);
  }

  function askOrSave() {
    askOr(save, "Save all the same", find("remember").checked ? ["Once you save, this computer forgets what you filled in"] : []);
  }

  async function copy() {
    ask(false);
    const text = filledForm();
    try {
      await navigator.clipboard.writeText(text);
      say("message", `Copied. Now paste it into an e-mail${mailTo}.`);
    } catch {
      // Some browsers give a file no access to the clipboard: then a person copies the text.
      find("pasting").hidden = false;
      find("filled").value = text;
      find("filled").focus();
      find("filled").select();
      say("message", "Press Ctrl+C, or on a Mac Command+C, to copy the text.");
    }
  }

  // ---- The draft, which is kept only if a person asks for it

  function storage(use) {
    try {
      return use(window.localStorage);
    } catch {
      find("remember").checked = false;
      say("message", "This browser does not let a file remember anything.");
      return null;
    }
  }

  const stateOf = each => (each.type === "radio" ? each.checked : each.value);

  function remember() {
    if (!find("remember").checked) return;
    const state = fields.map(each => [each.name, each.type === "radio" ? each.value : "", stateOf(each)]);
    storage(kept => kept.setItem(draftKey, JSON.stringify(state)));
    find("forget").hidden = false;
  }

  function forget() {
    storage(kept => kept.removeItem(draftKey));
    find("forget").hidden = true;
  }

  function restore() {
    let state;
    try {
      state = JSON.parse(window.localStorage.getItem(draftKey));
    } catch {
      return;
    }
    if (!Array.isArray(state)) return;
    for (const [name, value, now] of state) {
      const field = fields.find(each => each.name === name && (each.type !== "radio" || each.value === value));
      if (field && field.type === "radio") field.checked = now;
      else if (field) field.value = now;
    }
    find("remember").checked = true;
    find("forget").hidden = false;
    say("message", "What you filled in before on this computer is here again.");
  }

  // ---- Events

  form.addEventListener("submit", event => event.preventDefault());
  form.addEventListener("input", event => {
    if (event.target.id === "filled") return;
    if (event.target.type === "textarea") grow(event.target);
    if (event.target.id === "remember" && !event.target.checked) forget();
    if (event.target.id !== "remember") changed = true;
    cleared.delete(event.target.closest(".question"));
    if (event.target.id === "respondent" && typed("respondent")) showNameError(false);
    sayWhetherSaved();
    remember();
    show();
  });
  form.addEventListener("keydown", event => {
    if (event.target.type !== "radio" || event.ctrlKey || event.altKey || event.metaKey) return;
    const question = event.target.closest(".question");
    const line = [...question.querySelectorAll(".line input")].find(each => each.value === event.key.toLowerCase());
    if (!line || event.target.name !== question.id) return;
    line.focus();
    line.click();
  });
  form.addEventListener("click", event => {
    const { target } = event;
    if (target.classList.contains("clear")) clearOrBringBack(target.closest(".question"));
    else if (target.classList.contains("save")) askOrSave();
  });
  find("go-on").addEventListener("click", goOn);
  find("first-open").addEventListener("click", event => {
    event.preventDefault();
    goTo(firstOpen().querySelector("input"));
  });
  find("all-the-same").addEventListener("click", () => goAhead());
  find("copy").addEventListener("click", () => askOr(copy, "Copy all the same", []));
  find("to-rules").addEventListener("click", event => {
    event.preventDefault();
    const here = questions.find(each => each.getBoundingClientRect().bottom > 100) || questions[0];
    find("from-rules").href = `#${here.id}`;
    find("from-rules").textContent = `Back to question ${here.dataset.number}`;
    find("from-rules").hidden = false;
    find("rules").scrollIntoView();
    find("from-rules").focus({ preventScroll: true });
  });
  find("print").addEventListener("click", () => window.print());
  find("forget").addEventListener("click", () => {
    find("remember").checked = false;
    forget();
    find("remember").focus();
    say("message", "Nothing is remembered on this computer any more.");
  });
  window.addEventListener("beforeunload", event => {
    if (changed && !find("remember").checked) event.preventDefault();
  });

  for (const each of document.querySelectorAll(".without")) each.hidden = true;
  for (const each of document.querySelectorAll(".with, .bar")) each.hidden = false;
  restore();
  for (const each of form.querySelectorAll(".note textarea")) if (each.value) grow(each);
  show();
})();
