import { valueOf } from './read-answer';
import { LiveAccount, LiveBucket } from '../facts/live-bucket';
import { evaluate } from '../policy/evaluate';
import { PolicyDocument } from '../policy/policy-document';
import { PolicyInputError, PolicyRequest } from '../policy/policy-request';
import { readPolicyText } from '../policy/read-policy-text';
import { Known, known, unknown } from '../template/known';

/** What S3 calls on a key to read and to write an object. @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/UsingKMSEncryption.html */
const USES = ['kms:Decrypt', 'kms:GenerateDataKey'];

/**
 * Why principals of the account could lose objects that are encrypted with this key; nothing, if its policy lets all of them use it through S3,
 * as that of the AWS managed key does. What it leaves to identity policies is not known.
 *
 * @see https://docs.aws.amazon.com/kms/latest/developerguide/key-policies.html
 */
export function whyKeyIsNotForAll(bucket: LiveBucket, account: LiveAccount, key: string): string | undefined {
  const policy = keyPolicy(account, key);
  if (!policy.known) {
    return policy.reason;
  }
  // A statement for the account as a whole leaves it to identity policies.
  const forAll: PolicyDocument = {
    ...policy.value,
    statements: policy.value.statements.filter(({ effect, principals, malformed }) => effect === 'Deny' || (!malformed && principals.some(({ value }) => value === '*'))),
  };
  const unusable = USES.find((action) => evaluate(forAll, useOf(bucket, key, action)).decision !== 'Allow');
  return unusable === undefined ? undefined
    : `the policy of key ${key} leaves ${unusable} to identity policies, which were not read. Allow it to "*" with StringEquals kms:CallerAccount ${bucket.account} and kms:ViaService s3.${bucket.region}.${DOMAINS[bucket.partition] ?? DOMAINS.aws}`;
}

/** Whether the policy of a key looks at the encryption context, which is the bucket instead of the object with a bucket key. */
export function looksAtEncryptionContext(account: LiveAccount, key: string): Known<boolean> {
  const policy = keyPolicy(account, key);
  return policy.known ? known(policy.value.statements.some(({ malformed, conditions }) => malformed || conditions.some((clause) => clause.key.startsWith('kms:encryptioncontext')))) : policy;
}

const DOMAINS: Readonly<Record<string, string>> = { 'aws': 'amazonaws.com', 'aws-cn': 'amazonaws.com.cn' };

/** The policy, given as JSON or as its text. */
function keyPolicy(account: LiveAccount, key: string): Known<PolicyDocument> {
  const answer = valueOf<unknown>(account.keys[key]?.policy, `GetKeyPolicy of ${key}`);
  if (!answer.known) {
    return answer;
  }
  try {
    return known(readPolicyText(typeof answer.value === 'string' ? answer.value : JSON.stringify(answer.value ?? {})));
  } catch (error) {
    if (error instanceof PolicyInputError) {
      return unknown(`the policy of key ${key} cannot be read: ${error.message}`);
    }
    throw error;
  }
}

/** A role that no policy names, through S3. */
function useOf({ account, partition, region, name }: LiveBucket, key: string, action: string): PolicyRequest {
  const arn = `arn:${partition}:s3:::${name}`;
  return {
    principal: { AWS: `arn:${partition}:iam::${account}:role/stand-in-for-any-role` },
    action,
    resource: key.startsWith('arn:') ? key : `arn:${partition}:kms:${region}:${account}:key/${key}`,
    context: {
      'kms:ViaService': `s3.${region}.${DOMAINS[partition] ?? DOMAINS.aws}`,
      'kms:CallerAccount': account,
      'kms:EncryptionContext:aws:s3:arn': arn,
      'aws:SecureTransport': 'true',
      'aws:ViaAWSService': 'true',
      'aws:PrincipalIsAWSService': 'false',
    },
  };
}

