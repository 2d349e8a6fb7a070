import { CloudTrailEvent, Work, workOf } from './affected-buckets';
import { WatchMessage } from '../watch-environment';

/** Says what a message of the queue asks for: an event of EventBridge, or a message of the watch to itself. */
export function readRecord(body: string): Work {
  let value: unknown;
  try {
    value = JSON.parse(body);
  } catch {
    return odd(`the message is not JSON: ${body.slice(0, 200)}`);
  }
  if (value === null || typeof value !== 'object' || Array.isArray(value)) {
    return odd(`the message is not an object: ${body.slice(0, 200)}`);
  }
  const message = value as Partial<WatchMessage> & { readonly 'detail-type'?: unknown; readonly 'detail'?: unknown };
  if (message.kind !== undefined) {
    return readMessage(message as WatchMessage);
  }
  const { detail } = message;
  switch (message['detail-type']) {
    case 'AWS API Call via CloudTrail':
      return detail !== null && typeof detail === 'object' ? workOf(detail as CloudTrailEvent) : odd('the event has no detail');
    case 'Scheduled Event':
      return { kind: 'sweep' };
    default:
      return odd(`the watch does not know '${String(message['detail-type'] ?? Object.keys(value).join(', '))}'`);
  }
}

function readMessage(message: WatchMessage): Work {
  switch (message.kind) {
    case 'sweep': return { kind: 'sweep' };
    case 'buckets': {
      const { names, causes = {} } = message;
      return Array.isArray(names) && names.every((name) => typeof name === 'string')
        ? { kind: 'buckets', causes: new Map(names.map((name) => [name, Object.hasOwn(causes, name) ? causes[name] : undefined])) }
        : odd('the message of buckets has no names');
    }
    default: return odd(`the watch does not know messages of kind '${String((message as { kind: unknown }).kind)}'`);
  }
}

function odd(why: string): Work {
  return { kind: 'nothing', why, odd: true };
}
