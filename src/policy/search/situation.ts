import { Budget } from './budget';
import { KeyAvailability, Situation } from './key-theory';
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

/**
 * A sender and an action with policy variables left open where their keys are: a test with an open one may turn out either way,
 * so what fails here fails for every value.
 */
export function openSituation(vocabulary: Vocabulary, sender: Sender, action: S3Action, resources: readonly LinearPattern[]): OpenSituation {
  const available = availabilityIn(vocabulary, sender, action);
  return situationOf(vocabulary, sender, action, resources, new Map(), openKeys(vocabulary, available).length > 0);
}

/** The same with a choice of values for the policy variables of these statements, one choice after the other. */
export function* closedSituations(
  vocabulary: Vocabulary, { sender, action, resources }: OpenSituation, relevant: ReadonlySet<string>, budget: Budget,
): Iterable<OpenSituation> {
  const available = availabilityIn(vocabulary, sender, action);
  const keys = openKeys(vocabulary, available);
  const options = keys.map((key) => optionsFor(key, vocabulary, available, budget));
  // Variables of other statements change nothing.
  const counts = options.map(({ length }, i) => relevant.has(keys[i]) ? length : 1);
  let made = 0;
  for (const choice of choices(counts)) {
    budget.spend(1);
    yield situationOf(vocabulary, sender, action, resources, new Map(keys.map((key, i) => [key, options[i][choice[i]]])), false);
    if (++made === MAXIMUM_CHOICES) {
      return;
    }
  }
}

type Available = (key: string) => KeyAvailability;

function availabilityIn(vocabulary: Vocabulary, sender: Sender, action: S3Action): Available {
  return (key) => isActionKey(key) ? availabilityWith(vocabulary, action, key) : sender.availability(key);
}

function openKeys({ variables }: Vocabulary, available: Available): string[] {
  return [...variables].filter((key) => !decidedValue(available(key)));
}

function situationOf(
  vocabulary: Vocabulary, sender: Sender, action: S3Action, resources: readonly LinearPattern[], choice: ReadonlyMap<string, string | null>, opaqueVariables: boolean,
): OpenSituation {
  const available = availabilityIn(vocabulary, sender, action);
  const variables = new Map<string, string | null>();
  for (const key of vocabulary.variables) {
    const decided = decidedValue(available(key));
    const value = decided ? decided.value : choice.get(key);
    if (value !== undefined) {
      variables.set(key, value);
    }
  }
  return {
    sender,
    action,
    variables,
    opaqueVariables,
    accountPrefix: sender.accountPrefix,
    resources,
    availability: choice.size > 0 ? (key) => choice.has(key) ? chosen(available(key), choice.get(key)!) : available(key) : available,
  };
}

function decidedValue({ mayBeAbsent, fixed, domain }: KeyAvailability): { value: string | null } | undefined {
  return fixed && !mayBeAbsent ? { value: fixed[0] } : !domain && !fixed ? { value: null } : undefined;
}

function chosen(availability: KeyAvailability, value: string | null): KeyAvailability {
  return value === null ? { ...availability, mayBeAbsent: true, domain: undefined, fixed: undefined } : { ...availability, mayBeAbsent: false, fixed: [value] };
}

function sampleOf({ domain, except, fixed }: KeyAvailability, budget: Budget): string | undefined {
  return fixed ? fixed[0] : domain && solveText(domain, except ? [{ patterns: except, positive: false }] : [], budget);
}

const MAXIMUM_CHOICES = 48;

/** Values that matter to the policy: what could be compared with the variable, what the policy names, and none. */
function optionsFor(key: string, { comparedWith, constants, resources }: Vocabulary, available: Available, budget: Budget): (string | null)[] {
  const { mayBeAbsent, domain, fixed } = available(key);
  // What a key that is compared with the variable can be, the variable can be as well, where it is free.
  const samples = [key, ...comparedWith.get(key) ?? []].map((of) => sampleOf(available(of), budget));
  const segments = [...resources].flatMap((resource) => resource.split(/[/*?]|\$\{[^}]*\}/)).filter((part) => part !== '' && !part.includes(':'));
  const values = [...fixed ?? [], ...samples.flatMap((sample) => sample ?? []), ...constants.get(key) ?? [], ...segments.slice(0, 4)]
    .filter((value) => fixed ? fixed.includes(value) : domain?.some((pattern) => matches(pattern, value)));
  return [...new Set([...values, ...mayBeAbsent ? [null] : []])];
}

/**
 * Choices of one option for each variable, each choice once: those of a kind for all variables, then one variable apart from the
 * others, then all others in order.
 */
function* choices(counts: readonly number[]): Iterable<readonly number[]> {
  if (counts.some((count) => count === 0)) {
    return;
  }
  const seen = new Set<string>();
  for (const choice of likelyFirst(counts)) {
    const key = choice.join();
    if (!seen.has(key)) {
      seen.add(key);
      yield choice;
    }
  }
}

function* likelyFirst(counts: readonly number[]): Iterable<readonly number[]> {
  const most = Math.max(...counts);
  for (let option = 0; option < most; option++) {
    yield counts.map((count) => Math.min(option, count - 1));
  }
  for (let option = 1; option < most; option++) {
    for (let variable = 0; variable < counts.length; variable++) {
      yield counts.map((count, i) => i === variable ? Math.min(option, count - 1) : 0);
    }
  }
  for (let choice: number[] | undefined = counts.map(() => 0); choice; choice = next(choice, counts)) {
    yield choice;
  }
}

function next(choice: readonly number[], counts: readonly number[]): number[] | undefined {
  let last = choice.length - 1;
  while (last >= 0 && choice[last] + 1 >= counts[last]) {
    last--;
  }
  return last < 0 ? undefined : choice.map((option, i) => i < last ? option : i === last ? option + 1 : 0);
}
