import { Request } from './decide';
import { isRecord } from './json';

export interface Pair {
  readonly policy: unknown;
  readonly request: Request;
}

/** Takes away from a policy and a request what can be taken away, and makes simpler what can be simpler, while `still` holds. */
export function shrink(pair: Pair, still: (candidate: Pair) => boolean): Pair {
  let smallest = pair;
  for (;;) {
    const smaller = candidates(smallest).find(still);
    if (!smaller) {
      return smallest;
    }
    smallest = smaller;
  }
}

/** What stands for an element most simply. An element that has to be there is not taken away: that would be another fault. */
const SIMPLEST: Readonly<Record<string, unknown>> = { Principal: '*', Action: '*', Resource: '*' };
const REQUIRED: ReadonlySet<string> = new Set(['Statement', 'Effect', 'Principal', 'NotPrincipal', 'Action', 'NotAction', 'Resource', 'NotResource']);

const SIMPLE_REQUEST = { principal: 'anonymous', action: 's3:GetObject', resource: 'arn:aws:s3:::records/a.txt' } as const;

function candidates({ policy, request }: Pair): Pair[] {
  const simpler = Object.entries(SIMPLE_REQUEST).filter(([name, value]) => request[name as keyof Request] !== value);
  return [
    ...parts(policy).map((smaller) => ({ policy: smaller, request })),
    ...[...(Object.keys(request.context).length === 1 ? [{}] : []), ...parts(request.context)].map((context) => ({ policy, request: { ...request, context: context as Request['context'] } })),
    ...simpler.map(([name, value]) => ({ policy, request: { ...request, [name]: value } })),
  ];
}

/** All that has one part less, or a simpler one. */
function parts(json: unknown): unknown[] {
  if (Array.isArray(json)) {
    return [
      ...(json.length > 1 ? json.map((_, i) => json.filter((__, j) => j !== i)) : json),
      ...json.flatMap((item, i) => parts(item).map((smaller) => json.map((other, j) => (i === j ? smaller : other)))),
    ];
  }
  return isRecord(json) ? Object.keys(json).flatMap((name) => partsWithout(name, json)) : [];
}

function partsWithout(name: string, { [name]: value, ...others }: Record<string, unknown>): unknown[] {
  const plain = name.replace(/^Not/, '');
  const simplest = plain in SIMPLEST && !(plain in others) && (name !== plain || SIMPLEST[plain] !== value) ? [{ ...others, [plain]: SIMPLEST[plain] }] : [];
  // What is left of a map of types or of keys has to be something.
  const without = REQUIRED.has(name) || Object.keys(others).length === 0 ? [] : [others];
  return [...without, ...simplest, ...parts(value).map((smaller) => ({ ...others, [name]: smaller }))];
}
