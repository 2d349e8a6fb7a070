import { all, COMPLIANT, judge, NOT_APPLICABLE, Rule, unknownVerdict, Verdict, violated } from './rule';
import { statementFinding } from './statement-finding';
import { PolicyFacts } from '../facts/bucket-facts';
import { PolicyStatement, PolicyText, statementName } from '../policy/policy-document';

/** @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/buckets-tagging.html */
export const BUCKET_TAGS_EFFECTIVE: Rule = {
  id: 'HardenedBucket-BucketTagsEffective',
  title: 'conditions on tags of the bucket are effective',
  why: 'S3 compares tags of a bucket only where ABAC is on for it. Without, such a key is absent from every request: a condition on it never holds, or always, and a Deny that relies on it guards nothing or stops everyone.',
  fix: 'set abacStatus: true on the bucket (AbacStatus: Enabled, abacEnabled of HardenedBucket) after auditing who may tag it, or compare something else',
  example: "const data = new s3.Bucket(this, 'Data', { abacStatus: true });\ndata.addToResourcePolicy(new iam.PolicyStatement({\n  actions: ['s3:GetObject'],\n  resources: [data.arnForObjects('*')],\n  principals: [new iam.ArnPrincipal('arn:aws:iam::111122223333:role/Reader')],\n  conditions: { StringEquals: { 'aws:ResourceTag/stage': 'production' } },\n}));",
  level: 'STRICT',
  severity: 'error',
  controls: {},
  check: ({ abac, policies }) => {
    const ineffective = policies.flatMap((policy) => policy.document.statements.flatMap((statement) => {
      const tag = bucketTagIn(statement);
      return tag === undefined ? [] : [violation(policy, statement, tag)];
    }));
    const [undecided] = policies.flatMap(({ address, document }) => document.unknowns.map(({ message }) => unknownVerdict(`bucket policy ${address.logicalId}: ${message}`)));
    const found = [...ineffective, ...undecided ? [undecided] : []];
    return found.length === 0 ? NOT_APPLICABLE : judge(abac, (on) => on ? COMPLIANT : all(found));
  },
};

/** The tag of the bucket that the statement compares, or compares something with. */
function bucketTagIn({ conditions, resources, notResources }: PolicyStatement): string | undefined {
  // Requests through an access point carry its tags: ABAC is always on for access points.
  if ([...resources, ...notResources].some((resource) => typeof resource === 'string' && resource.includes(':accesspoint/'))) {
    return undefined;
  }
  return conditions.map(({ key }) => key).find((key) => BUCKET_TAG.test(key))
    ?? [...conditions.flatMap(({ values }) => values), ...resources, ...notResources].flatMap(variablesIn).find((key) => BUCKET_TAG.test(key));
}

const BUCKET_TAG = /^(aws:ResourceTag|s3:BucketTag)\//i;

function variablesIn(text: PolicyText): string[] {
  return typeof text === 'string' ? [...text.matchAll(/\$\{([^}]*)\}/g)].map(([, name]) => name.split(',')[0].trim()) : [];
}

function violation({ address: { logicalId } }: PolicyFacts, statement: PolicyStatement, tag: string): Verdict {
  const { index, sid } = statement;
  return violated(statementFinding(logicalId, statement), `has a bucket policy (${logicalId}) whose ${statementName(statement)} depends on ${tag}, and ABAC is not on for the bucket, so that S3 compares none of its tags`,
    `BucketPolicy.PolicyDocument.Statement.${index}`, { statement: { index, sid } });
}
