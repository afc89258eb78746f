// The same story on each version of MQTT, of a classic shadow and of a named one.

import { after, afterEach, before, beforeEach, describe, test } from 'node:test';

import { startEndpoint } from './endpoint.mjs';
import { newThing, protocols } from './sdk.mjs';

// `makeClient(protocol, connection)` makes the SDK's shadow client; `tellsWholeLife(client, shadow)`
// is the story.
export function describeLives(title, { makeClient, tellsWholeLife, shadowName }) {
  describe(title, () => {
    let endpoint;
    before(async () => (endpoint = await startEndpoint()));
    after(() => endpoint.stop());

    for (const protocol of protocols) {
      describe(`over ${protocol.name}`, () => {
        let connection;
        let client;
        beforeEach(async () => {
          connection = await protocol.connect(endpoint);
          client = makeClient(protocol, connection.client);
        });
        afterEach(async () => {
          client.close?.();
          await connection.close();
        });

        test('lives through a classic shadow', () =>
          tellsWholeLife(client, { thingName: newThing() }));

        test('lives through a named shadow', () =>
          tellsWholeLife(client, { thingName: newThing(), shadowName }));
      });
    }
  });
}
