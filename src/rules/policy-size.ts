import { all, COMPLIANT, Rule, unknownVerdict, Verdict, violated } from './rule';
import { PolicyFacts } from '../facts/bucket-facts';
import { policySize, Size, statementSizes, StatementSize } from '../facts/policy-size';

/** @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucket-policies.html */
const MAXIMUM_BYTES = 20 * 1_024;

/** Where to begin; the others hardly matter. */
const LARGEST = 3;

export const POLICY_SIZE: Rule = {
  id: 'HardenedBucket-PolicySize',
  title: 'the bucket policy is at most 20 KB',
  why: 'S3 refuses a longer one, so that the deployment which adds one grant too many fails, and with it every other change of the stack.',
  fix: 'shorten the largest statements: one condition on aws:PrincipalOrgID or aws:PrincipalArn with a wildcard instead of many principals, an access point for each of many readers, or an identity policy for principals of the same account',
  example: "bucket.addToResourcePolicy(new iam.PolicyStatement({\n  actions: ['s3:GetObject'],\n  resources: [bucket.arnForObjects('*')],\n  principals: [new iam.OrganizationPrincipal('o-a1b2c3d4e5')], // instead of one principal for each account\n}));",
  level: 'BASELINE',
  severity: 'error',
  controls: {},
  notLive: 'S3 has taken the policy',
  check: ({ policies }) => all(policies.map(ofPolicy)),
  checkLoosePolicy: ofPolicy,
};

function ofPolicy({ address: { logicalId }, json }: PolicyFacts): Verdict {
  const { shortest, longest } = policySize(json);
  if (longest <= MAXIMUM_BYTES) {
    return COMPLIANT;
  }
  const largest = statementSizes(json).sort((one, other) => other.longest - one.longest).slice(0, LARGEST);
  return shortest > MAXIMUM_BYTES
    ? violated('TooLong', `has a bucket policy (${logicalId}) of ${inBytes({ shortest, longest })}, and S3 accepts ${MAXIMUM_BYTES}; its largest statements are ${largest.map(inWords).join(', ')}`, 'BucketPolicy.PolicyDocument')
    : unknownVerdict(`bucket policy ${logicalId} has ${inBytes({ shortest, longest })}, and S3 accepts ${MAXIMUM_BYTES}: it depends on what is decided at deployment`);
}

function inWords({ index, sid, shortest, longest }: StatementSize): string {
  return `${index}${sid ? ` (${sid})` : ''} with ${inBytes({ shortest, longest })}`;
}

function inBytes({ shortest, longest }: Size): string {
  return shortest === longest ? `${shortest} bytes` : longest === Infinity ? `at least ${shortest} bytes` : `${shortest} to ${longest} bytes`;
}
