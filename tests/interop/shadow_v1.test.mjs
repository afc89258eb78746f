// The SDK's first shadow client: a program subscribes and publishes by itself, and finds its
// answers by their tokens.

import assert from 'node:assert/strict';

import { describeLives } from './lives.mjs';
import { mqtt } from './sdk.mjs';

const kQos = mqtt.QoS.AtLeastOnce;
const kLongestWaitMs = 10_000;

// All that the client is told of one shadow, in order, to be waited for by name and token.
class Conversation {
  #messages = [];
  #waiting = [];

  receive(name, error, message) {
    this.#messages.push({ name, error, message });
    this.#waiting = this.#waiting.filter((look) => !look());
  }

  // The one message of that name that carries the token.
  next(name, clientToken) {
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => {
        const seen = JSON.stringify(this.#messages);
        reject(new Error(`no ${name} with token ${clientToken}; came ${seen}`));
      }, kLongestWaitMs);
      const look = () => {
        const found = this.#messages.find(
          (other) => other.name === name && other.message?.clientToken === clientToken,
        );
        if (!found) return false;
        clearTimeout(timer);
        if (found.error) reject(found.error);
        else resolve(found.message);
        return true;
      };
      if (!look()) this.#waiting.push(look);
    });
  }
}

// The client's methods for one shadow, classic or named, with everything subscribed.
async function openShadow(client, shadow) {
  const named = shadow.shadowName ? 'Named' : '';
  const conversation = new Conversation();
  const topics = {
    getAccepted: `subscribeToGet${named}ShadowAccepted`,
    getRejected: `subscribeToGet${named}ShadowRejected`,
    updateAccepted: `subscribeToUpdate${named}ShadowAccepted`,
    updateRejected: `subscribeToUpdate${named}ShadowRejected`,
    deleteAccepted: `subscribeToDelete${named}ShadowAccepted`,
    deleteRejected: `subscribeToDelete${named}ShadowRejected`,
    delta: `subscribeTo${named}ShadowDeltaUpdatedEvents`,
    documents: `subscribeTo${named}ShadowUpdatedEvents`,
  };
  for (const [name, method] of Object.entries(topics)) {
    const granted = await client[method](shadow, kQos, (error, message) =>
      conversation.receive(name, error, message),
    );
    assert.equal(granted.error_code ?? 0, 0, method);
  }
  const publish = (operation) => (request) =>
    client[`publish${operation}${named}Shadow`]({ ...shadow, ...request }, kQos);
  return {
    next: (name, token) => conversation.next(name, token),
    get: publish('Get'),
    update: publish('Update'),
    delete: publish('Delete'),
  };
}

async function tellsWholeLife(client, shadow) {
  const { next, get, update, delete: remove } = await openShadow(client, shadow);
  const name = shadow.shadowName
    ? `'${shadow.thingName}~${shadow.shadowName}'`
    : `'${shadow.thingName}'`;

  await get({ clientToken: 'missing' });
  const missing = await next('getRejected', 'missing');
  assert.equal(missing.code, 404);
  assert.equal(missing.message, `No shadow exists with name: ${name}`);

  await update({ clientToken: 'report', state: { reported: { color: 'red', level: 3 } } });
  assert.equal((await next('updateAccepted', 'report')).version, 1);
  const first = await next('documents', 'report');
  assert.equal(first.previous, null);
  assert.deepEqual(first.current.state, { reported: { color: 'red', level: 3 } });

  await update({ clientToken: 'wish', state: { desired: { color: 'green', level: 3 } } });
  const delta = await next('delta', 'wish');
  assert.deepEqual(delta.state, { color: 'green' });
  assert.equal(delta.version, 2);
  assert.equal(typeof delta.timestamp, 'number');
  assert.equal(typeof delta.metadata.color.timestamp, 'number');

  await update({ clientToken: 'stale', version: 1, state: { reported: { color: 'blue' } } });
  const conflict = await next('updateRejected', 'stale');
  assert.equal(conflict.code, 409);
  assert.equal(conflict.message, 'Version conflict');

  await update({ clientToken: 'done', version: 2, state: { reported: { color: 'green' } } });
  assert.equal((await next('updateAccepted', 'done')).version, 3);

  await get({ clientToken: 'whole' });
  const whole = await next('getAccepted', 'whole');
  assert.deepEqual(whole.state, {
    desired: { color: 'green', level: 3 },
    reported: { color: 'green', level: 3 },
  });
  assert.equal(whole.version, 3);

  await remove({ clientToken: 'away' });
  assert.equal((await next('deleteAccepted', 'away')).version, 3);
  await remove({ clientToken: 'again' });
  assert.equal((await next('deleteRejected', 'again')).code, 404);
}

describeLives("The SDK's V1 shadow client", {
  makeClient: (protocol, connection) => protocol.makeV1(connection),
  tellsWholeLife,
  shadowName: 'ceiling-light',
});
