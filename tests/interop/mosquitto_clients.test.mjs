// mosquitto_sub and mosquitto_pub: what a person has at hand on any machine.

import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { after, before, describe, test } from 'node:test';

import { startEndpoint } from './endpoint.mjs';

let endpoint;

const options = (version) => {
  const { host, port } = endpoint;
  return ['-V', version, '-h', host, '-p', String(port), '-q', '1'];
};

// A mosquitto_sub that is subscribed. Its next() gives a message as [topic, payload].
async function subscribe(version, filter) {
  // stdbuf: line by line, though it is no terminal that it prints to. -d: says when it is subscribed.
  const command = ['-oL', 'mosquitto_sub', ...options(version), '-t', filter, '-v', '-d', '-W', '60'];
  const child = spawn('stdbuf', command, { stdio: ['ignore', 'pipe', 'inherit'] });
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const nextLine = async (wanted) => {
    for (;;) {
      const { value, done } = await lines.next();
      assert.ok(!done, 'mosquitto_sub has ended');
      if (wanted(value)) return value;
    }
  };
  await nextLine((line) => line.startsWith('Subscribed'));
  return {
    async next() {
      const line = await nextLine((other) => other.startsWith('$aws/'));
      const blank = line.indexOf(' ');
      return [line.slice(0, blank), line.slice(blank + 1)];
    },
    async stop() {
      child.kill('SIGTERM');
      if (child.exitCode === null) await once(child, 'exit');
    },
  };
}

async function publish(version, topic, ...message) {
  const child = spawn('mosquitto_pub', [...options(version), '-t', topic, ...message], {
    stdio: ['ignore', 'inherit', 'inherit'],
  });
  const [code] = await once(child, 'exit');
  assert.equal(code, 0, `mosquitto_pub to ${topic}`);
}

// The next messages, by what follows the shadow's prefix; the service promises no order.
async function collect(subscription, prefix, count) {
  const messages = new Map();
  for (let index = 0; index < count; ++index) {
    const [topic, payload] = await subscription.next();
    messages.set(topic.slice(prefix.length), JSON.parse(payload));
  }
  return messages;
}

describe('mosquitto_pub and mosquitto_sub', () => {
  before(async () => (endpoint = await startEndpoint()));
  after(() => endpoint.stop());

  for (const version of ['mqttv5', 'mqttv311']) {
    describe(`over ${version}`, () => {
      for (const name of ['', 'name/night/']) {
        const which = name ? 'a named shadow' : 'the classic shadow';

        test(`ask ${which} and are answered`, async () => {
          const prefix = `$aws/things/interop-${randomUUID()}/shadow/${name}`;
          const answers = await subscribe(version, `${prefix}+/+`);
          try {
            await publish(version, `${prefix}get`, '-n');
            const missing = await collect(answers, prefix, 1);
            assert.equal(missing.get('get/rejected').code, 404);

            const wish = { state: { desired: { color: 'red' }, reported: { color: 'blue' } } };
            await publish(version, `${prefix}update`, '-m', JSON.stringify(wish));
            const wished = await collect(answers, prefix, 3);
            assert.equal(wished.get('update/accepted').version, 1);
            assert.deepEqual(wished.get('update/delta').state, { color: 'red' });
            assert.deepEqual(wished.get('update/documents').current.state, wish.state);

            await publish(version, `${prefix}update`, '-m', '{"state":{},"version":7}');
            assert.equal((await collect(answers, prefix, 1)).get('update/rejected').code, 409);

            await publish(version, `${prefix}get`, '-m', '{"clientToken":"me"}');
            const whole = (await collect(answers, prefix, 1)).get('get/accepted');
            assert.equal(whole.clientToken, 'me');
            assert.deepEqual(whole.state, { ...wish.state, delta: { color: 'red' } });

            await publish(version, `${prefix}delete`, '-n');
            assert.equal((await collect(answers, prefix, 1)).get('delete/accepted').version, 1);
          } finally {
            await answers.stop();
          }
        });
      }
    });
  }
});
