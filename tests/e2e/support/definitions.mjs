// Definitions that the suites serve, in Postern's own JSON.

import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { eventually } from './waiting.mjs';

const plugin_folder = process.env.POSTERN_E2E_PLUGINS;

export const credential = { accessKeyId: 'AKIDEXAMPLE', secretAccessKey: 'secretexample' };

/** A route to `integration`; two-way when its answers go to the client. */
const one_way = (integration) => ({ target: `integrations/${integration}` });
const two_way = (integration) => ({
  ...one_way(integration), routeResponseSelectionExpression: '$default',
});

const proxy = (name, settings = {}) => ({
  integrationType: 'AWS_PROXY', integrationUri: name, ...settings,
});

/**
 * A definition with one API `abcdef1234`, stage `dev`, and the routes of `routes`.
 *
 * Functions: `echo` and `faulty` (shipped), `recorder` (of this suite) when `folder` is given: it
 * writes every event to `events.jsonl` there. `plugins` names more of this suite's.
 */
export function definition({
  folder, routes, plugins = [], server = {}, api = {}, integrations = {},
}) {
  const functions = {
    echo: { plugin: 'libecho.so' },
    faulty: { plugin: 'libfaulty.so' },
  };
  if (folder) {
    functions.recorder = {
      plugin: join(plugin_folder, 'librecorder.so'), config: { folder },
    };
  }
  for (const name of plugins) functions[name] = { plugin: join(plugin_folder, `lib${name}.so`) };
  const of_functions = Object.fromEntries(Object.keys(functions).map((name) => [name, proxy(name)]));
  return {
    functions,
    apis: {
      abcdef1234: {
        routeSelectionExpression: '$request.body.action',
        integrations: { ...of_functions, ...integrations },
        routes,
        stages: { dev: {} },
        ...api,
      },
    },
    server,
  };
}

/** Events that the recorder in `folder` has written, oldest first. */
export function recorded(folder) {
  const file = join(folder, 'events.jsonl');
  if (!existsSync(file)) return [];
  return readFileSync(file, 'utf8').split('\n').filter(Boolean).map((line) => JSON.parse(line));
}

/** The recorded `$disconnect` events. */
export const disconnects = (folder) =>
  recorded(folder).filter((event) => event.requestContext.eventType === 'DISCONNECT');

/** The one event of `type` for `connection_id`, as soon as it is recorded. */
export function event_of(folder, type, connection_id) {
  return eventually(
    () => recorded(folder).find(({ requestContext }) =>
      requestContext.eventType === type && requestContext.connectionId === connection_id),
    `the ${type} event of ${connection_id}`);
}

export { one_way, proxy, two_way };
