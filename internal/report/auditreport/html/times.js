// gone are the requests and tokens that only the earlier audit holds.
const gone = data.gone.map(([id, name, owner, alike, places]) => {
  const [verdict, kind, organization, template, title, why, unjudged] = data.alike[alike ?? 0];
  const s = {id, name: data.texts[name ?? 0], owner: data.texts[owner ?? 0], unjudged: unjudged === 1};
  Object.entries({verdict, kind, organization, template, title, why}).forEach(([field, n]) => { s[field] = data.texts[n]; });
  s.findings = findings(places, s);
  return s;
});

// ---- Times, as of the report ----

const exact = (seconds) => new Date((data.at + seconds) * 1000).toISOString().replace(/\.\d+/, "");
const day = 86400;
const units = [["year", 365 * day, 2], ["month", 365 * day / 12, 60 * 12 / 365], ["day", day, 2], ["hour", 3600, 2]];

// span is a time in words, in the largest unit of which there are two.
function span(seconds) {
  const [noun, size] = units.find(([, length, least]) => seconds >= length * least) ?? ["minute", 60];
  return counted(Math.floor(seconds / size), noun);
}

function relative(seconds) {
  if (Math.abs(seconds) < 60) {
    return "when the report was made";
  }
  if (seconds < 0) {
    return `${span(-seconds)} ago`;
  }
  return `in ${span(seconds < 2 * day ? seconds : Math.ceil(seconds / day) * day)}`; // a part of a day that is left counts
}

// time is the day, with the exact time to point at.
function time(seconds, nothing) {
  if (seconds === null) {
    return nothing;
  }
  const far = `${span(Math.abs(seconds))} ${seconds < 0 ? "before" : "after"} the report`;
  return make("time", {datetime: exact(seconds), title: `${exact(seconds)}, ${far}`}, exact(seconds).slice(0, 10));
}

const aside = (words) => make("span", {class: "muted small whole"}, words);

// when is the day, and how far it is.
const when = (seconds, nothing) => (seconds === null ? nothing : [time(seconds), " ", aside(relative(seconds))]);
