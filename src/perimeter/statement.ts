import { aws_iam as iam, aws_s3 as s3, Lazy, Stack, Tokenization } from 'aws-cdk-lib';

/** The bucket that a policy speaks of, and whose it is. */
export interface GuardedBucket {
  readonly bucketArn: string;
  /** The ARN of all its objects: `<bucketArn>/*`. */
  readonly objectsArn: string;
  /** The account that owns it, and the Region that it is in. */
  readonly account: string;
  readonly region: string;
}

/** Operator → key → values. */
export type Conditions = Readonly<Record<string, Readonly<Record<string, string | readonly string[]>>>>;

/** What a guard denies, as data. All of its conditions have to hold, so each further negated key lets someone through. */
export interface Guard {
  readonly sid: string;
  /** What it denies, in words. */
  readonly denies: string;
  readonly actions?: readonly string[];
  /** Everything but these. */
  readonly notActions?: readonly string[];
  readonly resources: readonly string[];
  readonly conditions: readonly Conditions[];
}

/** The bucket as its policy speaks of it. */
export function guardedBucket(bucket: s3.IBucket): GuardedBucket {
  const { account = Stack.of(bucket).account, region = Stack.of(bucket).region } = bucket.env;
  return { bucketArn: bucket.bucketArn, objectsArn: bucket.arnForObjects('*'), account, region };
}

/** The bucket and all its objects. */
export function bucketAndObjects({ bucketArn, objectsArn }: GuardedBucket): readonly string[] {
  return [bucketArn, objectsArn];
}

/** The guard as a statement, for everyone: whom it lets through is in its conditions. */
export function denyStatement({ sid, actions, notActions, resources, conditions }: Guard): iam.PolicyStatement {
  return new iam.PolicyStatement({
    sid,
    effect: iam.Effect.DENY,
    // `"*"` means everyone; of `{"AWS": "*"}` AWS does not say whether it includes services.
    principals: [new iam.StarPrincipal()],
    actions: actions && [...actions],
    notActions: notActions && [...notActions],
    resources: [...resources],
    conditions: joined(conditions),
  });
}

/** A name as part of a statement id, which takes letters and digits only: `delivery.logs` → `DeliveryLogs`. */
export function inSid(name: string): string {
  return name.split(/[^A-Za-z0-9]+/).filter((word) => word !== '').map((word) => word[0].toUpperCase() + word.slice(1)).join('');
}

/** All of the conditions; values of the same operator on the same key are alternatives. */
function joined(conditions: readonly Conditions[]): Record<string, Record<string, unknown>> {
  const all: Record<string, Record<string, (string | readonly string[])[]>> = {};
  for (const [operator, keys] of conditions.flatMap((some) => Object.entries(some))) {
    for (const [key, values] of Object.entries(keys)) {
      (((all[operator] ??= {})[key]) ??= []).push(values);
    }
  }
  return Object.fromEntries(Object.entries(all).map(([operator, keys]) =>
    [operator, Object.fromEntries(Object.entries(keys).map(([key, values]) => [key, oneOrMany(values)]))]));
}

/** A list that is only made at synth is joined with the others then. */
function oneOrMany(values: readonly (string | readonly string[])[]): unknown {
  const lists = values.map((value) => typeof value === 'string' ? [value] : [...value]);
  if (lists.some((list) => Tokenization.reverseList(list))) {
    return Lazy.uncachedAny({ produce: (context) => lists.flatMap((list) => context.resolve(list) as unknown[]) });
  }
  const flat = [...new Set(lists.flat())];
  return flat.length === 1 ? flat[0] : flat;
}
