import { Budget } from './budget';
import { Situation } from './compile';
import { KeyAvailability } from './key-theory';
import { LinearPattern, matches } from './linear-pattern';
import { availabilityWith, isActionKey } from './request-class';
import { Sender } from './sender';
import { solveText } from './text-theory';
import { Vocabulary } from './vocabulary';
import { S3Action } from '../s3-actions';

/** A sender and an action, with values for policy variables: only condition keys and the resource are still open. */
export interface OpenSituation extends Situation {
  readonly sender: Sender;
  readonly action: S3Action;
  readonly resources: readonly LinearPattern[];
}

/** Each choice of values for policy variables. */
export function* situationsOf(vocabulary: Vocabulary, sender: Sender, action: S3Action, resources: readonly LinearPattern[]): Iterable<OpenSituation> {
  const available = (key: string) => isActionKey(key) ? availabilityWith(vocabulary, action, key) : sender.availability(key);
  const open = [...vocabulary.variables].filter((key) => !decidedValue(available(key)));
  for (const choice of choicesOf(vocabulary, open, available)) {
    const variables = new Map<string, string | null>();
    for (const key of vocabulary.variables) {
      const decided = decidedValue(available(key));
      const value = decided ? decided.value : choice?.get(key);
      if (value !== undefined) {
        variables.set(key, value);
      }
    }
    yield {
      sender,
      action,
      variables,
      opaqueVariables: choice === undefined,
      accountPrefix: sender.accountPrefix,
      resources,
      availability: choice && choice.size > 0 ? (key) => choice.has(key) ? chosen(available(key), choice.get(key)!) : available(key) : available,
    };
  }
}

function decidedValue({ mayBeAbsent, fixed, domain }: KeyAvailability): { value: string | null } | undefined {
  return fixed && !mayBeAbsent ? { value: fixed[0] } : !domain && !fixed ? { value: null } : undefined;
}

function chosen(availability: KeyAvailability, value: string | null): KeyAvailability {
  return value === null ? { ...availability, mayBeAbsent: true, domain: undefined, fixed: undefined } : { ...availability, mayBeAbsent: false, fixed: [value] };
}

function sampleOf({ domain, except, fixed }: KeyAvailability): string | undefined {
  return fixed ? fixed[0] : domain && solveText(domain, except ? [{ patterns: except, positive: false }] : [], new Budget());
}

const MAXIMUM_CHOICES = 48;

/**
 * Values to try for the keys of policy variables. They cannot be exhausted, so a last choice, `undefined`, leaves the
 * variables opaque: if even that finds nothing, there is nothing.
 */
function* choicesOf(vocabulary: Vocabulary, keys: readonly string[], available: (key: string) => KeyAvailability): Iterable<ReadonlyMap<string, string | null> | undefined> {
  if (keys.length === 0) {
    yield new Map();
    return;
  }
  const options = keys.map((key): (string | null)[] => {
    const { mayBeAbsent, domain, fixed } = available(key);
    // What a key that is compared with the variable can be, the variable can be as well, where it is free.
    const samples = [key, ...vocabulary.comparedWith.get(key) ?? []].map((of) => sampleOf(available(of)));
    const segments = [...vocabulary.resources].flatMap((resource) => resource.split(/[/*?]|\$\{[^}]*\}/)).filter((part) => part !== '' && !part.includes(':'));
    const values = [...fixed ?? [], ...samples.flatMap((sample) => sample ?? []), ...vocabulary.constants.get(key) ?? [], ...segments.slice(0, 4)]
      .filter((value) => fixed ? fixed.includes(value) : domain?.some((pattern) => matches(pattern, value)));
    return [...new Set([...values, ...mayBeAbsent ? [null] : []])];
  });
  let made = 0;
  function* combine(index: number, choice: ReadonlyMap<string, string | null>): Iterable<ReadonlyMap<string, string | null>> {
    if (index === keys.length) {
      if (made++ < MAXIMUM_CHOICES) {
        yield choice;
      }
      return;
    }
    for (const value of options[index]) {
      yield* combine(index + 1, new Map([...choice, [keys[index], value]]));
    }
  }
  yield* combine(0, new Map());
  yield undefined;
}
