import * as fc from 'fast-check';
import { HARDENED } from './hardened-template';
import { TemplateFacts } from '../../src/facts/template-facts';
import { Check } from '../../src/rules/check';
import { template } from '../template/templates';

const OBJECTS = { 'Fn::Sub': '${Bucket.Arn}/*' };
const PARTNER = { AWS: '444455556666' };

/** Each breaks a rule on statements, or the same as another in other words. */
const BROKEN = [
  { Effect: 'Allow', Principal: '*', Action: 's3:GetObject', Resource: OBJECTS },
  { Sid: 'Write', Effect: 'Allow', Principal: '*', Action: 's3:PutObject', Resource: OBJECTS },
  { Effect: 'Allow', Principal: PARTNER, Action: 's3:*', Resource: OBJECTS },
  { Effect: 'Allow', NotPrincipal: PARTNER, Action: 's3:GetObject', Resource: OBJECTS },
  { Effect: 'Allow', Principal: PARTNER, Action: 's3:GetObject', Resource: { 'Fn::GetAtt': ['Bucket', 'Arn'] } },
  { Effect: 'Allow', Principal: PARTNER, Action: 's3:GetObjekt', Resource: OBJECTS },
  { Effect: 'Allow', Principal: PARTNER, Resource: OBJECTS },
  { Effect: 'Permit', Principal: PARTNER, Action: 's3:GetObject', Resource: OBJECTS },
  { Sid: 'Service', Effect: 'Allow', Principal: { Service: 'cloudtrail.amazonaws.com' }, Action: 's3:PutObject', Resource: OBJECTS },
  { Effect: 'Allow', Principal: '*', Action: 's3:GetObject', Resource: OBJECTS, Condition: { StringEquals: { 's3:DataAccessPointAccount': { Ref: 'AWS::AccountId' } } } },
];

/** Allows nothing that is not allowed anyway, and is not a finding itself. */
const INNOCENT = { Sid: 'Innocent', Effect: 'Allow', Principal: { AWS: { 'Fn::Sub': 'arn:aws:iam::${AWS::AccountId}:role/Reader' } }, Action: 's3:GetObjectTagging', Resource: OBJECTS };

/** Without a statement that can be read, a rule has nothing to doubt. */
const BASE = { ...INNOCENT, Sid: 'Base', Action: 's3:GetObjectAcl' };

const OF_STATEMENTS = ['PolicyNotPublic', 'DelegationBounded', 'NoAllowWithNotPrincipal', 'NoWildcardActionForEveryone', 'GrantsNameActions', 'ServicesBoundToSource', 'PolicyAccepted', 'PolicyNamesExist', 'NoDeadStatement', 'GrantsEffective'];
const CHECK = new Check({ level: 'STRICT', only: OF_STATEMENTS.map((name) => `HardenedBucket-${name}`) });

function idsOf(statements: readonly object[]): string[] {
  const { Policy, ...others } = HARDENED as unknown as Record<string, { Properties: { PolicyDocument: { Statement: object[] } } }>;
  const { PolicyDocument, ...properties } = Policy.Properties;
  const changed = { ...others, Policy: { ...Policy, Properties: { ...properties, PolicyDocument: { ...PolicyDocument, Statement: [...statements, BASE] } } } };
  return CHECK.bucket(new TemplateFacts([template(changed)]).at({ template: 'App', logicalId: 'Bucket' })!).map(({ rule, evidence }) => `${rule}[${evidence.id}]`).sort();
}

const SOME = fc.shuffledSubarray(BROKEN, { minLength: 1, maxLength: 4 });

test('each of the statements has findings', () => {
  expect(BROKEN.filter((statement) => !idsOf([statement]).some((id) => id.includes('Policy.Statement.')))).toEqual([]);
});

test('the order of statements changes no id of a finding', () => {
  fc.assert(fc.property(SOME.chain((some) => fc.tuple(fc.constant(some), fc.shuffledSubarray(some, { minLength: some.length }))), ([some, moved]) => {
    expect(idsOf(moved)).toEqual(idsOf(some));
  }), { numRuns: 30 });
});

test('an innocent statement, wherever it is inserted, changes no id of a finding', () => {
  fc.assert(fc.property(SOME, fc.nat(4), (some, at) => {
    expect(idsOf([...some.slice(0, at), INNOCENT, ...some.slice(at)])).toEqual(idsOf(some));
  }), { numRuns: 30 });
});
