import { LiveAccount, LiveAnswer, LiveBucket } from '../../src/facts/live-bucket';
import { planRepairs } from '../../src/repair/plan-repairs';
import { RepairOptions, RepairPlan, RepairStep } from '../../src/repair/repair';
import { repairNamed } from '../../src/repair/repairs';

export const OWN = '111122223333';
export const OTHER = '444455556666';
export const OWNER_ID = 'a'.repeat(64);
export const BUCKET = 'arn:aws:s3:::records';
export const OBJECTS = `${BUCKET}/*`;

const ABSENT: LiveAnswer = { kind: 'absent' };

export const ACCOUNT: LiveAccount = { account: OWN, region: 'eu-west-1', partition: 'aws', publicAccessBlock: ABSENT, keys: {}, alarms: { kind: 'value', value: [] } };

export function value(of: unknown): LiveAnswer {
  return { kind: 'value', value: of };
}

export function denied(permission: string): LiveAnswer {
  return { kind: 'unknown', reason: `AccessDenied: ${permission}` };
}

/** A bucket of old on which nothing is configured, with these answers instead. */
export function liveBucket(answers: Readonly<Record<string, LiveAnswer>> = {}): LiveBucket {
  return {
    name: 'records',
    account: OWN,
    region: 'eu-west-1',
    partition: 'aws',
    answers: {
      GetBucketPolicy: ABSENT,
      GetPublicAccessBlock: ABSENT,
      GetBucketOwnershipControls: ABSENT,
      GetBucketAcl: acl(),
      GetBucketEncryption: value({ ServerSideEncryptionConfiguration: { Rules: [{ ApplyServerSideEncryptionByDefault: { SSEAlgorithm: 'AES256' } }] } }),
      GetBucketVersioning: value({}),
      GetBucketLogging: value({}),
      GetBucketLifecycleConfiguration: ABSENT,
      GetBucketNotificationConfiguration: value({}),
      GetBucketWebsite: ABSENT,
      ListBucketMetricsConfigurations: value({}),
      ...answers,
    },
  };
}

/** A policy as S3 answers with it: statements, or a document, or the text itself. */
export function policy(written: unknown): Readonly<Record<string, LiveAnswer>> {
  const document = Array.isArray(written) ? { Version: '2012-10-17', Statement: written } : written;
  return { GetBucketPolicy: value({ Policy: typeof document === 'string' ? document : JSON.stringify(document) }) };
}

/** An ACL of the owner, with these grants besides. */
export function acl(...grants: readonly object[]): LiveAnswer {
  return value({ Owner: { ID: OWNER_ID }, Grants: [{ Grantee: { Type: 'CanonicalUser', ID: OWNER_ID }, Permission: 'FULL_CONTROL' }, ...grants] });
}

export function group(name: string, permission: string): object {
  return { Grantee: { Type: 'Group', URI: `http://acs.amazonaws.com/groups/${name}` }, Permission: permission };
}

export function allow(Principal: unknown, Action: unknown, more: object = {}): object {
  return { Effect: 'Allow', Principal, Action, Resource: [BUCKET, OBJECTS], ...more };
}

export function deny(Condition: object, more: object = {}): object {
  return { Effect: 'Deny', Principal: '*', Action: 's3:*', Resource: [BUCKET, OBJECTS], Condition, ...more };
}

/** What one repair plans. */
export function plan(id: string, answers: Readonly<Record<string, LiveAnswer>> = {}, options: RepairOptions = {}, account: LiveAccount = ACCOUNT): RepairPlan {
  return repairNamed(id)!.plan(liveBucket(answers), account, options);
}

/** The steps of a plan. @throws if it has none */
export function stepsOf(planned: RepairPlan): readonly RepairStep[] {
  if (planned.kind !== 'steps') {
    throw new Error(planned.kind === 'refused' ? `refused: ${planned.reason}` : 'there is nothing to repair');
  }
  return planned.steps;
}

/** The statements of the policy that a plan puts; none where it deletes the policy. */
export function statementsPut(planned: RepairPlan): readonly Record<string, unknown>[] {
  const step = stepsOf(planned).find(({ call }) => /BucketPolicy$/.test(call))!;
  return step.call === 'DeleteBucketPolicy' ? [] : JSON.parse(step.input.Policy as string).Statement;
}

/** What several repairs plan. */
export function planAll(ids: readonly string[], answers: Readonly<Record<string, LiveAnswer>>, options: RepairOptions = {}) {
  return planRepairs(liveBucket(answers), ACCOUNT, ids, options);
}
