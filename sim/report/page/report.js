"use strict";
(() => {
  const text = (id) => (document.getElementById(id) || { textContent: "" }).textContent;
  const json = (id) => JSON.parse(text(id) || "null");
  const summary = json("summary");
  const histograms = json("histograms");
  const flights = json("slowest") || { slowest: [], unconverged: [], unconverged_left_out: 0 };
  const rows = readCsv(text("intervals")).filter((row) => row.length_s >= 0.2);
  const stretches = summary.timeline || [];
  const environment_of = summary.environment || { software: [], machines: [] };
  const main = document.querySelector("main");
  const charts = [];  // functions that draw one, again when the colours change

  function readCsv(csv) {
    const lines = csv.trim().split("\n").filter((line) => line);
    if (lines.length === 0) return [];
    const names = lines[0].split(",");
    return lines.slice(1).map((line) => {
      const row = {};
      line.split(",").forEach((field, i) => { row[names[i]] = field === "" ? null : Number(field); });
      return row;
    });
  }

  // --- words ----------------------------------------------------------------------------------

  const digits = (value) => {
    if (value === 0) return "0";
    const decimals = Math.max(0, 2 - Math.floor(Math.log10(Math.abs(value))));
    return value.toFixed(Math.min(decimals, 3));
  };
  function latency(us) {
    if (us === null || us === undefined || !isFinite(us)) return "–";
    if (us < 1) return `${Math.round(us * 1e3)} ns`;
    if (us < 100) return `${digits(us)} µs`;
    if (us < 1e6) return `${digits(us / 1e3)} ms`;
    if (us < 120e6) return `${digits(us / 1e6)} s`;
    return `${digits(us / 60e6)} min`;
  }
  const count = (n) => Math.round(n).toLocaleString("en-US");
  const number = (x) => (x === null ? "–" : Number.isInteger(x) ? count(x) : String(Number(x.toFixed(3))));
  const percent = (share) => `${(100 * share).toFixed(share > 0 && share < 0.001 ? 2 : 1)} %`;

  function make(tag, attributes, ...children) {
    const element = document.createElement(tag);
    for (const [name, value] of Object.entries(attributes || {})) {
      if (name === "style") element.style.cssText = value;
      else element.setAttribute(name, value);
    }
    for (const child of children.flat()) element.append(child);
    return element;
  }
  function card(title, hint, wide, ...children) {
    return make("section", wide ? { class: "wide" } : {}, make("h2", {}, title),
      hint ? make("p", { class: "hint" }, hint) : "", ...children);
  }
  const none = (what) => make("p", { class: "none" }, what);
  function table(heads, lines, layout) {
    const kinds = { ">": "n", "!": "name" };  // by the head's first letter
    const cell = (tag) => (value, i) => {
      const kind = kinds[heads[i][0]];
      return make(tag, { class: kind || "text" }, tag === "th" && kind ? value.slice(1) : value);
    };
    return make("div", { class: `scroll ${layout || ""}` }, make("table", {},
      make("thead", {}, make("tr", {}, heads.map(cell("th")))),
      make("tbody", {}, lines.map((line) => make("tr", {}, line.map(cell("td")))))));
  }
  const mark = (passed) => make("span", { class: `mark ${passed ? "pass" : "fail"}` }, passed ? "PASS" : "FAIL");

  // --- the head -------------------------------------------------------------------------------

  const passed = summary.verdict === "pass";
  const changes = summary.changes;
  const outcomes = ["converged", "superseded", "rejected", "unconverged", "unsent"];
  const balances = changes.scheduled === outcomes.reduce((sum, name) => sum + changes[name], 0);

  function why() {
    if (!balances) return "The books do not balance: outcomes are missing, so no figure here is to be trusted.";
    if (!summary.complete) return "The run is not complete: it was interrupted, or a part of it is missing. What was measured until then is below.";
    const failed = summary.thresholds.filter((threshold) => !threshold.passed).length;
    if (summary.thresholds.length === 0) return "No thresholds were set.";
    return failed === 0 ? `All ${summary.thresholds.length} thresholds held.`
      : `${failed} of ${summary.thresholds.length} thresholds failed.`;
  }

  function head() {
    const where = summary.endpoint;
    document.title = `${passed ? "PASS" : "FAIL"} ${summary.scenario.name} – shadowsim`;
    main.append(
      make("header", {},
        make("span", { class: `verdict ${passed ? "pass" : "fail"}` }, passed ? "PASS" : "FAIL"),
        make("h1", {}, summary.scenario.name),
        make("p", { class: "said" }, `${why()} ${count(summary.scenario.lights)} lights for `
          + `${number(summary.scenario.duration_s)} s against ${where.uri}${where.embedded ? " (embedded)" : ""}, `
          + `${summary.started_at.replace("T", " ").replace(/\.\d+Z$/, " UTC")}.`)));
    for (const warning of summary.warnings || []) main.append(make("p", { class: "note" }, `Doubtful: ${warning}`));
  }

  function tiles() {
    const of = summary.latency_us.convergence;
    const seconds = rows.reduce((sum, row) => sum + row.length_s, 0);
    const tile = (value, what) => make("div", { class: "tile" }, make("b", {}, value), make("span", {}, what));
    main.append(make("div", { class: "tiles" },
      tile(latency(of.p50), "convergence, median"),
      tile(latency(of.p99), "convergence, p99"),
      tile(latency(of.max), "the slowest"),
      tile(changes.scheduled ? percent(changes.converged / changes.scheduled) : "–", "of changes converged"),
      tile(seconds ? `${digits(changes.scheduled / seconds)}/s` : "–", "changes a second"),
      tile(`${count(summary.connections.peak)}`, "connections at a time"),
      tile(count(Object.values(summary.messages.rejected).reduce((a, b) => a + b, 0)), "requests rejected")));
  }

  function thresholds() {
    const lines = [];
    if (!summary.complete) lines.push([mark(false), "the run is complete", "no"]);
    if (!balances) lines.push([mark(false), "every change has one outcome", "no"]);
    const failed_first = [...summary.thresholds].sort((a, b) => Number(a.passed) - Number(b.passed));
    for (const threshold of failed_first) {
      const seen = threshold.observed === null ? threshold.remark
        : threshold.unit === "us" ? latency(threshold.observed) : number(threshold.observed);
      lines.push([mark(threshold.passed), make("code", {}, threshold.expression), seen]);
    }
    return card("Verdict and thresholds", "", true, lines.length ? table(["!", "Threshold", ">Observed"], lines, "tight")
      : none("The scenario sets no thresholds."));
  }

  // --- charts ---------------------------------------------------------------------------------

  const colour = (name) => getComputedStyle(document.documentElement).getPropertyValue(`--${name}`).trim();

  // A chart in a card. `lines`: {label, colour, points: [{x, y}], ...}
  function chart(name, title, hint, wide, axes, lines) {
    if (lines.filter((line) => !line.dash).every((line) => line.points.every((point) => point.y === null)))
      return card(title, "", wide, none("Nothing was measured."));
    const canvas = make("canvas", { "data-chart": name, role: "img", "aria-label": `${title}. ${hint}` });
    let drawn = null;
    charts.push(() => {
      if (drawn) drawn.destroy();
      drawn = new Chart(canvas, settings(axes, lines));
    });
    return card(title, hint, wide, make("div", { class: `chart ${wide ? "tall" : ""}` }, canvas));
  }

  function settings(axes, lines) {
    const grid = { color: colour("line") };
    const ticks = { color: colour("quiet"), maxRotation: 0, autoSkipPadding: 14 };
    const axis = (own) => ({
      grid, ...own, ticks: { ...ticks, ...own.ticks },
      title: { display: Boolean(own.name), text: own.name, color: colour("quiet") },
    });
    const scales = {};
    for (const [name, own] of Object.entries(axes)) scales[name] = axis(own);
    const is_over_time = axes.x.stretched;
    return {
      type: "line",
      plugins: is_over_time ? [stretchPainter] : [],
      data: {
        datasets: lines.map((line) => ({
          label: line.label, data: line.points, yAxisID: line.axis || "y", type: line.type || "line",
          borderColor: colour(line.colour), backgroundColor: colour(line.colour), borderWidth: line.type ? 0 : 2,
          borderDash: line.dash || [], pointRadius: line.points.length === 1 ? 3 : 0, pointHitRadius: 8,
          stepped: line.stepped || false, spanGaps: false, tension: 0,
        })),
      },
      options: {
        animation: false, responsive: true, maintainAspectRatio: false, parsing: false, normalized: true,
        interaction: { mode: "nearest", axis: "x", intersect: false }, scales,
        layout: { padding: { top: is_over_time && stretches.length ? 18 : 0 } },
        plugins: {
          legend: { position: "bottom", labels: { color: colour("ink"), boxWidth: 14, boxHeight: 3 } },
          tooltip: { callbacks: {
            title: (items) => (items.length && axes.x.tip ? axes.x.tip(items[0].parsed.x) : ""),
            label: (item) => `${item.dataset.label}: ${axes[item.dataset.yAxisID].tip(item.parsed.y)}`,
          } },
        },
      },
    };
  }

  // --- the timeline's steps, behind the charts over time ----------------------------------------

  const named = (of) => (of.about ? `${of.kind} ${of.about}` : of.kind);
  // What is not expected of a quiet fleet is drawn as a warning: all that is none of these.
  const quietKinds = ["churn", "warm-up", "pause", "drain", "change"];
  const colourOf = (of) => (quietKinds.includes(of.kind) ? "quiet" : "bad");

  const stretchPainter = {
    id: "stretches",
    beforeDatasetsDraw(drawn) {
      const { ctx, chartArea: area, scales: { x } } = drawn;
      const at = (second) => Math.min(Math.max(x.getPixelForValue(second), area.left), area.right);
      ctx.save();
      const instants_last = [...stretches].sort((a, b) => Number(a.begin_s === a.end_s) - Number(b.begin_s === b.end_s));
      for (const of of instants_last) {
        const [left, right] = [at(of.begin_s), at(of.end_s)];
        ctx.globalAlpha = 0.13;
        ctx.fillStyle = colour(colourOf(of));
        if (of.kind !== "churn") ctx.fillRect(left, area.top, right - left, area.bottom - area.top);
        ctx.globalAlpha = of.begin_s === of.end_s ? 0.9 : 0.6;
        ctx.strokeStyle = ctx.fillStyle;
        ctx.setLineDash(of.begin_s === of.end_s ? [4, 3] : []);
        ctx.beginPath();
        ctx.moveTo(left, area.top - 12);
        ctx.lineTo(left, area.bottom);
        ctx.stroke();
      }
      ctx.restore();
      label(ctx, area, at);
    },
  };

  // Above the chart, from left to right, what there is room for: the long of it, or the short.
  function label(ctx, area, at) {
    ctx.save();
    ctx.font = `12px ${Chart.defaults.font.family}`;
    ctx.textBaseline = "bottom";
    let free_from = area.left;
    stretches.forEach((of, i) => {
      const left = at(of.begin_s) + 4;
      const next = stretches.slice(i + 1).find((other) => other.begin_s > of.begin_s);
      const right = next && colourOf(of) !== "bad" ? at(next.begin_s) : area.right;
      const text = [named(of), of.kind].find((words) => left + ctx.measureText(words).width < right);
      if (left < free_from || !text) return;
      ctx.fillStyle = colour(colourOf(of));
      ctx.fillText(text, left, area.top - 1);
      free_from = left + ctx.measureText(text).width + 6;
    });
    ctx.restore();
  }

  const nineOf = (share) => {
    const nines = Math.round(Math.log10(share));
    return nines <= 1 ? `${100 - 100 / share}` : `99${nines > 2 ? `.${"9".repeat(nines - 2)}` : ""}`;
  };
  const isPowerOfTen = (value) => Math.abs(Math.log10(value) - Math.round(Math.log10(value))) < 1e-9;
  const latencyAxis = {
    type: "logarithmic", name: "", tip: latency,
    ticks: { callback: (value) => ([1, 2, 5].some((step) => isPowerOfTen(value / step)) ? latency(value) : null) },
  };

  // The distribution: at 1 / (1 - share), which gives each further nine the same width.
  function distribution(histogram) {
    const { lowest, highest, bins } = histograms.axis;
    const growth = Math.log(highest / lowest) / bins;
    const middle = (index) => (index === 0 ? lowest / 2 : index > bins ? highest : lowest * Math.exp((index - 0.5) * growth)) / 1e3;
    const points = histogram.count ? [{ x: 1, y: histogram.min / 1e3 }] : [];
    let below = 0;
    for (const [index, n] of histogram.bins) {
      below += n;
      const y = Math.min(Math.max(middle(index), histogram.min / 1e3), histogram.max / 1e3);
      if (below + 1 < histogram.count) points.push({ x: 1 / (1 - below / histogram.count), y });
    }
    if (histogram.count > 1) points.push({ x: histogram.count, y: histogram.max / 1e3 });
    return points.map((point) => ({ x: point.x, y: Math.max(point.y, 0.001) }));
  }

  function percentiles() {
    const of = histograms.histograms;
    const line = (label, name, own) => ({ label, points: distribution(of[name]), ...own });
    const lines = [
      line("convergence", "convergence", { colour: "c1" }),
      line("since the send", "convergence_service", { colour: "c3", dash: [7, 4] }),
      line("delta", "delta", { colour: "c4" }),
      line("round trip", "round_trip", { colour: "c2" }),
      line("floor (instrument)", "floor_round_trip", { colour: "c5", dash: [2, 3] }),
    ].filter((each) => each.points.length);
    const x = {
      type: "logarithmic", name: "percentile", min: 1, tip: (value) => `${Number((100 - 100 / value).toPrecision(6))} % of them took at most`,
      ticks: { autoSkip: false, callback: (value) => (value === 2 ? "50" : isPowerOfTen(value) ? nineOf(value) : "") },
      grid: { color: (context) => (context.tick && context.tick.label ? colour("line") : "transparent") },
    };
    return chart("percentiles", "How long a wish takes to become true",
      "Of all changes, the share on the x axis took at most the time on the y axis. Both scales are logarithmic: each further nine has the same width. Up to the floor the figures are the instrument's own.",
      true, { x, y: latencyAxis }, lines.length ? lines : [{ points: [] }]);
  }

  // What was done at a second: the stretches around it, and what took no time within it.
  const doneAt = (second) => stretches.filter((of) => (of.begin_s === of.end_s
    ? of.begin_s >= second && of.begin_s < second + 1 : of.begin_s <= second && of.end_s > second))
    .map(named).slice(0, 4);
  const end = rows.length ? rows[rows.length - 1].begin_s + rows[rows.length - 1].length_s : 1;
  const secondsAxis = () => ({ type: "linear", name: "seconds since the timeline began", min: 0, max: end, stretched: true,
    tip: (value) => [`second ${value}`, ...doneAt(value)],
    ticks: { callback: (value) => (Number.isInteger(value) ? count(value) : "") } });
  const perSecond = (column) => rows.map((row) => ({ x: row.begin_s, y: row[column] / row.length_s }));
  const asIs = (column) => rows.map((row) => ({ x: row.begin_s, y: row[column] }));

  // The thresholds on percentiles that the chart shows, as lines.
  function limits() {
    const units = { us: 1, ms: 1e3, s: 1e6 };
    return summary.thresholds.flatMap((threshold) => {
      const [, name, value, unit] = /^latency_us\.convergence\.(p50|p99|max)\s*<=?\s*([\d.]+)\s*(us|ms|s)$/.exec(threshold.expression) || [];
      const y = Number(value) * units[unit];
      return name ? [{ label: `limit of ${name}`, colour: threshold.passed ? "c5" : "bad", dash: [6, 4], points: [{ x: 0, y }, { x: end, y }] }] : [];
    });
  }

  const timeline = () => chart("timeline", "Convergence over time", "Of the changes that converged in each second, with the scenario's steps.", true,
    { x: secondsAxis(), y: latencyAxis },
    [...limits(),
      { label: "max", colour: "c6", points: asIs("convergence_max_us") },
      { label: "p99", colour: "c2", points: asIs("convergence_p99_us") },
      { label: "p50", colour: "c1", points: asIs("convergence_p50_us") }]);

  const rate = { type: "linear", beginAtZero: true, grace: "8%", name: "a second", tip: (value) => `${number(Number(value.toFixed(1)))}/s` };
  const throughput = () => chart("throughput", "Changes a second", "Scheduled without waiting for answers; where converged lags behind, changes pile up.", false,
    { x: secondsAxis(), y: rate },
    [{ label: "scheduled", colour: "c1", points: perSecond("scheduled") },
      { label: "converged", colour: "c3", points: perSecond("converged") }]);

  const traffic = () => chart("messages", "Messages a second", "Of all lights and apps together.", false,
    { x: secondsAxis(), y: rate },
    [{ label: "published", colour: "c4", points: perSecond("published") },
      { label: "received", colour: "c2", points: perSecond("received") },
      { label: "rejected", colour: "c6", points: perSecond("rejected_messages") }]);

  const amount = { type: "linear", beginAtZero: true, grace: "8%", tip: number, ticks: { precision: 0 } };
  const connections = () => chart("connections", "Connections and open changes",
    `${count(summary.connections.established)} of ${count(summary.connections.attempted)} connects succeeded, `
      + `${count(summary.connections.refused)} were refused, ${count(summary.connections.lost)} connections lost, ${count(summary.connections.reconnected)} made anew.`,
    false, { x: secondsAxis(), y: amount },
    [{ label: "connected", colour: "c1", points: asIs("connected") },
      { label: "changes in flight", colour: "c2", points: asIs("in_flight") },
      { label: "connections lost", colour: "c6", points: asIs("lost") }]);

  // --- the books ------------------------------------------------------------------------------

  function accounting() {
    const about = {
      converged: ["c3", "the service accepted a report that leaves no difference"],
      superseded: ["c5", "a later change of the same keys was sent first"],
      rejected: ["c6", "the service or the broker refused it"],
      unconverged: ["c2", "sent, and still open when the run ended"],
      unsent: ["c4", "its app was not connected"],
    };
    if (!changes.scheduled) return card("What became of the changes", "", false, none("No change was scheduled."));
    const bar = make("div", { class: "share" }, outcomes.filter((name) => changes[name])
      .map((name) => make("i", { title: name, style: `flex: ${changes[name]} 0 0; background: var(--${about[name][0]})` })));
    const lines = outcomes.map((name) => [
      make("span", {}, make("span", { class: "dot", style: `background: var(--${about[name][0]})` }), name),
      count(changes[name]), percent(changes[name] / changes.scheduled), about[name][1]]);
    const check = summary.final_check;
    return card("What became of the changes", `${count(changes.scheduled)} scheduled, each with exactly one outcome. `
      + (check.lights ? `At the end ${count(check.in_sync)} of ${count(check.lights)} lights were in sync, ${count(check.divergent)} divergent, ${count(check.unreachable)} unreachable.`
        : "The lights were not asked at the end."),
    false, bar, table(["!Outcome", ">Changes", ">Share", "Meaning"], lines));
  }

  function rejections() {
    const meaning = {
      400: "bad request", 401: "unauthorized", 403: "forbidden", 404: "not found", 409: "version conflict",
      413: "payload too large", 415: "unsupported encoding", 429: "too many requests in flight", 500: "internal failure",
      128: "unspecified error", 131: "implementation specific error", 135: "not authorized", 144: "topic name invalid",
      151: "quota exceeded", 149: "packet too large", 153: "payload format invalid",
    };
    const found = Object.entries(summary.messages.rejected);
    const told = summary.messages;
    const oddities = `${count(told.duplicates)} duplicate and ${count(told.stale_deltas)} stale deltas, ${count(told.version_gaps)} version gaps, `
      + `${number(told.deltas_per_change)} deltas a change.`;
    return card("Rejections", oddities, true, found.length
      ? table(["!Code", "Meaning", ">Times"], found.map(([code, n]) => [code, meaning[code] || (code < 256 ? "MQTT reason code" : ""), count(n)]), "tight")
      : none("Nothing was rejected."));
  }

  // What the sessions and the endpoint's own counters say of refusals; results of before have none.
  function refusals() {
    const found = summary.refusals || {};
    const numbers = (of) => Object.entries(of || {}).filter(([, n]) => n > 0);
    const used = Object.entries(found.quotas || {}).filter(([, use]) => use.allowed > 0 || use.refused > 0)
      .sort(([, a], [, b]) => (b.share ?? 0) - (a.share ?? 0));
    const seen = Object.entries(found.seen || {}).flatMap(([kind, codes]) => numbers(codes).map(([code, n]) => [kind, code, count(n)]));
    const parts = [
      [seen, "What the sessions saw", ["!Of", "!Code", ">Times"]],
      [numbers(found.causes).map(([cause, n]) => [cause, count(n)]), "Why", ["Quota or statement", ">Times"]],
      [numbers(found.endpoint).map(([metric, n]) => [metric, count(n)]), "What the endpoint counted, in CloudWatch's words", ["Metric", ">Count"]],
      [used.map(([quota, use]) => [quota, number(use.limit), count(use.peak), use.share === null ? "–" : percent(use.share), count(use.refused)]),
        "How near to each quota", ["Quota", ">Limit", ">Peak", ">Of it", ">Refused"]],
    ].filter(([lines]) => lines.length);
    if (!parts.length) return "";
    return card("Refusals", "", true, make("div", { class: "columns" },
      parts.map(([lines, title, heads]) => make("div", {}, make("h3", {}, title), table(heads, lines)))));
  }

  function latencies() {
    const names = [["convergence", "from the planned moment to convergence"], ["convergence_service", "from the send to convergence"],
      ["delta", "from the send to the light's delta"], ["round_trip", "from a report to its accepted"], ["connect", "from a connect to its CONNACK"]];
    const line = (name, of, hint) => [make("span", { title: hint }, name), count(of.count),
      ...["min", "p50", "p90", "p99", "p99_9", "max"].map((key) => latency(of.count ? of[key] : null))];
    return card("Latencies", "Counted from the moment the scenario meant to send, so a late generator hides nothing. Percentiles are within 1 %.", true,
      table(["!Latency", ">Count", ">Min", ">p50", ">p90", ">p99", ">p99.9", ">Max"],
        names.map(([name, hint]) => line(name, summary.latency_us[name], hint))
          .concat([line("scheduling lag (instrument)", summary.instrument.scheduling_lag_us, "how late changes were sent")])));
  }

  // --- flights --------------------------------------------------------------------------------

  const legs = [["c5", "late send"], ["c4", "to the light"], ["c3", "in the light"], ["c2", "report to answer"], ["c6", "waiting for the rest"]];

  // Where the time went: [leg, from, to], one after another.
  function legsOf(flight, end) {
    const marks = [[0, flight.sent_us], [1, flight.delta_us ?? flight.accepted_us], [2, flight.reported_us], [3, flight.report_accepted_us], [4, end]];
    const pieces = [];
    let from = 0;
    for (const [leg, to] of marks) {
      if (to === null || to === undefined || to <= from) continue;
      pieces.push([leg, from, to]);
      from = to;
    }
    return pieces;
  }
  const hops = [["sent", "sent_us"], ["accepted", "accepted_us"], ["delta", "delta_us"], ["reported", "reported_us"], ["report accepted", "report_accepted_us"]];

  function flight(of, longest, end) {
    const tip = hops.map(([name, key]) => `${name}: ${latency(of[key])}`).join("\n");
    return make("div", { class: "flight", title: tip },
      make("div", { class: "who" }, make("code", {}, of.client_token), make("small", {}, `${of.topic.replace("$aws/things/", "").replace("/shadow", "").replace(/\/update$/, "")}, version ${of.version || "?"}`)),
      make("div", { class: "bar" }, legsOf(of, end).map(([leg, from, to]) => make("i", {
        title: `${legs[leg][1]}: ${latency(to - from)}`,
        style: `left: ${100 * from / longest}%; width: ${100 * (to - from) / longest}%; background: var(--${legs[leg][0]})` }))),
      make("div", { class: "took" }, end === null ? "open" : latency(end)));
  }
  function flightTable(list) {
    return make("details", {}, make("summary", {}, "Every hop in figures"), table(
      ["!Client token", "!Topic", ">Version", "!Planned at (UTC)", ...hops.map(([name]) => `>${name}`), ">Converged"],
      list.map((of) => [make("code", {}, of.client_token), make("code", {}, of.topic), String(of.version || "?"),
        of.planned_at.replace(/^.*T|Z$/g, ""), ...hops.map(([, key]) => latency(of[key])), latency(of.converged_us)])));
  }
  const legend = () => make("div", { class: "legend" }, legs.map(([name, what]) => make("span", {},
    make("span", { class: "dot", style: `background: var(--${name})` }), what)));

  function slowest() {
    const list = flights.slowest;
    if (!list.length) return card("The slowest convergences", "", true, none("None were recorded."));
    const longest = Math.max(...list.map((of) => of.converged_us));
    return card("The slowest convergences", "Where their time went, from the planned moment on. The client token finds a change in the service's logs.", true,
      legend(), list.map((of) => flight(of, longest, of.converged_us)), flightTable(list));
  }
  function unconverged() {
    const list = flights.unconverged;
    if (!list.length) return "";
    const last = (of) => Math.max(...hops.map(([, key]) => of[key] ?? 0));
    const longest = Math.max(1, ...list.map(last));
    const left = flights.unconverged_left_out;
    return card("Changes that did not converge", `How far each came before the run ended.${left ? ` ${count(left)} more are left out.` : ""}`, true,
      legend(), list.slice(0, 20).map((of) => flight(of, longest, null)),
      list.length > 20 ? none(`and ${count(list.length - 20)} more, in the table:`) : "", flightTable(list));
  }

  // --- the setting ----------------------------------------------------------------------------

  function environment() {
    const { scenario, endpoint, resources, shard } = summary;
    const share = (part) => (part === null || part === undefined ? "–" : percent(part));
    const there = (of) => {
      const stages = (suffix) => [["connected", "full"], ["subscribed", "subscribed"], ["online", "online"]]
        .filter(([, key]) => Number.isFinite(of[key + suffix])).map(([word, key]) => `${word} ${number(of[key + suffix])} s`).join(", ");
      const again = stages("_again_after_s");
      const ideal = again && Number.isFinite(of.ideal_again_after_s) ? `, the quotas' ideal ${number(of.ideal_again_after_s)} s` : "";
      return [`after ${stages("_after_s") || "–"}`, again && `after losses again within ${again}${ideal}`].filter(Boolean).join("; ");
    };
    const grown = (whose, of) => (of && of.growth !== null ? `; ${whose} ${of.growth < 0 ? "" : "+"}${percent(of.growth)} in the timeline's second half (${number(Math.round(of.growth_kib_per_hour))} KiB an hour)` : "");
    const lines = [
      ["scenario", `${scenario.file}, seed ${scenario.seed}`],
      ["fleet", `${count(scenario.lights)} lights, ${number(scenario.duration_s)} s planned, ${number(summary.elapsed_s)} s in all`],
      ["endpoint", `${endpoint.uri}${endpoint.embedded ? " (embedded)" : ""}, MQTT ${endpoint.mqtt_version}, ${endpoint.tls ? "TLS" : "no TLS"}`],
      ["client", `${summary.client}, ${summary.workers} worker${summary.workers === 1 ? "" : "s"}${shard.count > 1 ? `, shard ${shard.index} of ${shard.count}` : ""}`],
      ["all sessions there", there(summary.connections)],
      ["floor of a round trip", `p50 ${latency(summary.instrument.floor_round_trip_us.p50)}, p99 ${latency(summary.instrument.floor_round_trip_us.p99)}`],
      ["CPU", `${number(resources.cpu_s)} s, ${latency(resources.cpu_us_per_change)} a change; busiest thread ${share(summary.instrument.busiest_thread)}, the endpoint's ${share(resources.endpoint_busiest_thread)}`],
      ["memory", `${number(Math.round(resources.peak_rss_kib / 102.4) / 10)} MiB at most${grown("its", resources.memory)}${grown("the endpoint's", resources.endpoint_memory)}`],
    ];
    const software = environment_of.software.map((of) => (of.version.startsWith(of.name) ? of.version : `${of.name} ${of.version}`));
    if (software.length) lines.push(["versions", software.join("; ")]);
    for (const machine of environment_of.machines) {
      lines.push([`machine ${machine.name}`, [machine.cpu, `${machine.cores} cores`, `${number(Math.round(machine.memory_kib / 104857.6) / 10)} GiB`,
        machine.system, machine.kernel].filter(Boolean).join(", ")]);
    }
    if (summary.search) lines.push(["rates tried", summary.search.tries.map((made) => `${number(made.per_second)}/s ${made.held ? "held" : `did not (${made.saturated})`}`).join(", ")]);
    return card("What was run, and with what", "", true, table(["!", ""], lines));
  }

  function scenario() {
    const played = text("scenario");
    const second = (value) => `${number(value)} s`;
    const steps = stretches.map((of) => [second(of.begin_s), of.end_s === of.begin_s ? "" : second(of.end_s), of.kind, of.about]);
    if (!played && !steps.length) return "";
    return card("The scenario", "", true, steps.length ? table([">From", ">To", "!Step", "Of it"], steps, "tight") : "",
      played ? make("details", { open: "" }, make("summary", {}, "scenario.yaml, as it was played"), make("pre", { class: "code" }, played)) : "");
  }

  // --- all of it ------------------------------------------------------------------------------

  head();
  main.append(make("div", { class: "grid first" }, thresholds()));
  tiles();
  main.append(make("div", { class: "grid" }, timeline(), percentiles(), throughput(), connections(),
    accounting(), traffic(), slowest(), unconverged(), latencies(), rejections(), refusals(), environment(), scenario()));
  main.append(make("footer", {}, "Made by shadowsim from summary.json, histograms.json, intervals.csv, slowest.json and scenario.yaml beside this file; shadowsim report draws it again."));

  const drawAll = () => {
    Chart.defaults.font.family = getComputedStyle(document.body).fontFamily;
    for (const draw of charts) draw();
    document.documentElement.dataset.drawn = String(charts.length);
  };
  drawAll();
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", drawAll);
})();
