import { handleConfig, isConfigInvocation } from './config-rule';
import { BatchResponse, handleBatch, QueueRecord } from './handle-batch';
import { Invocation, watchPorts } from './watch-ports';
import { WATCH_SETTINGS, WatchSettings } from '../watch-environment';

let invocation: ((remainingMilliseconds: number) => Invocation) | undefined;

/** Handles what Lambda brings: messages of the queue of the watch, or an invocation by AWS Config. */
export async function handler(event: unknown, context: { getRemainingTimeInMillis(): number }): Promise<BatchResponse | undefined> {
  invocation ??= watchPorts(settingsOf(process.env), process.env);
  const { watch, ports, putEvaluations } = invocation(context.getRemainingTimeInMillis());
  if (isConfigInvocation(event)) {
    await handleConfig(event, watch, ports, putEvaluations);
    return undefined;
  }
  const records = (event as { readonly Records?: readonly QueueRecord[] } | null)?.Records;
  if (!Array.isArray(records)) {
    watch.log({ decision: 'not understood', why: 'the invocation has neither messages of a queue nor an event of AWS Config', keys: Object.keys(event ?? {}) });
    return undefined;
  }
  return handleBatch(records as readonly QueueRecord[], watch, ports);
}

/** @throws Error where the function has no settings */
export function settingsOf(environment: Readonly<Record<string, string | undefined>>): WatchSettings {
  const text = environment[WATCH_SETTINGS];
  if (text === undefined) {
    throw new Error(`the environment has no ${WATCH_SETTINGS}`);
  }
  return JSON.parse(text) as WatchSettings;
}
