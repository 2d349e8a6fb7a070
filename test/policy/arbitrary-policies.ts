import * as fc from 'fast-check';
import { ConcreteRequest, JsonStatement, OneOrMany } from './concrete-evaluator';
import { Place, placesIn, withValueAt } from './json-places';
import { UnknownValue } from '../../src/policy/unknown-value';

export const BUCKET = 'arn:aws:s3:::data';

type Condition = JsonStatement['Condition'];

/** Statements around a right one: each element is right more often than not, and else looks nearly right. */
export function statementsNear(right: { readonly Action: OneOrMany; readonly Condition: Condition }, conditions: readonly Condition[]): fc.Arbitrary<JsonStatement> {
  return fc.record({
    Effect: mostly<'Allow' | 'Deny'>('Deny', 'Allow'),
    who: mostly<Pick<JsonStatement, 'Principal' | 'NotPrincipal'>>({ Principal: '*' },
      { Principal: { AWS: '*' } }, { Principal: { AWS: [ACCOUNT, '*'] } }, { Principal: { AWS: ACCOUNT } }, { Principal: { Service: '*' } },
      { NotPrincipal: { AWS: ROLE } }),
    what: mostly<Pick<JsonStatement, 'Action' | 'NotAction'>>({ Action: right.Action },
      { Action: '*' }, { Action: 'S3:*' }, { Action: ['s3:Get*', 's3:Put*'] }, { Action: 'nots3:*' }, { Action: 's3:??*Object' }, { NotAction: 's3:PutObject' }),
    where: mostly<Pick<JsonStatement, 'Resource' | 'NotResource'>>({ Resource: [BUCKET, `${BUCKET}/*`] },
      { Resource: BUCKET }, { Resource: `${BUCKET}/*` }, { Resource: `${BUCKET}*` }, { Resource: '*' }, { Resource: 'arn:aws:s3:::*' },
      { Resource: [`${BUCKET}/a*`, 'arn:aws:s3:::other/*'] }, { Resource: `${BUCKET}/?*` }, { NotResource: `${BUCKET}/secret` }),
    Condition: mostly<Condition>(right.Condition, ...conditions),
  }).map(({ Effect, who, what, where, Condition }) => ({ Effect, ...who, ...what, ...where, ...Condition && { Condition } }));
}

/** Requests of anybody, for any of these actions, on the bucket and its objects. */
export function requests(actions: readonly (readonly [action: string, on: 'bucket' | 'object'])[], context: fc.Arbitrary<ConcreteRequest['context']>): fc.Arbitrary<ConcreteRequest> {
  return fc.record({
    caller: fc.constantFrom(undefined, ROLE, `arn:aws:iam::${ACCOUNT}:root`, 'arn:aws:iam::999999999999:user/eve', 'logging.s3.amazonaws.com'),
    act: fc.constantFrom(...actions),
    // No object has an empty key.
    key: fc.oneof(fc.constantFrom('secret', 'a', 'a/b'), fc.string({ minLength: 1, maxLength: 4 })),
    context,
  }).map(({ caller, act: [action, on], key, context: present }) =>
    ({ caller, action, resource: on === 'bucket' ? BUCKET : `${BUCKET}/${key}`, context: present }));
}

/** What anybody may ask of a bucket, one action of each kind. */
export const ALL_ACTIONS = [
  ['s3:ListBucket', 'bucket'], ['s3:PutBucketPolicy', 'bucket'], ['s3:DeleteBucket', 'bucket'],
  ['s3:GetObject', 'object'], ['s3:PutObject', 'object'], ['s3:DeleteObjectVersion', 'object'],
] as const;

/** A policy document, and the same with some of its values decided at deployment. */
export function withUnknowns(statements: fc.Arbitrary<JsonStatement>): fc.Arbitrary<{ readonly decided: unknown; readonly undecided: unknown }> {
  return fc.tuple(fc.array(statements, { minLength: 1, maxLength: 3 }), fc.array(fc.nat(), { minLength: 1, maxLength: 3 })).map(([list, picks]) => {
    const decided = { Version: '2012-10-17', Statement: list };
    return { decided, undecided: picks.reduce<unknown>((json, pick) => hidden(json, pick), decided) };
  });
}

function hidden(json: unknown, pick: number): unknown {
  const places: Place[] = placesIn(json);
  return withValueAt(json, places[pick % places.length], new UnknownValue('a parameter'));
}

function mostly<T>(right: T, ...others: T[]): fc.Arbitrary<T> {
  return fc.oneof({ weight: 3, arbitrary: fc.constant(right) }, { weight: 1, arbitrary: fc.constantFrom(...others) });
}

const ACCOUNT = '111122223333';
const ROLE = `arn:aws:iam::${ACCOUNT}:role/app`;
