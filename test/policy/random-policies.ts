import * as fc from 'fast-check';

/** Small policies over the vocabulary of `request-grid.ts`. */
const principal = fc.oneof(
  fc.constant('*'),
  // `{"AWS": "*"}` is partly unspecified, as is NotPrincipal with Deny.
  fc.constantFrom<'*' | object>(
    { AWS: '111122223333' }, { AWS: 'arn:aws:iam::111122223333:role/admin' }, { AWS: ['444455556666', 'arn:aws:iam::111122223333:role/admin'] }, '*',
    { Service: 'logging.s3.amazonaws.com' }, { AWS: 'arn:aws:iam::111122223333:root', Service: 'logging.s3.amazonaws.com' },
  ),
);
const action = fc.constantFrom<string | string[]>('s3:*', '*', 's3:GetObject', 's3:Get*', 's3:PutObject', ['s3:GetObject', 's3:PutObject'], 's3:ListBucket', 's3:PutBucketPolicy', 's3:*Object');
const resource = fc.constantFrom<string | string[]>(
  '*', 'arn:aws:s3:::b', 'arn:aws:s3:::b/*', ['arn:aws:s3:::b', 'arn:aws:s3:::b/*'], 'arn:aws:s3:::b/secret/*', 'arn:aws:s3:::*', 'arn:aws:s3:::b*', 'arn:aws:s3:::b/?',
);

interface Clause { readonly op: string; readonly key: string; readonly values: readonly string[] }

const clause: fc.Arbitrary<Clause> = fc.oneof(
  fc.record({ op: fc.constantFrom('Bool', 'BoolIfExists'), key: fc.constant('aws:SecureTransport'), values: fc.constantFrom(['true'], ['false']) }),
  fc.record({
    op: fc.constantFrom('StringEquals', 'StringNotEquals', 'StringEqualsIfExists', 'StringNotEqualsIfExists', 'StringLike', 'StringNotLike', 'ForAllValues:StringEquals', 'ForAnyValue:StringEquals'),
    key: fc.constant('aws:PrincipalOrgID'),
    values: fc.constantFrom(['o-aaaaaaaaaa'], ['o-aaaaaaaaaa', 'o-bbbbbbbbbb'], ['o-*']),
  }),
  fc.record({ op: fc.constantFrom('StringEquals', 'StringNotEquals', 'StringEqualsIfExists', 'StringNotEqualsIfExists'), key: fc.constant('aws:SourceVpce'), values: fc.constantFrom(['vpce-0a'], ['vpce-0a', 'vpce-0c']) }),
  fc.record({ op: fc.constantFrom('StringEquals', 'StringNotEquals'), key: fc.constant('aws:PrincipalAccount'), values: fc.constantFrom(['111122223333'], ['111122223333', '444455556666']) }),
  fc.record({ op: fc.constantFrom('ArnLike', 'ArnNotLike', 'ArnNotLikeIfExists', 'StringLike'), key: fc.constant('aws:PrincipalArn'), values: fc.constantFrom(['arn:aws:iam::*:role/admin'], ['arn:aws:iam::111122223333:*'], ['arn:aws:iam::111122223333:role/*']) }),
  fc.record({ op: fc.constantFrom('IpAddress', 'NotIpAddress', 'NotIpAddressIfExists'), key: fc.constant('aws:SourceIp'), values: fc.constantFrom(['203.0.113.0/24'], ['203.0.113.0/25', '2001:db8::/32'], ['0.0.0.0/0'], ['::/0']) }),
  fc.record({ op: fc.constantFrom('NumericLessThan', 'NumericGreaterThanEquals', 'NumericEquals', 'NumericNotEquals', 'NumericLessThanIfExists'), key: fc.constant('s3:max-keys'), values: fc.constant(['10']) }),
  fc.record({ op: fc.constant('Null'), key: fc.constantFrom('aws:SourceVpce', 'aws:PrincipalOrgID', 's3:max-keys', 'aws:SourceAccount'), values: fc.constantFrom(['true'], ['false'], ['true', 'false']) }),
  fc.record({ op: fc.constantFrom('StringEquals', 'StringNotEquals', 'StringNotEqualsIfExists'), key: fc.constant('aws:SourceAccount'), values: fc.constant(['111122223333']) }),
);

const condition = fc.array(clause, { maxLength: 2 }).map((clauses) => clauses.length === 0 ? undefined : clauses.reduce<Record<string, Record<string, readonly string[]>>>(
  (all, { op, key, values }) => ({ ...all, [op]: { ...all[op], [key]: values } }), {}));

const statement = fc.record({ effect: fc.constantFrom('Allow', 'Allow', 'Deny'), principal, action, resource, condition, notAction: fc.boolean(), notResource: fc.boolean(), notPrincipal: fc.boolean() })
  .map(({ effect, principal: who, action: what, resource: where, condition: when, notAction, notResource, notPrincipal }) => ({
    Effect: effect,
    // NotPrincipal with Deny is partly unspecified, which no grid can show.
    [notPrincipal && effect === 'Allow' && who !== '*' ? 'NotPrincipal' : 'Principal']: who,
    [notAction && what !== '*' ? 'NotAction' : 'Action']: what,
    [notResource && where !== '*' ? 'NotResource' : 'Resource']: where,
    ...when ? { Condition: when } : {},
  }));

export const policy = fc.array(statement, { minLength: 1, maxLength: 4 }).map((Statement) => ({ Version: '2012-10-17', Statement }));
