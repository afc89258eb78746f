// The endpoint that a test file talks to: started for it, and ended with it.

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';

// A program, with arguments, that prints "ready mqtt://HOST:PORT" and runs until SIGTERM.
const command = JSON.parse(process.env.SHADOWSIM_INTEROP_ENDPOINT);

export async function startEndpoint() {
  const [program, ...options] = command;
  const child = spawn(program, options, {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const exited = once(child, 'exit');
  const lines = createInterface({ input: child.stdout });
  const line = await Promise.race([
    once(lines, 'line').then(([text]) => text),
    exited.then(([code]) => {
      throw new Error(`the endpoint ended with exit code ${code} before it was ready`);
    }),
  ]);
  const ready = /^ready mqtt:\/\/(.+):(\d+)$/.exec(line);
  if (!ready) throw new Error(`the endpoint said: ${line}`);
  return {
    host: ready[1],
    port: Number(ready[2]),
    async stop() {
      child.kill('SIGTERM');
      await exited;
      // The SDK keeps a process alive for some more seconds. Tests that failed are still told of.
      setTimeout(() => process.exit(), 200).unref();
    },
  };
}
