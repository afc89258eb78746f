// The AWS IoT Device SDK, from where tests/interop/install has put it, and its two MQTT clients
// connected to a plain loopback endpoint.

import { once } from 'node:events';
import { randomUUID } from 'node:crypto';
import { createRequire } from 'node:module';

const require = createRequire(`${process.env.SHADOWSIM_INTEROP_PACKAGES}/`);
export const { io, iotshadow, mqtt, mqtt5 } = require('aws-iot-device-sdk-v2');

// A thing that no test has used before.
export const newThing = () => `interop-${randomUUID()}`;

async function connectMqtt5(endpoint) {
  const client = new mqtt5.Mqtt5Client({
    hostName: endpoint.host,
    port: endpoint.port,
    connectProperties: { clientId: newThing(), keepAliveIntervalSeconds: 30 },
    sessionBehavior: mqtt5.ClientSessionBehavior.Clean,
  });
  const connected = once(client, mqtt5.Mqtt5Client.CONNECTION_SUCCESS);
  client.start();
  await connected;
  return {
    client,
    async close() {
      const stopped = once(client, mqtt5.Mqtt5Client.STOPPED);
      client.stop();
      await stopped;
      client.close();
    },
  };
}

async function connectMqtt311(endpoint) {
  const connection = new mqtt.MqttClient().new_connection({
    client_id: newThing(),
    host_name: endpoint.host,
    port: endpoint.port,
    clean_session: true,
    keep_alive: 30,
    socket_options: new io.SocketOptions(),
  });
  await connection.connect();
  return { client: connection, close: () => connection.disconnect() };
}

// What differs between the protocol's versions, so that a test can run on each.
export const protocols = [
  {
    name: 'MQTT 5',
    connect: connectMqtt5,
    makeV1: (client) => iotshadow.IotShadowClient.newFromMqtt5Client(client),
    makeV2: (client, options) => iotshadow.IotShadowClientv2.newFromMqtt5(client, options),
  },
  {
    name: 'MQTT 3.1.1',
    connect: connectMqtt311,
    makeV1: (client) => new iotshadow.IotShadowClient(client),
    makeV2: (client, options) => iotshadow.IotShadowClientv2.newFromMqtt311(client, options),
  },
];
