import { askedPolicy } from './asked-policy';
import { whicheverAccounts } from './open-accounts';
import { NOT_APPLICABLE, Rule, unlessLogBucket, violated } from './rule';
import { onEachPolicy, verdictOf } from './unwanted-requests';
import { ACCOMPANYING, actionsOf, CLASSES_ON_DATA } from '../policy/action-classes';
import { isNot } from '../policy/questions/allows-outside';
import { grantOf, undenied } from '../policy/questions/undenied';

/** What any client does with data. Denying more by network also stops deployments; S3 replicates from a network of its own. */
const DATA = actionsOf(...CLASSES_ON_DATA).filter((name) => name !== ACCOMPANYING);

export const NETWORK_RESTRICTED: Rule = {
  id: 'HardenedBucket-NetworkRestricted',
  title: 'objects are served to the declared networks only',
  why: 'Stolen credentials work from anywhere, unless the bucket asks where a request comes from.',
  fix: 'deny every action that reads, writes, lists or deletes objects unless aws:SourceVpc, aws:SourceVpce or aws:SourceIp is one of your networks, with AWS services exempt',
  example: "bucket.addToResourcePolicy(new iam.PolicyStatement({\n  effect: iam.Effect.DENY,\n  actions: [\n    's3:GetObject*', 's3:PutObject*', 's3:DeleteObject*', 's3:ListBucket*', 's3:ListObject*', 's3:UpdateObject*',\n    's3:RestoreObject', 's3:AbortMultipartUpload', 's3:ListMultipartUploadParts',\n  ],\n  resources: [bucket.bucketArn, bucket.arnForObjects('*')],\n  principals: [new iam.AnyPrincipal()],\n  conditions: {\n    StringNotEquals: { 'aws:SourceVpc': 'vpc-0123456789abcdef0' },\n    BoolIfExists: { 'aws:ViaAWSService': 'false', 'aws:PrincipalIsAWSService': 'false' },\n  },\n}));",
  level: 'BASELINE',
  severity: 'error',
  controls: {},
  check: (facts, { trustZone } = {}) => unlessLogBucket(facts, () => {
    const { vpcs = [], cidrs = [] } = trustZone ?? {};
    if (vpcs.length + cidrs.length === 0) {
      return NOT_APPLICABLE;
    }
    if (facts.policies.length === 0) {
      return violated('AnyNetwork', 'has no bucket policy, so nothing asks from where a request comes', 'BucketPolicy');
    }
    return onEachPolicy(facts.policies, (each) => whicheverAccounts(each, facts, (policy) => {
      const asked = askedPolicy(policy, facts);
      const grant = grantOf({ Principal: '*', Action: DATA, Resource: [asked.bucket, `${asked.bucket}/*`] });
      return verdictOf(asked.ask(`networks ${vpcs} ${cidrs}`, () => undenied(asked.document, grant, {
        vocabulary: [...vpcs, ...cidrs],
        // Services act for the owner from networks of their own.
        callers: ({ type }) => type === 'AWS' || type === 'anonymous',
        routes: ({ name }) => name === 'internet' || name === 'endpoint',
        demands: () => [
          ...vpcs.length > 0 ? [isNot('aws:sourcevpc', 'text', vpcs)] : [],
          ...cidrs.length > 0 ? [isNot('aws:sourceip', 'ip', cidrs)] : [],
        ],
        keys: ['aws:sourcevpc', 'aws:sourceip'],
      })), policy.address.logicalId, (request) => violated(
        'AnyNetwork', `has a bucket policy (${policy.address.logicalId}) that does not deny ${request.action} from other networks than those declared`, 'BucketPolicy.PolicyDocument', { request }));
    }));
  }),
};
