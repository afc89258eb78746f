// The SDK's second shadow client: requests are promises, matched by tokens that the client makes
// up; deltas and documents are streams. One request is in flight at a time: of several at once the
// client (aws-crt 1.33.1) sometimes never sends one.

import assert from 'node:assert/strict';
import { once } from 'node:events';

import { describeLives } from './lives.mjs';

const kOptions = {
  maxRequestResponseSubscriptions: 6,
  maxStreamingSubscriptions: 2,
  operationTimeoutInSeconds: 10,
};

// The client's methods for one shadow, classic or named.
function bind(client, shadow) {
  const named = shadow.shadowName ? 'Named' : '';
  const request = (operation) => (fields) => client[`${operation}${named}Shadow`]({ ...shadow, ...fields });
  return {
    get: request('get'),
    update: request('update'),
    delete: request('delete'),
    deltas: () => client[`create${named}ShadowDeltaUpdatedStream`](shadow),
    documents: () => client[`create${named}ShadowUpdatedStream`](shadow),
  };
}

// Opens a stream and waits until it is subscribed.
async function open(stream) {
  const subscribed = once(stream, 'subscriptionStatus');
  stream.open();
  const [status] = await subscribed;
  assert.equal(status.error, undefined);
  return stream;
}

const nextOf = async (stream) => (await once(stream, 'incomingPublish'))[0].message;

// What the service says of a request that it rejects.
async function refusalOf(request) {
  try {
    await request;
  } catch (error) {
    assert.ok(error.modeledError, `not the service's answer: ${error}`);
    return error.modeledError;
  }
  throw new assert.AssertionError({ message: 'the request was accepted' });
}

async function tellsWholeLife(client, shadow) {
  const { get, update, delete: remove, deltas, documents } = bind(client, shadow);

  const missing = await refusalOf(get({}));
  assert.equal(missing.code, 404);
  assert.match(missing.message, /^No shadow exists with name: /);

  const deltaStream = await open(deltas());
  const documentStream = await open(documents());

  const documentOfCreation = nextOf(documentStream);
  const created = await update({ state: { reported: { color: 'red' } } });
  assert.equal(created.version, 1);
  assert.equal((await documentOfCreation).previous, null);

  const delta = nextOf(deltaStream);
  const document = nextOf(documentStream);
  const wished = await update({ state: { desired: { color: 'green' } } });
  assert.deepEqual(wished.state, { desired: { color: 'green' } });
  assert.deepEqual((await delta).state, { color: 'green' });
  assert.equal((await delta).version, wished.version);
  assert.deepEqual((await document).previous.state, { reported: { color: 'red' } });
  assert.deepEqual((await document).current.state, {
    desired: { color: 'green' },
    reported: { color: 'red' },
  });

  const conflict = await refusalOf(
    update({ version: 1, state: { reported: { color: 'blue' } } }),
  );
  assert.equal(conflict.code, 409);

  const whole = await get({});
  assert.equal(whole.version, 2);
  assert.deepEqual(whole.state.delta, { color: 'green' });

  const cleared = await update({ state: { desired: null } });
  assert.deepEqual(cleared.state, { desired: null });

  assert.equal((await remove({})).version, 3);
  assert.equal((await refusalOf(get({}))).code, 404);
  assert.equal((await refusalOf(remove({}))).code, 404);
  deltaStream.close();
  documentStream.close();
}

describeLives("The SDK's V2 shadow client", {
  makeClient: (protocol, connection) => protocol.makeV2(connection, kOptions),
  tellsWholeLife,
  shadowName: 'update',
});
