// Headless Chromium, told what to do over a pipe in the DevTools protocol; no packages needed.
// Source: Chrome DevTools Protocol; --remote-debugging-pipe: file descriptors 3 and 4, messages end
// with a zero byte.

import { execFileSync, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export function chromium_program() {
  for (const name of ['chromium', 'chromium-browser', 'google-chrome']) {
    try {
      return execFileSync('sh', ['-c', `command -v ${name}`]).toString().trim();
    } catch {
      // the next one
    }
  }
  return null;
}

export class Browser {
  static async start(program) {
    const browser = new Browser(program);
    const { targetId } = await browser.call('Target.createTarget', { url: 'about:blank' });
    const { sessionId } = await browser.call('Target.attachToTarget', { targetId, flatten: true });
    browser.session = sessionId;
    for (const domain of ['Page', 'Runtime', 'Log', 'Network']) await browser.call(`${domain}.enable`);
    return browser;
  }

  constructor(program) {
    this.profile = mkdtempSync(join(tmpdir(), 'shadowsim-browser-'));
    this.process = spawn(program, ['--headless=new', '--no-sandbox', '--disable-gpu', '--disable-dev-shm-usage',
      '--no-first-run', '--disable-extensions', '--disable-background-networking', '--hide-scrollbars',
      '--remote-debugging-pipe', `--user-data-dir=${this.profile}`, 'about:blank'],
    { stdio: ['ignore', 'ignore', 'ignore', 'pipe', 'pipe'] });
    this.calls = new Map();
    this.last = 0;
    this.listeners = [];
    this.session = undefined;
    let pending = Buffer.alloc(0);
    this.process.stdio[4].on('data', (bytes) => {
      pending = Buffer.concat([pending, bytes]);
      for (let end = pending.indexOf(0); end >= 0; end = pending.indexOf(0)) {
        this.hear(JSON.parse(pending.subarray(0, end).toString()));
        pending = pending.subarray(end + 1);
      }
    });
    this.ended = new Promise((resolve) => this.process.once('exit', resolve));
    this.ended.then((code) => {
      for (const { reject } of this.calls.values()) reject(new Error(`the browser has ended with ${code}`));
    });
  }

  hear(message) {
    if (message.id === undefined) {
      for (const listener of [...this.listeners]) listener(message);
      return;
    }
    const { resolve, reject } = this.calls.get(message.id);
    this.calls.delete(message.id);
    if (message.error) reject(new Error(message.error.message));
    else resolve(message.result);
  }

  call(method, params = {}) {
    const id = ++this.last;
    const answered = new Promise((resolve, reject) => this.calls.set(id, { resolve, reject }));
    this.process.stdio[3].write(`${JSON.stringify({ id, method, params, sessionId: this.session })}\0`);
    return answered;
  }

  event(method) {
    return new Promise((resolve) => {
      const listener = (message) => {
        if (message.method !== method) return;
        this.listeners = this.listeners.filter((other) => other !== listener);
        resolve(message.params);
      };
      this.listeners.push(listener);
    });
  }

  // Opens the page; what it complained about and which addresses it asked for, until now.
  async open(url, { width, height = 900, scheme }) {
    const complaints = [];
    const requests = [];
    this.listeners = [(message) => {
      if (message.method === 'Runtime.exceptionThrown') {
        const details = message.params.exceptionDetails;
        complaints.push(details.exception?.description ?? details.text);
      } else if (message.method === 'Runtime.consoleAPICalled') {
        complaints.push(message.params.args.map((arg) => arg.value ?? arg.description).join(' '));
      } else if (message.method === 'Log.entryAdded') {
        complaints.push(message.params.entry.text);
      } else if (message.method === 'Network.requestWillBeSent') {
        requests.push(message.params.request.url);
      }
    }];
    await this.call('Emulation.setDeviceMetricsOverride',
      { width, height, deviceScaleFactor: 1, mobile: false });
    await this.call('Emulation.setEmulatedMedia',
      { features: [{ name: 'prefers-color-scheme', value: scheme }] });
    const loaded = this.event('Page.loadEventFired');
    await this.call('Page.navigate', { url });
    await loaded;
    await this.settle();
    return { complaints, requests };
  }

  async evaluate(expression) {
    const { result, exceptionDetails } =
      await this.call('Runtime.evaluate', { expression, returnByValue: true, awaitPromise: true });
    if (exceptionDetails) throw new Error(exceptionDetails.exception?.description ?? exceptionDetails.text);
    return result.value;
  }

  // Of the whole page, once it has settled in a window as high as itself.
  async screenshot(width) {
    const height = await this.evaluate('document.documentElement.scrollHeight');
    await this.call('Emulation.setDeviceMetricsOverride',
      { width, height, deviceScaleFactor: 1, mobile: false });
    await this.settle();
    const { data } = await this.call('Page.captureScreenshot', { format: 'png' });
    return Buffer.from(data, 'base64');
  }

  // Waits until what follows from a change of the window has been drawn.
  async settle() {
    await this.evaluate(`new Promise((done) => {
      let frames = 0;
      const next = () => (++frames < 4 ? requestAnimationFrame(next) : done());
      requestAnimationFrame(next);
    })`);
  }

  async close() {
    await this.call('Browser.close').catch(() => {});
    await this.ended;
    rmSync(this.profile, { recursive: true, force: true, maxRetries: 5 });
  }
}
