import { answered } from './read-answer';
import { PolicyFacts } from '../facts/bucket-facts';
import { LiveBucket } from '../facts/live-bucket';
import { PolicyDocument, readPolicyDocument } from '../policy/policy-document';
import { PolicyInputError } from '../policy/policy-request';
import { readJson } from '../policy/read-policy-text';
import { unusedSid } from '../policy/unused-sid';
import { askedPolicy, PolicyOwner } from '../rules/asked-policy';
import { Known, known, unknown } from '../template/known';

/** A statement as it is written. */
export type StatementJson = Readonly<Record<string, unknown>>;

/** A bucket policy as it is written, so that what a repair does not speak of stays to the letter; without statements where there is none. */
export interface PolicyJson {
  readonly Statement: readonly StatementJson[];
  readonly [element: string]: unknown;
}

const NO_POLICY: PolicyJson = { Version: '2012-10-17', Statement: [] };

/** The bucket's policy; not known where it was not read, or is more than what a policy is. */
export function bucketPolicy(bucket: LiveBucket): Known<PolicyJson> {
  const answer = answered<{ readonly Policy?: unknown }>(bucket, 'GetBucketPolicy');
  if (!answer.known) {
    return answer;
  }
  return answer.value === undefined ? known(NO_POLICY) : read(answer.value.Policy);
}

function read(text: unknown): Known<PolicyJson> {
  if (typeof text !== 'string') {
    return unknown('GetBucketPolicy answered without a policy');
  }
  try {
    const json = readJson(text);
    // One statement may stand without a list.
    const { Statement: written, ...others } = json as { readonly Statement?: unknown };
    const statements = Array.isArray(written) ? written : [written];
    return statements.every((one) => typeof one === 'object' && one !== null && !Array.isArray(one)) ? known({ ...others, Statement: statements as StatementJson[] })
      : unknown('the bucket policy has no statements');
  } catch (error) {
    if (error instanceof PolicyInputError) {
      return unknown(`the bucket policy cannot be read: ${error.message}`);
    }
    throw error;
  }
}

/** Whose policy it is, for the rules. */
export function ownerOf({ account, partition, name }: LiveBucket): PolicyOwner & { readonly account: string } {
  return { account, arn: `arn:${partition}:s3:::${name}` };
}

/** The policy as the rules judge it. */
export function policyFacts(bucket: LiveBucket, json: PolicyJson): PolicyFacts {
  return {
    address: { template: bucket.account, logicalId: bucket.name },
    constructPath: undefined,
    account: bucket.account,
    bucketName: bucket.name,
    deployed: known(true),
    document: readPolicyDocument(json),
    resourcesIn: () => [],
    json,
    deletionPolicy: known('Retain'),
  };
}

/** The policy as the reasoner is asked about it: in the way in which the rules ask. */
export function documentOf(bucket: LiveBucket, json: PolicyJson): PolicyDocument {
  return askedPolicy(policyFacts(bucket, json), ownerOf(bucket)).document;
}

/** The policy with a statement more, under a name that none of its statements has. */
export function withStatement(policy: PolicyJson, statement: StatementJson & { readonly Sid: string }): PolicyJson {
  return { ...policy, Statement: [...policy.Statement, { ...statement, Sid: unusedSid(policy.Statement.map(({ Sid }) => Sid), statement.Sid) }] };
}

/** The policy with other statements in the place of one. */
export function withStatementsAt(policy: PolicyJson, index: number, statements: readonly StatementJson[]): PolicyJson {
  return { ...policy, Statement: [...policy.Statement.slice(0, index), ...statements, ...policy.Statement.slice(index + 1)] };
}
