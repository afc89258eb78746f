// report.html as a browser shows it, of a good, a failed, an interrupted and an empty run: narrow and
// wide, light and dark. SHADOWSIM_WRITE_PAGES is the program that writes the pages;
// SHADOWSIM_SCREENSHOTS, if set, a directory for pictures of them.

import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { pathToFileURL } from 'node:url';
import { Browser, chromium_program } from './browser.mjs';

const program = chromium_program();
if (program === null) console.log('SKIPPED: chromium is not installed; scripts/setup installs it');

const all_charts = ['percentiles', 'timeline', 'throughput', 'connections', 'messages'];
const runs = [
  { name: 'good', verdict: 'PASS', charts: all_charts, says: ['All 2 thresholds held', 'change-1000', 'warm-up', 'light-0001, color: "warm"', 'Paho C++ 1.2, C 1.3.12',
      'Linux 6.1.0-18-amd64', '# How long does a colour take?', '<b>not bold</b>'] },
  { name: 'failed', verdict: 'FAIL', charts: all_charts, fault: true,
    says: ['2 of 3 thresholds failed', 'too many requests', '12 more are left out', 'Doubtful:',
      '</script><b>a name of a file</b>', 'disconnect'] },
  { name: 'interrupted', verdict: 'FAIL', charts: all_charts, says: ['not complete', 'the run is complete'] },
  { name: 'empty', verdict: 'FAIL', charts: [], says: ['Nothing was measured', 'No change was scheduled'] },
];
const views = [400, 1600].flatMap((width) => ['light', 'dark'].map((scheme) => ({ width, scheme })));

// Which charts have lines on them: more pixels in the colours of the data than a legend has.
const drawn_charts = `(() => {
  const style = getComputedStyle(document.documentElement);
  const colours = [1, 2, 3, 4, 5, 6].map((i) => style.getPropertyValue('--c' + i).trim())
    .map((text) => [1, 3, 5].map((at) => parseInt(text.slice(at, at + 2), 16)));
  return [...document.querySelectorAll('canvas')].filter((canvas) => {
    const { data } = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height);
    let pixels = 0;
    for (let i = 0; i < data.length; i += 4) {
      if (data[i + 3] < 250) continue;
      if (colours.some((rgb) => rgb.every((part, j) => Math.abs(part - data[i + j]) < 4))) ++pixels;
    }
    return pixels > Math.max(300, canvas.width / 2);
  }).map((canvas) => canvas.dataset.chart);
})()`;

// Whether a fault of the timeline stands in a chart over time that has nothing else in that colour.
const fault_drawn = `(() => {
  const colour = getComputedStyle(document.documentElement).getPropertyValue('--bad').trim();
  const rgb = [1, 3, 5].map((at) => parseInt(colour.slice(at, at + 2), 16));
  const canvas = document.querySelector('canvas[data-chart=throughput]');
  if (!canvas) return false;
  const { data } = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height);
  for (let i = 0; i < data.length; i += 4) {
    if (data[i + 3] > 200 && rgb.every((part, j) => Math.abs(part - data[i + j]) < 12)) return true;
  }
  return false;
})()`;

// The least contrast of a text with what is behind it, and the smallest text.
const legibility = `(() => {
  const rgb = (text) => text.match(/[\\d.]+/g).map(Number);
  const luminance = ([r, g, b]) => [r, g, b].map((part) => part / 255)
    .map((part) => (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4))
    .reduce((sum, part, i) => sum + part * [0.2126, 0.7152, 0.0722][i], 0);
  const behind = (element) => {
    for (let at = element; at; at = at.parentElement) {
      const colour = rgb(getComputedStyle(at).backgroundColor);
      if (colour.length === 3 || colour[3] === 1) return colour;
    }
    return [255, 255, 255];
  };
  let contrast = 21;
  let size = 100;
  for (const element of document.querySelectorAll('main *')) {
    if (![...element.childNodes].some((node) => node.nodeType === 3 && node.data.trim())) continue;
    const style = getComputedStyle(element);
    const [light, dark] = [luminance(rgb(style.color)), luminance(behind(element))].sort((a, b) => b - a);
    contrast = Math.min(contrast, (light + 0.05) / (dark + 0.05));
    size = Math.min(size, parseFloat(style.fontSize));
  }
  return { contrast, size };
})()`;

describe('report.html', { skip: program === null && 'chromium is not installed' }, () => {
  let browser;
  let pages;
  before(async () => {
    pages = mkdtempSync(join(tmpdir(), 'shadowsim-pages-'));
    execFileSync(process.env.SHADOWSIM_WRITE_PAGES, [pages]);
    browser = await Browser.start(program);
  });
  after(async () => {
    await browser?.close();
    rmSync(pages, { recursive: true, force: true });
  });

  for (const run of runs) {
    for (const view of views) {
      test(`of a run that is ${run.name}, ${view.width} px, ${view.scheme}`, async () => {
        const url = pathToFileURL(join(pages, run.name, 'report.html')).href;
        const { complaints, requests } = await browser.open(url, view);
        const shown = await browser.evaluate('document.body.innerText');
        assert.deepEqual(complaints, [], 'errors, or words on the console');
        assert.deepEqual(requests.filter((request) => request !== url && !request.startsWith('data:')), [],
          'it needs the network');
        assert.deepEqual((await browser.evaluate(drawn_charts)).sort(), [...run.charts].sort(), 'charts drawn');
        assert.equal(await browser.evaluate(fault_drawn), Boolean(run.fault), 'the fault of the timeline');
        assert.equal(await browser.evaluate('document.querySelector(".verdict").innerText'), run.verdict);
        for (const text of run.says) assert.ok(shown.includes(text), `does not say '${text}':\n${shown}`);
        assert.ok(!/undefined|NaN|Infinity|\[object/.test(shown), `says what no reader understands:\n${shown}`);
        assert.ok(await browser.evaluate('document.documentElement.scrollWidth') <= view.width,
          'is wider than the window');
        const { contrast, size } = await browser.evaluate(legibility);
        assert.ok(contrast >= 4.5, `text with a contrast of ${contrast}`);
        assert.ok(size >= 12, `text of ${size} px`);
        if (process.env.SHADOWSIM_SCREENSHOTS) {
          mkdirSync(process.env.SHADOWSIM_SCREENSHOTS, { recursive: true });
          writeFileSync(join(process.env.SHADOWSIM_SCREENSHOTS, `${run.name}-${view.width}-${view.scheme}.png`),
            await browser.screenshot(view.width));
        }
      });
    }
  }
});
