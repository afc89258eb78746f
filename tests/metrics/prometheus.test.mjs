// A run that Debian's Prometheus watches from beginning to end: it finds every series, its last counters
// are those of summary.json, and no scrape fails while the run goes on. SHADOWSIM_PROGRAM is the program,
// SHADOWSIM_SCENARIOS the folder of the scenarios.

import assert from 'node:assert/strict';
import { execFileSync, spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';

function is_installed() {
  try {
    execFileSync('sh', ['-c', 'command -v prometheus'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}
const installed = is_installed();
if (!installed) console.log('SKIPPED: prometheus is not installed; scripts/setup installs it');

const free_port = () => new Promise((resolve) => {
  const server = createServer().listen(0, '127.0.0.1', () => {
    const { port } = server.address();
    server.close(() => resolve(port));
  });
});

// Until `find` gives something, or half a minute has passed.
async function eventually(find) {
  for (let tries = 0; tries < 300; ++tries) {
    const found = await Promise.resolve(find()).catch(() => null);
    if (found) return found;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error(`never came true: ${find}`);
}

describe('live metrics', { skip: !installed && 'prometheus is not installed' }, () => {
  for (const workers of [1, 2]) {
    describe(`of a run with ${workers} worker${workers === 1 ? '' : 's'}`, () => {
      let directory;
      let prometheus;
      let web;
      let run;
      let ended;
      let summary;

      const ask = async (query, time) => {
        const url = `${web}/api/v1/query?query=${encodeURIComponent(query)}${time ? `&time=${time}` : ''}`;
        const answer = await (await fetch(url)).json();
        assert.equal(answer.status, 'success', answer.error);
        return answer.data.result;
      };
      // What a series was when it was seen last, by the value of a label.
      const last = async (name, label) => Object.fromEntries(
        (await ask(`last_over_time(${name}[5m])`)).map((of) => [label ? of.metric[label] : '', Number(of.value[1])]));

      before(async () => {
        directory = mkdtempSync(join(tmpdir(), 'shadowsim-metrics-'));
        let said = '';
        run = spawn(process.env.SHADOWSIM_PROGRAM, ['run', join(process.env.SHADOWSIM_SCENARIOS, 'colour-churn.yaml'),
          '--lights', '20', '--set', 'timeline[0].churn.desired.rate=30/s', '--duration', '8s',
          '--workers', String(workers), '--metrics-port', '0', '--out', join(directory, 'result'), '--quiet'], { stdio: ['ignore', 'ignore', 'pipe'] });
        run.stderr.on('data', (text) => { said += text; });
        ended = new Promise((resolve) => run.once('exit', resolve));
        const [, target] = await eventually(() => said.match(/metrics: http:\/\/(127\.0\.0\.1:\d+)\/metrics/));

        writeFileSync(join(directory, 'prometheus.yml'), `global: {scrape_interval: 1s, scrape_timeout: 1s}
scrape_configs:
  - job_name: shadowsim
    static_configs: [{targets: ['${target}']}]
`);
        const port = await free_port();
        web = `http://127.0.0.1:${port}`;
        prometheus = spawn('prometheus', [`--config.file=${join(directory, 'prometheus.yml')}`,
          `--storage.tsdb.path=${join(directory, 'data')}`, `--web.listen-address=127.0.0.1:${port}`,
          '--log.level=error'], { stdio: 'ignore' });
        await eventually(async () => (await fetch(`${web}/-/ready`)).ok);
        assert.equal(await ended, 0, said);
        summary = JSON.parse(readFileSync(join(directory, 'result', 'summary.json'), 'utf8'));
      });
      after(async () => {
        for (const child of [prometheus, run]) {
          if (!child || child.exitCode !== null || child.signalCode !== null) continue;
          const gone = new Promise((resolve) => child.once('exit', resolve));
          child.kill();
          await gone;
        }
        rmSync(directory, { recursive: true, force: true, maxRetries: 5 });
      });

      test('has every series that it exports', async () => {
        const page = readFileSync(new URL('../../docs/metrics.md', import.meta.url), 'utf8');
        const rows = [...page.matchAll(/^\| `(shadowsim_\w+)` \| (\w+) \|/gm)];
        assert.ok(rows.length > 10);
        const without_refusals = ['shadowsim_rejected_messages_total', 'shadowsim_refusals_seen_total'];
        for (const [, name, type] of rows) {
          if (without_refusals.includes(name)) continue;
          const series = type === 'histogram' ? `${name}_bucket` : name;
          assert.notDeepEqual(await ask(`last_over_time(${series}[5m])`), [], series);
        }
      });

      test('ends with the counts of summary.json', async () => {
        const { changes, connections, messages, latency_us } = summary;
        assert.equal((await last('shadowsim_changes_scheduled_total'))[''], changes.scheduled);
        const { scheduled, ...outcomes } = changes;
        assert.ok(scheduled > 100);
        assert.deepEqual(await last('shadowsim_changes_total', 'outcome'), outcomes);
        assert.deepEqual(await last('shadowsim_connects_total', 'outcome'),
          { established: connections.established, refused: connections.refused });
        assert.equal((await last('shadowsim_connections_lost_total'))[''], connections.lost);
        assert.equal((await last('shadowsim_reconnects_total'))[''], connections.reconnected);
        assert.deepEqual(await last('shadowsim_messages_total', 'direction'),
          { published: messages.published, received: messages.received });
        assert.equal((await last('shadowsim_deltas_total'))[''], messages.deltas);
        for (const name of ['convergence', 'round_trip']) {
          const { count, mean } = latency_us[name];
          assert.equal((await last(`shadowsim_${name}_seconds_count`))[''], count);
          const sum = (await last(`shadowsim_${name}_seconds_sum`))[''];
          assert.ok(Math.abs(sum - count * mean / 1e6) < 1e-6 * count + 1e-9, `${sum} is not ${count} times ${mean} us`);
        }
      });

      test('was watched without a gap', async () => {
        const [{ values }] = await ask('shadowsim_timeline_elapsed_seconds[5m]');
        assert.ok(values.length >= 3, `only ${values.length} scrapes`);
        const until = values[values.length - 1][0];
        const [{ values: ups }] = await ask('up[5m]', until);
        const [{ values: took }] = await ask('scrape_duration_seconds[5m]', until);
        const failed = ups.flatMap(([, up], i) => (up === '1' ? [] : [`scrape ${i + 1} of ${ups.length}, after ${took[i][1]} s`]));
        assert.deepEqual(failed, [], 'scrapes that failed');
      });

      test('saw the fleet at work', async () => {
        const peak = await ask('max_over_time(shadowsim_connected_sessions[5m])');
        assert.equal(Number(peak[0].value[1]), summary.connections.peak);
      });
    });
  }
});
