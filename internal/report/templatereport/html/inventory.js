// The inventory page: a card for each template.

const ranks = {read: 1, write: 2, admin: 3};
const inWords = {read: "read-only", write: "read and write", admin: "admin"}; // as the form says it
const gravity = ["none", "read", "write", "admin"];
const risks = ["No permissions", "Reads only", "Can write", "Can administer"];
const ownAccount = "The user who opens the link";

const texts = (numbers) => (numbers ?? []).map((n) => data.texts[n]);

function pairs(list) {
  const out = [];
  for (let i = 0; i < (list ?? []).length; i += 2) {
    out.push([list[i], list[i + 1]]);
  }
  return out;
}

// A level that is none may do anything.
const rankOf = (level) => (Object.hasOwn(ranks, level) ? ranks[level] : 3);

function template(raw, place) {
  const grants = pairs(raw.grants).map(([permission, level]) => {
    const [name, label, section] = data.permissions[permission];
    return {name, label, section, level: data.texts[level]};
  });
  return {
    ...raw, place, grants,
    risk: Math.max(0, ...grants.map((grant) => rankOf(grant.level))),
    lifetime: data.texts[raw.lifetime],
    repositories: texts(raw.repositories),
    choice: data.texts[raw.choice ?? 0],
    owners: texts(raw.owners),
    endpoints: texts(raw.endpoints),
    labels: pairs(raw.labels).map(([name, value]) => [data.texts[name], data.texts[value]]),
    steps: raw.steps.map((step) => ({
      label: data.texts[step.label], text: data.texts[step.text], values: texts(step.values), paste: step.paste,
    })),
  };
}

const rows = data.templates.map(template);

// ---- Parts of a card ----

// meter shows a level by the number of its bars, beside the word.
function meter(rank) {
  const bars = [1, 2, 3].map((n) => make("i", {class: n <= rank ? "on" : null}));
  return make("span", {class: "meter", "aria-hidden": "true"}, bars);
}

function permissions(t) {
  if (!t.grants.length) {
    return make("p", {class: "muted"}, "No permissions: it can only read public data.");
  }
  const sections = new Map();
  for (const grant of t.grants) {
    sections.set(grant.section, [...(sections.get(grant.section) ?? []), grant]);
  }
  return [...sections].map(([title, grants]) => make("div", {class: "grants"},
    make("h3", {}, title),
    make("ul", {}, grants.map((grant) => make("li", {class: `grant level-${rankOf(grant.level)}`, title: `${grant.name}=${grant.level}`},
      meter(rankOf(grant.level)), outside(grant.label), make("span", {class: "level"}, outside(Object.hasOwn(inWords, grant.level) ? inWords[grant.level] : grant.level)))))));
}

function facts(t) {
  const list = [
    ["Resource owner", t.target ? outside(t.target) : ownAccount],
    ["Lifetime", t.lifetime],
    ["Who may hold it", t.owners.length ? joined(t.owners.map(outside)) : "Anyone"],
    ["Repositories", t.choice ? t.choice : joined(t.repositories.map(code)), "repositories"],
  ];
  if (t.labels.length) {
    list.push(["Labels", t.labels.map(([name, value]) => make("span", {class: "label"}, outside(`${name}: ${value}`))), "labels"]);
  }
  if (t.justification) {
    list.push(["Justification", [make("span", {class: "prose"}, outside(t.justification)), " ",
      copyButton(() => t.justification, `the justification of ${t.name}`)], "justification"]);
  }
  return make("dl", {class: "facts"}, list.map(([term, value, width]) =>
    make("div", {class: width}, make("dt", {}, term), make("dd", {}, value))));
}

function step(t, s) {
  const values = s.values.length > 1 || s.values.some((value) => value.length > 40)
    ? make("ul", {}, s.values.map((value) => make("li", {}, code(value))))
    : joined(s.values.map(code));
  return make("li", {}, make("strong", {}, `${s.label}: `), s.text, " ", values,
    s.paste ? [make("span", {class: "prose"}, outside(t.justification)), " ",
      copyButton(() => t.justification, `the justification of ${t.name} again`)] : null);
}

function steps(t, open) {
  return make("details", {class: "steps", open},
    make("summary", {}, `By hand in the form: ${counted(t.steps.length, "step")}`),
    make("ol", {}, t.steps.map((s) => step(t, s))));
}

function endpoints(t) {
  if (!t.endpoints.length) {
    return null;
  }
  return make("details", {}, make("summary", {}, `What it is for: ${counted(t.endpoints.length, "endpoint")}`),
    make("ul", {class: "endpoints"}, t.endpoints.map((endpoint) => make("li", {}, code(endpoint)))));
}

function card(t, explorer) {
  const id = `template-${t.place}`;
  const byHand = steps(t, explorer.extra !== "");
  const create = link(t.url, {class: "create", onclick: () => { byHand.open = true; }, "aria-label": `Create token ${t.name} (opens GitHub's form in a new tab)`}, "Create token");
  return make("article", {class: "card", "aria-labelledby": id},
    make("header", {},
      make("div", {class: "names"},
        make("h2", {id}, outside(t.name || t.address)),
        make("a", {class: "address", href: `#${new URLSearchParams({template: t.address})}`, title: "Link to this template"}, code(t.address))),
      make("div", {class: "act"}, make("span", {class: `risk level-${t.risk}`}, meter(t.risk), risks[t.risk]), create)),
    t.description ? make("p", {class: "purpose"}, outside(t.description)) : null,
    make("div", {class: "columns"},
      make("div", {class: "may"}, permissions(t)),
      facts(t)),
    make("div", {class: "folds"}, byHand, endpoints(t)));
}

// ---- The list ----

const byName = (a, b) => compareText(a.name, b.name) || a.place - b.place;

new Explorer({
  rows, batch: 20, noun: ["template"], placeholder: "Name, purpose, permission, repository ...", draw: card,
  only: {name: "template", value: (t) => t.address},
  texts: (t) => [
    t.address, t.name, t.description ?? "", t.target ?? "", t.lifetime, t.choice, t.justification ?? "", risks[t.risk],
    ...t.repositories, ...t.owners, ...t.endpoints, ...t.labels.map((pair) => pair.join("=")),
    ...t.grants.flatMap((grant) => [grant.label, `${grant.name}=${grant.level}`, grant.section]),
  ],
  filters: [
    {name: "target", label: "Resource owner", values: (t) => [[t.target || "-", t.target || ownAccount]]},
    {name: "label", label: "Label", values: (t) => t.labels.map(([name, value]) => [`${name}=${value}`, value, name])},
    {name: "section", label: "Section", values: (t) => [...new Set(t.grants.map((grant) => grant.section))].map((title) => [title.split(" ")[0].toLowerCase(), title])},
    {name: "permission", label: "Permission", values: (t) => t.grants.map((grant) => [grant.name, grant.label, grant.section])},
    {name: "risk", label: "What it may do", values: (t) => [[gravity[t.risk], risks[t.risk]]], order: gravity},
  ],
  orders: [
    ["", "As declared", null],
    ["name", "Name", byName],
    ["risk", "Highest risk first", (a, b) => b.risk - a.risk || byName(a, b)],
    ["lifetime", "Longest lifetime first", (a, b) => b.days - a.days || byName(a, b)],
  ],
  into() {
    byId("cards").replaceChildren();
    return byId("cards");
  },
});

// Paper cannot be opened: what to do by hand is printed.
onPaper(() => document.querySelectorAll(".steps"));
